def _ray_loop(tile, count, inputs, outputs, first, blocks):
    """Runs a parallel loop as Ray tasks, which return their blocks; False if Ray cannot be used.

    With a dictionary of blocks the results stay where they are, for the loops that follow: it maps the
    identity of an array to the array, the axis and number of rows of its blocks, and references to them.
    """
    import sys

    if not _ray_ready():
        return False
    import ray

    cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
    rows = -(-count // min(count, 2 * cores))
    pending = {} if blocks is None else blocks
    old = [(array, axis) for array, axis, needed in outputs if needed]
    for value, axis in (*inputs, *old):
        held = pending.get(id(value))
        # Blocks that do not make up the array, or not in this cut, are put together here.
        if held and (held[1], held[2]) != (axis, rows) and sum(held[4]) != value.shape[held[1]]:
            _ray_gather(pending, [value])
    # A worker must not import the program: that would run it.
    names = {tile.__module__, _ray_tile.__module__} - {"__main__"}
    modules = [sys.modules[name] for name in names if name in sys.modules]
    for module in modules:
        ray.cloudpickle.register_pickle_by_value(module)
    try:
        if not hasattr(_ray_loop, "task"):
            _ray_loop.task = ray.remote(max_retries=3)(_ray_tile)
        code = ray.cloudpickle.dumps(tile)
        whole = {id(v): ray.put(v) for v, axis in inputs if axis is None and getattr(v, "ndim", 0) > 0}
        tasks, sizes = [], []
        for begin in range(0, count, rows):
            end = min(begin + rows, count)
            shares, values = [], []
            for value, axis in (*inputs, *old):
                held = pending.get(id(value))
                if held and (held[1], held[2]) == (axis, rows):
                    shares.append((1, None, None, 0, 0))
                    values.append(held[3][begin // rows])
                elif held:
                    shares.append((len(held[3]), held[1], axis, begin, end))
                    values.extend(held[3])
                else:
                    shares.append((1, None, None, 0, 0))
                    part = value if axis is None else value[(slice(None),) * axis + (slice(begin, end),)]
                    values.append(whole.get(id(value), part) if axis is None else ray.put(part))
            made = []
            for array, axis, needed in outputs:
                shape = array.shape[:axis] + (end - begin,) + array.shape[axis + 1 :]
                made.append((None if needed else shape, array.dtype))
            tail = () if first is None else (first + begin,)
            task = _ray_loop.task.options(num_returns=len(outputs)).remote(code, tail, shares, made, *values)
            tasks.append(task if len(outputs) > 1 else [task])
            sizes.append(end - begin)
    finally:
        for module in modules:
            ray.cloudpickle.unregister_pickle_by_value(module)
    for position, (array, axis, _) in enumerate(outputs):
        pending[id(array)] = (array, axis, rows, [task[position] for task in tasks], sizes)
    if blocks is None:
        _ray_gather(pending, [array for array, *_ in outputs])
    return True
