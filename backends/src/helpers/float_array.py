def _float_array(values, depth):
    """The rectangular list as an array, or None if an element is not exactly a float."""
    rows = [values]
    sizes = [len(values)]
    for _ in range(depth - 1):
        rows = [inner for outer in rows for inner in outer]
        sizes.append(len(rows[0]))
    if len(rows) * sizes[-1] < 256:
        for row in rows:
            if set(map(type, row)) != {float}:
                return None
        return np.array(values)
    # `marshal` writes a head of 5 bytes per list, and per float a tag and its 8 bytes: to look at
    # all tags at once is faster than to look at the elements.
    record = np.dtype([("tag", "S1"), ("value", "<f8")])
    for size in sizes[:0:-1]:
        record = np.dtype([("head", "V5"), ("items", record, size)])
    try:
        data = marshal.dumps(values, 2)
    except ValueError:
        return None
    if len(data) != 5 + sizes[0] * record.itemsize:
        return None
    table = np.frombuffer(data, record, offset=5)
    for _ in sizes[1:]:
        table = table["items"]
    if not (table["tag"] == b"g").all():
        return None
    return np.ascontiguousarray(table["value"], "f8")
