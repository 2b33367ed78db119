def _ray_submitter(tile, inputs, outputs, first, pending, rows):
    """A function that starts the task of a tile, and returns references to its blocks."""
    import sys

    import ray

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
            # A copy is no name of a module, so it travels as code whenever it is first called.
            _ray_loop.task = ray.remote(max_retries=3)(ray.cloudpickle.loads(ray.cloudpickle.dumps(_ray_tile)))
        code = ray.cloudpickle.dumps(tile)
    finally:
        for module in modules:
            ray.cloudpickle.unregister_pickle_by_value(module)
    whole = {id(v): ray.put(v) for v, axis in inputs if axis is None and getattr(v, "ndim", 0) > 0}

    def submit(begin, end):
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
        return task if len(outputs) > 1 else [task]

    return submit
