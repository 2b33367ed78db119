def _ray_ready():
    """Whether Ray can be used; it is started, or the cluster that RAY_ADDRESS names is joined, if need be."""
    try:
        import ray

        if not ray.is_initialized():
            ray.init(logging_level="ERROR")
        return True
    except (ImportError, OSError, RuntimeError):
        return False
