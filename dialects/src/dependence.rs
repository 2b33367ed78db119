//! Exact dependences between two affine accesses, as MLIR computes them.

use crate::ffi::{automphcDependence, RawComponent};
use melior::ir::operation::OperationLike;

/// Bounds of a dependence distance along one common loop; None is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component {
    pub lower: Option<i64>,
    pub upper: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependence {
    None,
    Some(Vec<Component>),
    /// The analysis could not tell: counts as a dependence with any distance.
    Unknown,
}

/// Dependence from `source` to `target` (an affine.load or affine.store each, at
/// least one a store) carried by loop `depth`, counted from 1; `depth` equal to
/// the number of common loops plus 1 asks for the loop-independent one.
///
/// Limits (LLVM 22): one memref per buffer, no `affine.if`, no enclosing
/// non-affine loop that carries a dependence.
pub fn check<'c: 'a, 'a>(
    source: &impl OperationLike<'c, 'a>,
    target: &impl OperationLike<'c, 'a>,
    depth: usize,
) -> Dependence {
    let mut raw = [RawComponent::default(); 32];
    let mut count = 0;
    // Sound: both operations are alive, and at most `raw.len()` components are written.
    let outcome = unsafe {
        automphcDependence(
            source.to_raw(),
            target.to_raw(),
            depth as u32,
            raw.as_mut_ptr(),
            raw.len() as isize,
            &mut count,
        )
    };
    match outcome {
        0 => Dependence::None,
        1 => Dependence::Some(
            raw[..count as usize]
                .iter()
                .map(|c| Component { lower: c.has_lower.then_some(c.lower), upper: c.has_upper.then_some(c.upper) })
                .collect(),
        ),
        _ => Dependence::Unknown,
    }
}
