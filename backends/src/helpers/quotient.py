def _quotient(a, b):
    """The quotient of two floats; over zero, the Inf or NaN that NumPy makes of it."""
    return a / b if b else float(np.float64(a) / b)
