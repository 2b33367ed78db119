def _nonzero(x):
    """The denominator itself; a zero in it is a fault, whatever is divided."""
    if np.all(x):
        return x
    raise FloatingPointError("division by zero")
