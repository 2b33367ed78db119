def _ray_gather(blocks, arrays):
    """Writes the blocks of arrays that Ray tasks have made into these, in order.

    What a task raises is raised here, after the blocks before it were written.
    """
    for array in arrays:
        _, axis, _, references, sizes = blocks.pop(id(array), (None, 0, 0, [], []))
        if not references:
            continue
        import ray

        begin = 0
        try:
            for reference, size in zip(references, sizes):
                block = ray.get(reference)
                array[(slice(None),) * axis + (slice(begin, begin + size),)] = block
                begin += size
        except BaseException as error:
            for reference in references:
                ray.cancel(reference)
            cause = getattr(error, "cause", None)
            if isinstance(error, ray.exceptions.RayTaskError) and isinstance(cause, BaseException):
                raise cause from None
            raise
