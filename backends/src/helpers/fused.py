def _fused(cp, text, dtype, *arguments, out=None, kernels={}):
    """One kernel for a chain of elementwise operations on in0, in1, ...; multiply-adds are not contracted."""
    if (text, dtype) not in kernels:
        choice = "template<typename T> __device__ T {0}imum_of(T a, T b) {{ return isnan(a) | isnan(b) ? T(NAN) : {0}(a, b); }}"
        kernels[text, dtype] = cp.ElementwiseKernel(
            ", ".join([f"{dtype} in{position}" for position, _ in enumerate(arguments)]),
            f"{dtype} out",
            f"out = {text}",
            "fused",
            preamble=f"{choice.format('max')}\n{choice.format('min')}" if "imum_of" in text else "",
            options=("--fmad=false",),
        )
    kernel = kernels[text, dtype]
    return kernel(*arguments) if out is None else kernel(*arguments, out)
