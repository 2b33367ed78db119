def _ray_loop(tile, count, inputs, outputs, first, blocks):
    """Runs a parallel loop as Ray tasks, which return their blocks; False if Ray cannot be used.

    With a dictionary of blocks the results stay where they are, for the loops that follow: it maps the
    identity of an array to its record (see _ray_gather), and None to the loops so far. No more tiles are
    on their way than fit the cluster: without a dictionary, blocks are written as they come. What Ray
    itself cannot do, as it lost nodes or has no memory left, is computed here.
    """
    if not _ray_ready():
        return False
    import ray

    pending = {} if blocks is None else blocks
    rows, window = _ray_cut(count, inputs, outputs, pending)
    ranges = [(begin, min(begin + rows, count)) for begin in range(0, count, rows)]
    tasks, written = [], 0
    try:
        submit = _ray_submitter(tile, inputs, outputs, first, pending, rows)
        for begin, end in ranges:
            if len(tasks) - written >= window and blocks is None:
                _ray_write(outputs, ranges[written], tasks[written])
                tasks[written], written = [], written + 1
            elif len(tasks) >= window:
                ray.wait([task[0] for task in tasks], num_returns=len(tasks) - window + 1, fetch_local=False)
            tasks.append(submit(begin, end))
        while written < len(tasks) and blocks is None:
            _ray_write(outputs, ranges[written], tasks[written])
            tasks[written], written = [], written + 1
    except BaseException as error:
        for task in tasks:
            for reference in task:
                ray.cancel(reference)
        cause = _ray_cause(error)
        if not isinstance(cause, ray.exceptions.RayError):
            raise cause from None
        if blocks is not None:
            return _ray_replay(blocks, error)
        for begin, end in ranges[written:]:
            _tile_here(tile, inputs, outputs, first, begin, end)
        return True
    if blocks is not None:
        for position, (array, axis, needed) in enumerate(outputs):
            references, sizes = [task[position] for task in tasks], [end - begin for begin, end in ranges]
            pending[id(array)] = (array, axis, rows, references, sizes, needed)
        if pending.setdefault(None, []) is not None:
            pending[None].append((tile, count, inputs, outputs, first))
    return True
