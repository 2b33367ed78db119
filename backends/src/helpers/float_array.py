def _float_array(values, depth):
    """The rectangular list as an array, or None if an element is not exactly a float."""
    rows = [values]
    for _ in range(depth - 1):
        rows = [inner for outer in rows for inner in outer]
    for row in rows:
        if set(map(type, row)) != {float}:
            return None
    return np.array(values)
