def _ray_tile(tile, tail, shares, outputs, *values):
    """A task: the blocks of the outputs, made by a tile function from its parts of the inputs.

    A share is the number of blocks that an input consists of, their axis, and the part of them that is
    wanted as an axis and a range (None: all). An output is a shape, or None for one whose old block is
    the next of the shares behind the inputs, and a type.
    """
    import pickle

    import numpy

    values, parts = list(values), []
    for number, joined, axis, begin, end in shares:
        pieces = [values.pop(0) for _ in range(number)]
        wanted = None if axis is None else (slice(None),) * axis + (slice(begin, end),)
        if wanted is not None and axis != joined:
            pieces = [piece[wanted] for piece in pieces]
        part = pieces[0] if joined is None else numpy.concatenate(pieces, axis=joined)
        parts.append(part[wanted] if wanted is not None and axis == joined else part)
    kept = len(parts) - sum(shape is None for shape, _ in outputs)
    old = iter(parts[kept:])
    blocks = [numpy.array(next(old)) if shape is None else numpy.empty(shape, dtype) for shape, dtype in outputs]
    pickle.loads(tile)(*parts[:kept], *blocks, *tail)
    return blocks[0] if len(blocks) == 1 else tuple(blocks)
