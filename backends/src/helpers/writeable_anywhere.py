def _writeable_anywhere(array):
    """Whether the array may be written and no two of its elements share memory; CuPy's may always be written."""
    if not getattr(array.flags, "writeable", True):
        return False
    if array.flags.forc:
        return True
    extent = array.itemsize
    for stride, size in sorted((abs(stride), size) for stride, size in zip(array.strides, array.shape)):
        if size > 1:
            if stride < extent:
                return False
            extent += stride * (size - 1)
    return True
