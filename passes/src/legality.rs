//! Legality conditions by name, so that it can be checked that each of them is tested.
//!
//! `legal!("affine-tile: a sum ends at its step", condition)` is the condition. In a build with the feature
//! `legality-switches`, which `make legality` makes, it is true where AUTOMPHC_WITHOUT has that name: the pass does
//! what it must not do, and a test must fail. No other build knows of names or of the variable.

/// A condition without which the transformation is wrong; the name begins with that of the pass.
#[macro_export]
macro_rules! legal {
    ($name:literal, $condition:expr) => {
        $condition || $crate::legality::is_switched_off($name)
    };
}

#[cfg(not(feature = "legality-switches"))]
#[inline(always)]
pub const fn is_switched_off(_: &str) -> bool {
    false
}

#[cfg(feature = "legality-switches")]
pub fn is_switched_off(name: &str) -> bool {
    std::env::var("AUTOMPHC_WITHOUT").is_ok_and(|off| off == name)
}
