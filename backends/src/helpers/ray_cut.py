def _ray_cut(count, inputs, outputs, pending):
    """How many iterations make a tile, and how many tiles may be on their way at a time.

    There are two tiles per core, or more of them where their blocks would fill a quarter of the
    cluster's object store. Blocks that are there already decide.
    """
    import ray

    resources = ray.cluster_resources()
    window = 2 * max(1, int(resources.get("CPU", 1)))
    rows = -(-count // min(count, window))
    cut = [(value, axis) for value, axis, *_ in (*inputs, *outputs) if axis is not None]
    bytes_of_one = sum(value.nbytes for value, _ in cut) // count
    room = int(resources.get("object_store_memory", 0)) // (4 * window)
    if room and bytes_of_one:
        rows = max(1, min(rows, room // bytes_of_one))
    for value, axis in cut:
        held = pending.get(id(value))
        if held and held[1] == axis and sum(held[4]) == count:
            rows = held[2]
    return rows, window
