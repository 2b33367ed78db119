def _tile_here(tile, inputs, outputs, first, begin, end):
    """Computes some iterations of a parallel loop in this process."""
    parts = []
    for value, axis, *_ in (*inputs, *outputs):
        parts.append(value if axis is None else value[(slice(None),) * axis + (slice(begin, end),)])
    tile(*parts, *(() if first is None else (first + begin,)))
