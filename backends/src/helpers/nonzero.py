def _nonzero(x):
    """The denominator itself; a zero in it is a fault, whatever is divided."""
    if x.all() if type(x) is np.ndarray else x:
        return x
    raise FloatingPointError("division by zero")
