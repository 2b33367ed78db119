def _numpy_2():
    """Whether results have the element types of NumPy 2: Python scalars adapt to what they meet."""
    return np.__version__[:2] != "1." and (np.float32(1.0) + 1.0).dtype == np.float32
