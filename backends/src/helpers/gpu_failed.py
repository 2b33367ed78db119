def _gpu_failed(error):
    """Says once that the CPU takes over. Full memory concerns one call, other errors all that follow."""
    if not isinstance(error, MemoryError):
        _gpu["module"] = None
    if "warned" not in _gpu:
        _gpu["warned"] = True
        try:
            warnings.warn(f"no GPU, the CPU computes: {type(error).__name__}: {error}", RuntimeWarning, 3)
        except RuntimeWarning:
            pass
