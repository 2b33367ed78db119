//! What each pass did to each function, seen from outside: its text before and after.

use automphc_dialects::ir::string_value;
use automphc_passes::scop::read::operations;
use melior::ir::operation::{OperationLike, OperationPrintingFlags};
use melior::ir::{Module, RegionLike};
use std::collections::BTreeMap;

/// One pass: how many functions and versions it changed, left alone, removed and added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    pub pass: String,
    pub changed: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub added: usize,
}

/// The text of each version by its symbol name, or of each function where there is no version yet.
/// Each is printed by itself: aliases and numbers that are the module's would be collected for every function anew.
pub fn functions(module: &Module) -> BTreeMap<String, String> {
    let Some(block) = module.as_operation().region(0).ok().and_then(|region| region.first_block()) else {
        return BTreeMap::new();
    };
    let (versions, others): (Vec<_>, Vec<_>) =
        operations(block).into_iter().partition(|op| op.has_attribute("nparray.kernel"));
    let all = if versions.is_empty() { others } else { versions };
    let named = all.into_iter().filter_map(|op| {
        let alone = OperationPrintingFlags::new().use_local_scope().print_generic_operation_form();
        Some((string_value(op.attribute("sym_name").ok()?)?, op.to_string_with_flags(alone).ok()?))
    });
    named.collect()
}

impl Statistics {
    /// The differences between a module before and after a pass.
    pub fn of(pass: &str, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Self {
        let kept = before.iter().filter_map(|(name, text)| Some((text, after.get(name)?)));
        let (unchanged, changed): (Vec<_>, Vec<_>) = kept.partition(|(old, new)| old == new);
        let kept = unchanged.len() + changed.len();
        Statistics {
            pass: pass.to_string(),
            changed: changed.len(),
            unchanged: unchanged.len(),
            removed: before.len() - kept,
            added: after.len() - kept,
        }
    }

    /// One JSON object.
    pub fn to_json(&self) -> String {
        let Statistics { pass, changed, unchanged, removed, added } = self;
        format!(
            "{{\"pass\": \"{pass}\", \"changed\": {changed}, \"unchanged\": {unchanged}, \
             \"removed\": {removed}, \"added\": {added}}}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_changed_stayed_went_and_came() {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        let before = map(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let after = map(&[("a", "1"), ("b", "0"), ("d", "4"), ("e", "5")]);
        let found = Statistics::of("p", &before, &after);
        let expected = Statistics { pass: "p".into(), changed: 1, unchanged: 1, removed: 1, added: 2 };
        assert_eq!(found, expected);
    }
}
