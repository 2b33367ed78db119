def _blas_threads(count):
    """Sets how many threads OpenBLAS uses, and returns how many it used; None if that is not known."""
    import ctypes

    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "openblas" in line and ".so" in line}
        for path in sorted(paths, key=lambda path: "numpy" not in path):
            library = ctypes.CDLL(path)
            for prefix in ("scipy_openblas", "openblas"):
                for suffix in ("64_", ""):
                    change = getattr(library, f"{prefix}_set_num_threads{suffix}", None)
                    used = getattr(library, f"{prefix}_get_num_threads{suffix}", None)
                    if change is not None and used is not None:
                        before = used()
                        change(count)
                        return before
    except OSError:
        pass
    return None
