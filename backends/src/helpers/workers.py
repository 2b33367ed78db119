def _workers():
    """How many threads a parallel loop runs on: AUTOMPHC_WORKERS, or the cores of this process."""
    import os

    given = os.environ.get("AUTOMPHC_WORKERS")
    if given is not None:
        return int(given)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
