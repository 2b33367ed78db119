//! The compiler's pipeline, stage by stage, and why each pass stands where it does.

use crate::registry::PASSES;
use automphc_dialects::pass::register_all;

/// A point at which the driver can print the IR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Python as imported.
    Py,
    /// Typed arrays.
    Nparray,
    /// Affine loops.
    Affine,
    /// Distributed loops.
    Scheduled,
    /// Library calls.
    Raised,
}

impl Stage {
    pub const ALL: [Stage; 5] = [Stage::Py, Stage::Nparray, Stage::Affine, Stage::Scheduled, Stage::Raised];

    /// The passes that lead from the stage before to this one.
    pub fn passes(self) -> &'static [&'static str] {
        match self {
            Stage::Py => &[],
            // What small functions return is typed where they are called. Types
            // come first: the conversion reads them off the operations. The cost of
            // the program as written is known only here, without what inlining repeats;
            // then what it repeats itself is shared.
            Stage::Nparray => &[
                "py-inline-helpers",
                "py-infer-types",
                "convert-py-to-nparray",
                "nparray-share-inlined",
                "nparray-estimate-cost",
                "nparray-share-values",
            ],
            // Subscripts must be affine before they are expanded. Guards about
            // memory hold for the program as written, so they are derived
            // before anything is rescheduled; so are estimates of its cost.
            Stage::Affine => {
                &["nparray-delinearize", "convert-nparray-to-affine", "affine-guard-memory", "affine-estimate-work"]
            }
            // Constants and single-use temporaries go first, so that fewer
            // scalars need expansion; distribution needs scalars expanded. What
            // is computed twice, and what is dead, is known once every statement
            // has a nest of its own. Shifted loops show which accesses are to
            // one element; sequential loops first go where most is left inside
            // them, updates wait until they are read, then come parts and tiles.
            // In those that stay, what was distributed and expanded for nothing
            // goes back. Sums that stay side by side then are joined. Parallel loops are fused last: every nest then has its own schedule, which its tiles keep.
            Stage::Scheduled => &[
                "affine-drop-faults",
                "affine-forward-substitute",
                "affine-expand-products",
                "affine-reassociate",
                "affine-privatize",
                "affine-expand-arrays",
                "affine-distribute",
                "affine-shift",
                "affine-interchange",
                "affine-delay",
                "affine-slide",
                "affine-split",
                "affine-skew",
                "affine-tile",
                "affine-sink",
                "affine-contract",
                "affine-join-sums",
                "affine-hoist-updates",
                "affine-widen",
                "affine-drop-mirrors",
                "affine-fuse-parallel",
            ],
            // Powers are products, and invariants leave their loops, before calls are chosen
            // that store their results. Copies go before calls take over what is stored. What
            // then goes through elements does so for good. A device's version is made of one
            // that stays.
            Stage::Raised => &[
                "raise-affine-to-nparray",
                "nparray-expand-powers",
                "nparray-hoist-invariants",
                "nparray-forward-stores",
                "nparray-write-in-place",
                "nparray-unbox-elements",
                "nparray-drop-losing",
                "nparray-guard-profit",
                "nparray-select-device",
                "nparray-fuse-device",
            ],
        }
    }
}

/// The whole pipeline as text, with the same options for every pass.
pub fn text(options: &str) -> String {
    let passes: Vec<String> = Stage::ALL
        .iter()
        .flat_map(|stage| stage.passes())
        .map(|pass| if options.is_empty() { (*pass).to_string() } else { format!("{pass}{{{options}}}") })
        .collect();
    passes.join(",")
}

/// Makes the passes known to the driver, which creates them by name.
pub fn set_registry() {
    automphc_dialects::pass::set_registry(PASSES);
}

/// Makes the passes and the named pipeline known to MLIR's registry.
pub fn register() {
    set_registry();
    register_all(&[("automphc-pipeline", "the whole compiler, from py to raised calls", text(""))]);
}
