//! Which slices are all of an axis.
//!
//! In: the sizes of arrays as far as the program speaks of them, and the facts that hold where a nest is
//! raised. A slice that ends at another name of its array's size is the whole axis: it needs no bounds.

use super::fused::Contracted;
use super::Raiser;
use crate::scop::read::{self, Indices};
use crate::scop::{Lin, Scop, Var};
use crate::version;
use automphc_kb::affine::Affine;
use melior::ir::operation::OperationLike;
use std::collections::HashMap;

/// By array and axis.
pub type Sizes = HashMap<(usize, usize), Lin>;

/// The sizes of the arrays that are allocated here, and those that a symbol stands for.
pub fn sizes(scop: &mut Scop) -> Sizes {
    let mut sizes = HashMap::new();
    for (id, symbol) in scop.symbols.iter().enumerate() {
        let Some(dim) = version::defined_by(*symbol, "nparray.dim") else { continue };
        let array = dim.operand(0).ok().and_then(|array| scop.arrays.iter().position(|own| own.value == array));
        let axis = read::integer_attribute(dim, "axis").and_then(|axis| usize::try_from(axis).ok());
        if let (Some(array), Some(axis)) = (array, axis) {
            sizes.insert((array, axis), Affine::var(Var::Symbol(id)));
        }
    }
    for array in 0..scop.arrays.len() {
        let Some(alloc) = version::defined_by(scop.arrays[array].value, "memref.alloc") else { continue };
        // A size that is a constant has no operand.
        if alloc.operand_count() != scop.arrays[array].rank {
            continue;
        }
        for (axis, size) in alloc.operands().enumerate() {
            if let Some(size) = Indices::default().affine(scop, size) {
                sizes.insert((array, axis), size);
            }
        }
    }
    sizes
}

impl Raiser<'_, '_, '_> {
    /// True if a slice is all of an axis of an array, because of what it holds or by another name of its size.
    pub(super) fn is_all(&self, array: usize, axis: usize, lower: &Lin, upper: &Lin) -> bool {
        if lower.as_constant() != Some(0) {
            return false;
        }
        if let Some(Contracted(parts)) = self.contracted.get(&array) {
            let held = parts.iter().flatten().nth(axis).map(|part| part.upper.clone() - part.lower.clone());
            return held.as_ref() == Some(upper);
        }
        let Some(size) = self.sizes.get(&(array, axis)) else { return false };
        match size == upper {
            // The size of an argument is its own name for that.
            true => !matches!(size.as_var(), Some(Var::Symbol(id)) if self.is_size_of(*id, array)),
            false => self.facts.contains(&(upper.clone() - size.clone())),
        }
    }

    fn is_size_of(&self, symbol: usize, array: usize) -> bool {
        let dim = version::defined_by(self.scop.symbols[symbol], "nparray.dim");
        dim.and_then(|dim| dim.operand(0).ok()) == Some(self.scop.arrays[array].value)
    }
}
