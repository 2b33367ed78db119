def _ray_pays(work, inputs, outputs):
    """Whether a loop is expected to be faster on a Ray cluster that is there than on this machine's cores."""
    import os
    import sys

    ray = sys.modules.get("ray")
    here = ray is not None and ray.is_initialized()
    if work < 1e9 or not here and "RAY_ADDRESS" not in os.environ:
        return False
    if not _ray_ready():
        return False
    import ray

    cores = ray.cluster_resources().get("CPU", 1)
    sent = sum(getattr(value, "nbytes", 0) for value, _ in inputs)
    returned = sum(value.nbytes for value, *_ in outputs)
    return work / cores + 1.5 * sent + 4 * returned < work / _workers()
