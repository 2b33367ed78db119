def _module_of_arrays(*arrays):
    """NumPy or CuPy, if all arrays are of that module's own type, else None."""
    if all(type(array) is np.ndarray for array in arrays):
        return np
    cupy = sys.modules.get("cupy")
    if cupy is not None and all(type(array) is cupy.ndarray for array in arrays):
        return cupy
    return None
