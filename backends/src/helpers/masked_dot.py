def _masked_dot(a, b, mask):
    """The product of a and b, of which row i adds up only the terms in mask[i]."""
    if np.isfinite(b).all():
        return np.where(mask, a, a.dtype.type(0)) @ b
    # A zero in place of what is left out would meet an Inf or NaN.
    rows = [row[chosen] @ b[chosen] for row, chosen in zip(a, mask)]
    return np.array(rows).reshape(a.shape[:1] + b.shape[1:])
