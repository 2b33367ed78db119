def _ray_gather(blocks, arrays):
    """Writes the blocks of arrays that Ray tasks have made into these, in order.

    The record of an array is the array, the axis and number of rows of its blocks, references to them,
    their numbers of rows, and whether its old elements counted. What a task raises is raised here, after
    the blocks before it were written.
    """
    records = [blocks[id(array)] for array in arrays if id(array) in blocks]
    if not records:
        return
    import ray

    # Loops could not run again here after what they read was overwritten: such arrays are written last.
    loops = blocks.get(None) or []
    read = [value for _, _, inputs, _, _ in loops for value, _ in inputs]
    late = [r[5] or any(r[0] is value for value in read) for r in records]
    try:
        fetched = {id(r[0]): [ray.get(b) for b in r[3]] for r, last in zip(records, late) if last}
        order = [r for r, last in zip(records, late) if not last] + [r for r, last in zip(records, late) if last]
        for array, axis, _, references, sizes, _ in order:
            begin = 0
            for block, size in zip(fetched.get(id(array)) or map(ray.get, references), sizes):
                array[(slice(None),) * axis + (slice(begin, begin + size),)] = block
                begin += size
    except BaseException as error:
        for key, record in blocks.items():
            for reference in record[3] if key is not None else ():
                ray.cancel(reference)
        cause = _ray_cause(error)
        if not isinstance(cause, ray.exceptions.RayError):
            raise cause from None
        _ray_replay(blocks, error)
        return
    for array, *_ in records:
        del blocks[id(array)]
    blocks[None] = None
