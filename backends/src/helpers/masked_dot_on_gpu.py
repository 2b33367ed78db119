def _masked_dot_on_gpu(cp, a, b, mask):
    """The product of a and b, of which row i adds up only the terms in mask[i]."""
    if bool(cp.isfinite(b).all()):
        return cp.where(mask, a, a.dtype.type(0)) @ b
    # A zero in place of what is left out would meet an Inf or NaN.
    rows = cp.empty(a.shape[:1] + b.shape[1:], a.dtype)
    for row, terms, chosen in zip(rows, a, mask):
        row[...] = terms[chosen] @ b[chosen]
    return rows
