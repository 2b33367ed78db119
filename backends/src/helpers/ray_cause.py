def _ray_cause(error):
    """The program's exception behind one that a task or the tasks before it raised, or what went wrong in Ray."""
    import ray

    while isinstance(error, ray.exceptions.RayTaskError) and isinstance(error.cause, BaseException):
        error = error.cause
    return error
