def _cupy(cpu, gpu):
    """CuPy where it is expected to save time, else None; both sides in nanoseconds.

    AUTOMPHC_TARGET=cpu or =cupy decides instead. CuPy is imported when calls so far have cost what that takes.
    """
    target = os.environ.get("AUTOMPHC_TARGET")
    if target == "cpu" or target != "cupy" and gpu >= cpu:
        return None
    if "module" not in _gpu:
        _gpu["saved"] += cpu - gpu
        if target != "cupy" and "cupy" not in sys.modules and _gpu["saved"] < 2e9:
            return None
        try:
            import cupy

            cupy.cuda.runtime.getDeviceCount()
            _gpu["module"] = cupy
        except Exception as error:
            _gpu_failed(error)
    return _gpu["module"]
