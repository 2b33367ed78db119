def _moderate(array):
    """Whether all elements lie between -1e75 and 1e75, and none is NaN: products of four do not overflow."""
    if array.flags.forc:
        # The sum of the squares is one pass over the memory.
        flat = array.ravel(order="K")
        return bool(np.vdot(flat, flat) <= 1e150)
    return array.size == 0 or bool(array.min() >= -1e75 and array.max() <= 1e75)
