//! The helper functions that emitted modules carry. They are Python files, so
//! that they can be read and tested as such; only their global names change.

use crate::library::Library;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Helper {
    PlainAttributes,
    Writeable,
    DefaultErrorState,
    SeparateLists,
    FloatArray,
    Nonzero,
    Quotient,
    LibraryFunctions,
    MaskedDot,
    Extreme,
    Numpy2,
    Pfor,
    Workers,
    Threads,
    BlasThreads,
    RayPays,
    RayReady,
    RayLoop,
    RayTile,
    RayGather,
    RayCut,
    RaySubmitter,
    RayWrite,
    RayReplay,
    RayCause,
    TileHere,
    Gpu,
    Cupy,
    GpuFailed,
    MaskedDotOnGpu,
    QuotientOnGpu,
    Fused,
    ModuleOfArrays,
    WriteableAnywhere,
    /// An object, or a class, has this method.
    SameMember,
    Moderate,
}

impl Helper {
    pub const ALL: &'static [Self] = &[
        Self::PlainAttributes,
        Self::Writeable,
        Self::DefaultErrorState,
        Self::SeparateLists,
        Self::FloatArray,
        Self::Nonzero,
        Self::Quotient,
        Self::LibraryFunctions,
        Self::MaskedDot,
        Self::Extreme,
        Self::Numpy2,
        Self::Pfor,
        Self::Workers,
        Self::Threads,
        Self::BlasThreads,
        Self::RayPays,
        Self::RayReady,
        Self::RayLoop,
        Self::RayTile,
        Self::RayGather,
        Self::RayCut,
        Self::RaySubmitter,
        Self::RayWrite,
        Self::RayReplay,
        Self::RayCause,
        Self::TileHere,
        Self::Gpu,
        Self::Cupy,
        Self::GpuFailed,
        Self::MaskedDotOnGpu,
        Self::QuotientOnGpu,
        Self::Fused,
        Self::ModuleOfArrays,
        Self::WriteableAnywhere,
        Self::SameMember,
        Self::Moderate,
    ];

    /// The helper's name in its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::PlainAttributes => "_plain_attributes",
            Self::Writeable => "_writeable",
            Self::DefaultErrorState => "_default_error_state",
            Self::SeparateLists => "_separate_lists",
            Self::FloatArray => "_float_array",
            Self::Nonzero => "_nonzero",
            Self::Quotient => "_quotient",
            Self::LibraryFunctions => "_library_functions",
            Self::MaskedDot => "_masked_dot",
            Self::Extreme => "_extreme",
            Self::Numpy2 => "_numpy_2",
            Self::Pfor => "_pfor",
            Self::Workers => "_workers",
            Self::Threads => "_threads",
            Self::BlasThreads => "_blas_threads",
            Self::RayPays => "_ray_pays",
            Self::RayReady => "_ray_ready",
            Self::RayLoop => "_ray_loop",
            Self::RayTile => "_ray_tile",
            Self::RayGather => "_ray_gather",
            Self::RayCut => "_ray_cut",
            Self::RaySubmitter => "_ray_submitter",
            Self::RayWrite => "_ray_write",
            Self::RayReplay => "_ray_replay",
            Self::RayCause => "_ray_cause",
            Self::TileHere => "_tile_here",
            Self::Gpu => "_gpu",
            Self::Cupy => "_cupy",
            Self::GpuFailed => "_gpu_failed",
            Self::MaskedDotOnGpu => "_masked_dot_on_gpu",
            Self::QuotientOnGpu => "_quotient_on_gpu",
            Self::Fused => "_fused",
            Self::ModuleOfArrays => "_module_of_arrays",
            Self::WriteableAnywhere => "_writeable_anywhere",
            Self::SameMember => "_same_member",
            Self::Moderate => "_moderate",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::PlainAttributes => include_str!("helpers/plain_attributes.py"),
            Self::Writeable => include_str!("helpers/writeable.py"),
            Self::DefaultErrorState => include_str!("helpers/default_error_state.py"),
            Self::SeparateLists => include_str!("helpers/separate_lists.py"),
            Self::FloatArray => include_str!("helpers/float_array.py"),
            Self::Nonzero => include_str!("helpers/nonzero.py"),
            Self::Quotient => include_str!("helpers/quotient.py"),
            Self::LibraryFunctions => include_str!("helpers/library_functions.py"),
            Self::MaskedDot => include_str!("helpers/masked_dot.py"),
            Self::Extreme => include_str!("helpers/extreme.py"),
            Self::Numpy2 => include_str!("helpers/numpy_2.py"),
            Self::Pfor => include_str!("helpers/pfor.py"),
            Self::Workers => include_str!("helpers/workers.py"),
            Self::Threads => include_str!("helpers/threads.py"),
            Self::BlasThreads => include_str!("helpers/blas_threads.py"),
            Self::RayPays => include_str!("helpers/ray_pays.py"),
            Self::RayReady => include_str!("helpers/ray_ready.py"),
            Self::RayLoop => include_str!("helpers/ray_loop.py"),
            Self::RayTile => include_str!("helpers/ray_tile.py"),
            Self::RayGather => include_str!("helpers/ray_gather.py"),
            Self::RayCut => include_str!("helpers/ray_cut.py"),
            Self::RaySubmitter => include_str!("helpers/ray_submitter.py"),
            Self::RayWrite => include_str!("helpers/ray_write.py"),
            Self::RayReplay => include_str!("helpers/ray_replay.py"),
            Self::RayCause => include_str!("helpers/ray_cause.py"),
            Self::TileHere => include_str!("helpers/tile_here.py"),
            Self::Gpu => include_str!("helpers/gpu.py"),
            Self::Cupy => include_str!("helpers/cupy.py"),
            Self::GpuFailed => include_str!("helpers/gpu_failed.py"),
            Self::MaskedDotOnGpu => include_str!("helpers/masked_dot_on_gpu.py"),
            Self::QuotientOnGpu => include_str!("helpers/quotient_on_gpu.py"),
            Self::Fused => include_str!("helpers/fused.py"),
            Self::ModuleOfArrays => include_str!("helpers/module_of_arrays.py"),
            Self::WriteableAnywhere => include_str!("helpers/writeable_anywhere.py"),
            Self::SameMember => include_str!("helpers/same_member.py"),
            Self::Moderate => include_str!("helpers/moderate.py"),
        }
    }

    /// The modules that the helper uses, by the names it uses for them.
    fn modules(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::DefaultErrorState => &[("np", "numpy"), ("warnings", "warnings")],
            Self::FloatArray => &[("marshal", "marshal"), ("np", "numpy")],
            Self::Nonzero | Self::Quotient | Self::MaskedDot | Self::Extreme | Self::Numpy2 | Self::Moderate => {
                &[("np", "numpy")]
            }
            Self::Cupy => &[("os", "os"), ("sys", "sys")],
            Self::GpuFailed => &[("warnings", "warnings")],
            Self::ModuleOfArrays => &[("np", "numpy"), ("sys", "sys")],
            _ => &[],
        }
    }

    /// Builtins that the helper uses.
    fn builtins(self) -> &'static [&'static str] {
        match self {
            Self::PlainAttributes => &["any", "getattr", "hasattr", "next", "type", "AttributeError"],
            Self::Writeable => &["abs", "sorted", "zip"],
            Self::DefaultErrorState => &["RuntimeWarning", "issubclass"],
            Self::SeparateLists => &["id", "len", "list", "map", "range", "set", "type"],
            Self::FloatArray => &["ValueError", "float", "len", "map", "range", "set", "type"],
            Self::Nonzero => &["FloatingPointError", "type"],
            Self::Quotient => &["float"],
            Self::LibraryFunctions => &["getattr", "tuple"],
            Self::MaskedDot => &["zip"],
            Self::Pfor => &["max", "min", "range", "sum"],
            Self::Workers => &["hasattr", "int", "len"],
            Self::Threads => &["BaseException", "iter", "len", "max", "min", "next", "range"],
            Self::BlasThreads => &["OSError", "getattr", "open", "sorted"],
            Self::RayPays => &["getattr", "sum"],
            Self::RayReady => &["ImportError", "OSError", "RuntimeError"],
            Self::RayLoop => &["BaseException", "enumerate", "id", "isinstance", "len", "min", "range"],
            Self::RayTile => &["iter", "len", "list", "next", "range", "slice", "sum", "tuple"],
            Self::RayGather => &["BaseException", "any", "id", "isinstance", "map", "slice", "zip"],
            Self::RayCut => &["id", "int", "max", "min", "sum"],
            Self::RaySubmitter => &["getattr", "hasattr", "id", "len", "slice", "sum"],
            Self::RayWrite => &["slice", "zip"],
            Self::RayCause => &["BaseException", "isinstance"],
            Self::TileHere => &["slice"],
            Self::Cupy => &["Exception"],
            Self::GpuFailed => &["MemoryError", "RuntimeWarning", "isinstance", "type"],
            Self::MaskedDotOnGpu => &["bool", "zip"],
            Self::Fused => &["enumerate", "isinstance"],
            Self::ModuleOfArrays => &["all", "type"],
            Self::SameMember => &["any", "getattr", "hasattr", "isinstance", "next", "object", "type"],
            Self::WriteableAnywhere => &["abs", "getattr", "sorted", "zip"],
            Self::Moderate => &["bool"],
            Self::RayReplay | Self::Numpy2 | Self::Gpu | Self::QuotientOnGpu | Self::Extreme => &[],
        }
    }

    /// The other helpers that the helper calls.
    fn helpers(self) -> &'static [Self] {
        match self {
            Self::Pfor => &[Self::Workers, Self::Threads, Self::RayPays, Self::RayLoop, Self::TileHere],
            Self::Threads => &[Self::Workers, Self::BlasThreads],
            Self::RayPays => &[Self::RayReady, Self::Workers],
            Self::RayLoop => &[
                Self::RayReady,
                Self::RayCut,
                Self::RaySubmitter,
                Self::RayWrite,
                Self::RayReplay,
                Self::RayCause,
                Self::TileHere,
            ],
            Self::RaySubmitter => &[Self::RayLoop, Self::RayTile, Self::RayGather],
            Self::RayGather => &[Self::RayReplay, Self::RayCause],
            Self::RayReplay => &[Self::TileHere],
            Self::Cupy => &[Self::Gpu, Self::GpuFailed],
            Self::GpuFailed => &[Self::Gpu],
            _ => &[],
        }
    }

    /// The helper and all that it calls, directly or not.
    pub fn with_all(self) -> Vec<Self> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(helper) = all.get(next).copied() {
            all.extend(helper.helpers().iter().filter(|called| !all.contains(called)).copied().collect::<Vec<_>>());
            next += 1;
        }
        all
    }

    /// Lines of the definition, with the names that this module has for what it uses.
    pub fn definition(self, library: &mut Library) -> Vec<String> {
        let mut renamed = vec![(self.name().to_string(), library.helper_name(self))];
        for helper in self.helpers() {
            renamed.push((helper.name().to_string(), library.helper_name(*helper)));
        }
        for (local, module) in self.modules() {
            renamed.push((local.to_string(), library.module_name(module)));
        }
        for builtin in self.builtins() {
            renamed.push((builtin.to_string(), library.builtin_name(builtin)));
        }
        self.text().lines().map(|line| rename(line, &renamed)).collect()
    }
}

/// Replaces whole identifiers that are not attributes and not in strings.
fn rename(line: &str, names: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in line.chars().chain(['\n']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        let attribute = out.ends_with('.');
        match names.iter().find(|(from, _)| *from == word).filter(|_| !quoted && !attribute) {
            Some((_, to)) => out.push_str(to),
            None => out.push_str(&word),
        }
        word.clear();
        quoted ^= c == '"';
        out.push(c);
    }
    out.pop();
    out
}
