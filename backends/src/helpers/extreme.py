def _extreme(current, values, axes, largest, last):
    """What is left of current after it was compared with each of the values along the last axes, in order.

    A value that is larger takes its place (or smaller, or with last the same): a NaN never does.
    """
    if values.size == 0:
        return current
    values = values.reshape(values.shape[: values.ndim - axes] + (-1,))
    if last:
        values = values[..., ::-1]
    found = values.max(-1) if largest else values.min(-1)
    if not (found == found).all():
        values = np.where(values == values, values, -np.inf if largest else np.inf)
    place = values.argmax(-1) if largest else values.argmin(-1)
    if values.ndim == 1:
        best = values[place]
        if largest:
            return best if best > current or (last and best == current) else current
        return best if best < current or (last and best == current) else current
    best = np.take_along_axis(values, place[..., None], -1)[..., 0]
    chosen = best > current if largest else best < current
    return np.where(chosen | (best == current) if last else chosen, best, current)
