def _quotient_on_gpu(cp, a, b):
    """The quotient of complex numbers a and a real number b as NumPy computes it: a product with its inverse."""
    if b != 0:
        return a * (1 / b)
    quotient = cp.empty_like(a)
    quotient.real[...], quotient.imag[...] = a.real / b, a.imag / b
    return quotient
