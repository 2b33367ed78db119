//! What operations cost on a machine: the profile that `automphc calibrate` writes.
//!
//! A profile is a text of lines `name = number`, `#` starts a comment. It is read
//! from the file that the environment variable `AUTOMPHC_PROFILE` names, else from
//! `automphc/profile.toml` in the user's configuration folder; without one the
//! defaults below hold (measured with CPython 3.11 and NumPy 2.4 on one core of
//! an x86-64 server). Names that are missing keep their defaults.

use automphc_dialects::diagnostic::required;
use automphc_dialects::pass::Failed;
use melior::ir::OperationRef;
use std::path::PathBuf;
use std::sync::OnceLock;

macro_rules! machine {
    ($($(#[doc = $doc:literal])* $name:ident = $default:literal,)*) => {
        /// Costs in nanoseconds, and what follows from them.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Machine {
            $($(#[doc = $doc])* pub $name: f64,)*
        }

        impl Default for Machine {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl Machine {
            /// Changes one cost; false if there is none of this name.
            fn set(&mut self, name: &str, value: f64) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

machine! {
    /// One iteration of a Python loop.
    iteration = 25.0,
    /// A statement on Python numbers: one operation.
    float_operation = 25.0,
    /// The same on NumPy's scalars.
    scalar_operation = 60.0,
    /// Reading an element of a list, per subscript.
    list_read = 20.0,
    /// Storing into a list.
    list_write = 25.0,
    /// Reading an element of an array.
    array_read = 60.0,
    /// Storing into an element of an array.
    array_write = 70.0,
    /// A call of an array function, on no elements.
    call = 500.0,
    /// A slice of an array.
    slice = 150.0,
    /// One elementwise operation on arrays that leave the cache, per element.
    element = 0.6,
    /// The same in arrays that stay in the cache.
    cached_element = 0.33,
    /// Copying an element.
    copy = 0.3,
    /// A multiply-add of a matrix product.
    product = 0.03,
    /// A multiply-add of a product with a vector.
    vector_product = 0.3,
    /// Checking and converting an element of a list.
    from_list = 25.0,
    /// Writing an element back into a list.
    to_list = 30.0,
    /// A Fourier transform, per element.
    fft = 15.0,
    /// Starting one of CuPy's functions.
    gpu_call = 6000.0,
    /// Starting a transfer to the device or back, and waiting for it.
    gpu_transfer = 40000.0,
    /// Moving a byte to the device.
    gpu_upload = 0.1,
    /// Moving a byte back.
    gpu_download = 0.1,
    /// One elementwise operation on the device, per element of eight bytes.
    gpu_element = 0.02,
    /// A multiply-add of a matrix product on the device, in double precision.
    gpu_product = 0.0005,
    /// The same in single precision.
    gpu_product_single = 0.0002,
    /// A Fourier transform on the device, per element.
    gpu_fft = 0.1,
    /// One condition of a guard.
    guard = 250.0,
    /// The least work, at the nominal sizes, for which loops become parallel, see `affine_fuse_parallel`.
    least_parallel = 3_000_000.0,
    /// Threads that a parallel loop is expected to run on.
    workers = 2.0,
    /// The least extents of arrays that are gone through along diagonals, see `affine_skew.rs`.
    least_wave = 64.0,
    /// By which factor a version must be expected to be faster.
    least_gain = 1.3,
}

impl Machine {
    /// The profile of this machine.
    pub fn here() -> Result<&'static Self, String> {
        static PROFILE: OnceLock<Result<Machine, String>> = OnceLock::new();
        PROFILE.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// The same for a pass, which fails with an error at the module if the profile has a mistake.
    pub fn of(module: OperationRef) -> Result<&'static Self, Failed> {
        required(module, Self::here())
    }

    /// The profile that a text describes.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut machine = Self::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let fail = |what: &str| format!("line {}: {what}: {line}", number + 1);
            let (name, value) = line.split_once('=').ok_or_else(|| fail("expected 'name = number'"))?;
            let value: f64 = value.trim().parse().map_err(|_| fail("not a number"))?;
            if !value.is_finite() || value < 0.0 {
                return Err(fail("a cost is a number of nanoseconds, not negative"));
            }
            if !machine.set(name.trim(), value) {
                return Err(fail("no such cost"));
            }
        }
        Ok(machine)
    }
}

/// Where the profile is kept: the file, and whether it must exist.
pub fn path() -> Option<(PathBuf, bool)> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(path) = variable("AUTOMPHC_PROFILE") {
        return Some((path, true));
    }
    let folder = variable("XDG_CONFIG_HOME").or_else(|| variable("HOME").map(|home| home.join(".config")))?;
    Some((folder.join("automphc").join("profile.toml"), false))
}

fn read() -> Result<Machine, String> {
    let Some((path, required)) = path() else { return Ok(Machine::default()) };
    match std::fs::read_to_string(&path) {
        Ok(text) => Machine::parse(&text).map_err(|problem| format!("{}: {problem}", path.display())),
        Err(error) if required => Err(format!("{}: {error}", path.display())),
        Err(_) => Ok(Machine::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_missing_keep_their_defaults() {
        let machine = Machine::parse("# measured\ncall = 400  # ns\n\nleast_gain = 1.5\n").unwrap();
        assert_eq!(machine, Machine { call: 400.0, least_gain: 1.5, ..Machine::default() });
    }

    #[test]
    fn mistakes_name_their_line() {
        for (text, problem) in [
            ("call", "line 1: expected 'name = number': call"),
            ("\ncall = fast", "line 2: not a number: call = fast"),
            ("calls = 1", "line 1: no such cost: calls = 1"),
            ("call = -1", "line 1: a cost is a number of nanoseconds, not negative: call = -1"),
        ] {
            assert_eq!(Machine::parse(text).unwrap_err(), problem);
        }
    }
}
