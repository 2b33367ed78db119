//! Integer sets: emptiness and inclusion, through MLIR's Presburger library.

use crate::ffi;

/// Rows of `variables` coefficients and a constant, each meaning `>= 0`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Polyhedron {
    pub rows: Vec<Vec<i64>>,
}

/// True if no integer point satisfies all rows.
pub fn is_empty(variables: usize, set: &Polyhedron) -> bool {
    let matrix: Vec<i64> = set.rows.iter().flatten().copied().collect();
    debug_assert_eq!(matrix.len(), set.rows.len() * (variables + 1));
    unsafe { ffi::automphcIsEmpty(variables as isize, set.rows.len() as isize, matrix.as_ptr()) }
}

/// True if the union of `a` lies within the union of `b`.
pub fn is_subset(variables: usize, a: &[Polyhedron], b: &[Polyhedron]) -> bool {
    let flat = |set: &[Polyhedron]| -> (Vec<isize>, Vec<i64>) {
        let counts = set.iter().map(|p| p.rows.len() as isize).collect();
        (counts, set.iter().flat_map(|p| p.rows.iter().flatten().copied()).collect())
    };
    let ((rows_a, matrix_a), (rows_b, matrix_b)) = (flat(a), flat(b));
    unsafe {
        ffi::automphcIsSubset(
            variables as isize,
            a.len() as isize,
            rows_a.as_ptr(),
            matrix_a.as_ptr(),
            b.len() as isize,
            rows_b.as_ptr(),
            matrix_b.as_ptr(),
        )
    }
}
