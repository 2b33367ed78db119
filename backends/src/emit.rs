//! The order of work: read the module, turn every version into a branch, and
//! splice the decision trees, the imports and the helpers into the source text.

use crate::ir::{self, name_of, Problem, Result};
use crate::library::Library;
use crate::names::Names;
use crate::python::print::statements;
use crate::python::stmt::Stmt;
use crate::source::Source;
use crate::splice::{splice, Insertion};
use crate::version::{bindings, Kernel, Version};
use automphc_dialects::diagnostic::remark;
use melior::ir::operation::OperationLike;
use melior::ir::{Module, OperationRef};
use std::collections::BTreeSet;

/// Options of the emitter.
#[derive(Clone, Debug)]
pub struct EmitOptions {
    /// The compiler's version, for the last line of the output.
    pub version: String,
    /// Leave out a version that has a problem, with a remark, instead of failing.
    pub keep_going: bool,
}

impl Default for EmitOptions {
    fn default() -> Self {
        Self { version: env!("CARGO_PKG_VERSION").to_string(), keep_going: false }
    }
}

/// The text of the optimized module: the source itself if nothing in it is optimized.
pub fn emit_python(module: &Module, options: &EmitOptions) -> std::result::Result<String, Vec<Problem>> {
    let op: OperationRef = module.as_operation();
    let text = ir::required_string(op, "py.source").map_err(|problem| vec![problem])?;
    let operations = ir::body(op, 0);
    let (mut kernels, mut versions, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for inner in &operations {
        if name_of(*inner) == "py.func" && ir::attribute(*inner, "span").is_some() {
            Kernel::of(*inner, text).map_or_else(|problem| problems.push(problem), |kernel| kernels.push(kernel));
        }
        Version::of(*inner).map_or_else(|problem| problems.push(problem), |version| versions.extend(version));
    }
    let (tiles, versions): (Vec<Version>, Vec<Version>) = versions.into_iter().partition(|version| version.is_tile());
    if versions.is_empty() && problems.is_empty() {
        return Ok(text.to_string());
    }
    let mut emitter = Emitter::new(op, text, options);
    let (devices, versions): (Vec<_>, Vec<_>) =
        versions.into_iter().partition(|version| ir::attribute(version.op, "nparray.device_of").is_some());
    for version in versions.iter().filter(|v| !kernels.iter().any(|k| k.name == v.kernel)) {
        problems.push(Problem::of(version.op, format!("is a version of '{}', which is not here", version.kernel)));
    }
    // Bodies of loops first: other versions hold their loops as text.
    kernels.sort_by_key(|kernel| match kernel.is_loop {
        true => (false, usize::MAX - kernel.start),
        false => (true, kernel.start),
    });
    for kernel in &kernels {
        let own: Vec<_> = versions.iter().filter(|version| version.kernel == kernel.name).collect();
        let tiles: Vec<_> = tiles.iter().filter(|version| version.kernel == kernel.name).collect();
        problems.extend(emitter.kernel(kernel, &own, &tiles, &devices));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(emitter.finish(op))
}

pub struct Emitter<'e> {
    pub source: Source<'e>,
    pub path: &'e str,
    pub library: Library,
    pub names: Names,
    options: &'e EmitOptions,
    pub insertions: Vec<Insertion>,
    first_kernel: Option<usize>,
}

impl<'e> Emitter<'e> {
    fn new<'c: 'e, 'a>(module: OperationRef<'c, 'a>, text: &'e str, options: &'e EmitOptions) -> Self {
        let source = Source::new(text);
        let mut taken: BTreeSet<_> = ir::strings(module, "py.module_names").into_iter().collect();
        taken.extend(source.identifiers().map(str::to_string));
        let mut names = Names::new(&taken);
        let mut library = Library::new(bindings(module), &source, &mut names, ir::body(module, 0).len());
        let own = ir::body(module, 0).into_iter().filter(|op| is_function(*op));
        library.know(own.filter_map(|op| ir::string_of(op, "sym_name").map(str::to_string)), &mut names);
        let path = ir::string_of(module, "py.path").unwrap_or_default();
        Self { source, path, library, names, options, insertions: Vec::new(), first_kernel: None }
    }

    /// Adds the decision tree of one kernel.
    fn kernel<'c: 'a, 'a>(
        &mut self,
        kernel: &Kernel,
        versions: &[&Version<'c, 'a>],
        tiles: &[&Version<'c, 'a>],
        devices: &[Version<'c, 'a>],
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut branches = Vec::new();
        self.tiles(kernel, tiles);
        let mut parallel = false;
        for (position, version) in versions.iter().enumerate() {
            // A version from before its loops became parallel stands in for one that cannot be written.
            if version.is_fallback() && parallel {
                continue;
            }
            parallel = false;
            let place = self.source.before_statement(kernel.start);
            let branch = match place {
                Some(_) => {
                    // The part for a GPU is made of the version whose loops are not parallel.
                    let next = versions.get(position + 1).filter(|next| next.is_fallback());
                    self.with_device(kernel, version, next.unwrap_or(version), devices)
                }
                None => {
                    Err(Problem::refusal(version.op.location(), "the function's body shares a line with its header"))
                }
            };
            match branch {
                Ok(branch) => {
                    branches.push(branch);
                    parallel = true;
                }
                Err(problem) if problem.refused || self.options.keep_going => {
                    remark(version.op.location(), &format!("'{}' stays as it was: {problem}", kernel.name));
                }
                Err(problem) => problems.push(problem),
            }
        }
        if let (false, Some(offset)) = (branches.is_empty(), self.source.before_statement(kernel.start)) {
            branches.push(Stmt::Comment("The original statements.".to_string()));
            let unit = if kernel.indent.contains('\t') { "\t" } else { "    " };
            let lines = statements(&branches, &kernel.indent, unit);
            if kernel.is_loop {
                // Versions around it hold the loop as text: their names must be others.
                let words = lines.iter().flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
                self.names.reserve(&words.map(str::to_string).collect::<BTreeSet<_>>());
            }
            self.insertions.push(Insertion { offset, lines });
            self.first_kernel = Some(self.first_kernel.map_or(kernel.start, |first| first.min(kernel.start)));
        }
        problems
    }

    /// The functions of tiles that the versions of a kernel may call.
    fn tiles<'c: 'a, 'a>(&mut self, kernel: &Kernel, tiles: &[&Version<'c, 'a>]) {
        for version in tiles {
            let Some(symbol) = ir::string_of(version.op, "sym_name") else { continue };
            let parameters = version.args.iter().map(|arg| arg.name.clone());
            self.library.enter(kernel.locals.iter().cloned().chain(parameters).collect());
            match crate::tile::tile(self, kernel, version) {
                Ok(function) => drop(self.library.tiles.insert(symbol.to_string(), function)),
                Err(problem) => {
                    remark(version.op.location(), &format!("'{}' has no parallel loop: {problem}", kernel.name));
                }
            }
            self.library.leave();
        }
    }

    /// The branch of a version, with its part for a GPU if there is one that can be written.
    fn with_device<'c: 'a, 'a>(
        &mut self,
        kernel: &Kernel,
        version: &Version<'c, 'a>,
        plain: &Version<'c, 'a>,
        devices: &[Version<'c, 'a>],
    ) -> Result<Stmt> {
        let own = ir::string_of(plain.op, "sym_name");
        let device = devices.iter().find(|device| ir::string_of(device.op, "nparray.device_of") == own);
        if let Some(device) = device {
            match self.branch(kernel, version, Some(device)) {
                Ok(branch) => return Ok(branch),
                Err(problem) => {
                    remark(version.op.location(), &format!("'{}' stays on the CPU: {problem}", kernel.name));
                }
            }
        }
        self.branch(kernel, version, None)
    }

    /// One branch; what a version that fails has asked for is forgotten.
    fn branch<'c: 'a, 'a>(
        &mut self,
        kernel: &Kernel,
        version: &Version<'c, 'a>,
        device: Option<&Version<'c, 'a>>,
    ) -> Result<Stmt> {
        let (imports, helpers) = (self.library.imports.clone(), self.library.helpers.clone());
        let own = self.library.own.clone();
        let used = self.library.used_tiles.clone();
        let tuples = self.library.tuples.len();
        self.library.enter(kernel.locals.union(&kernel.params).cloned().collect());
        let branch = crate::branch::branch(self, kernel, version, device);
        self.library.leave();
        if branch.is_err() {
            self.library.imports = imports;
            self.library.helpers = helpers;
            self.library.own = own;
            self.library.used_tiles = used;
            self.library.tuples.truncate(tuples);
        }
        branch
    }

    /// The source with everything spliced in.
    fn finish<'c: 'a, 'a>(mut self, module: OperationRef<'c, 'a>) -> String {
        let text = self.source.text;
        let Some(first) = self.first_kernel else {
            return text.to_string();
        };
        let (imports, mut helpers) = self.library.additions();
        if !imports.is_empty() {
            let (offset, alone) = self.source.after_imports();
            let blank = if alone { vec![String::new(), String::new()] } else { Vec::new() };
            self.insertions.push(Insertion { offset, lines: imports.into_iter().chain(blank).collect() });
        }
        for symbol in self.library.used_tiles.clone() {
            let Some(function) = self.library.tiles.get(&symbol) else { continue };
            helpers.extend([String::new(), String::new()]);
            helpers.extend(statements(std::slice::from_ref(&function.definition), "", "    "));
        }
        if !helpers.is_empty() {
            helpers.extend([String::new(), String::new()]);
            let offset = self.source.before_top_level(first).unwrap_or(0);
            self.insertions.push(Insertion { offset, lines: helpers });
        }
        for function in ir::body(module, 0).into_iter().filter(|op| is_function(*op)) {
            let end = ir::integers(function, "span").and_then(|span| usize::try_from(*span.get(1)?).ok());
            let capture = ir::string_of(function, "sym_name").and_then(|name| self.library.capture_of(name));
            if let (Some(offset), Some(capture)) = (end, capture) {
                let indent = ir::string_of(function, "member_indent").unwrap_or_default();
                let blank = vec![String::new(); if indent.is_empty() { 2 } else { 1 }];
                let lines = blank.into_iter().chain(capture.iter().map(|line| format!("{indent}{line}"))).collect();
                self.insertions.push(Insertion { offset, lines });
            }
        }
        let hash = ir::string_of(module, "py.source_hash").unwrap_or_default();
        let last = format!("# automphc {}, source sha256:{hash}", self.options.version);
        self.insertions.push(Insertion { offset: text.len(), lines: vec![last] });
        splice(text, self.insertions, self.source.newline())
    }
}

/// A function of the module, or a member of a class that can be captured behind its definition.
fn is_function<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> bool {
    let has = |name: &str| ir::attribute(op, name).is_some();
    name_of(op) == "py.func" && !has("loop_of") && (!has("class") || has("member_indent"))
}
