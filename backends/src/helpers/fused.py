def _fused(cp, text, dtype, *arguments, out=None, apart=True, kernels={}):
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
    if out is None:
        return kernel(*arguments)
    # Threads of the kernel run in any order: what one writes no other may read.
    for argument in () if apart else arguments:
        if isinstance(argument, cp.ndarray) and cp.may_share_memory(argument, out):
            same = argument.data.ptr == out.data.ptr and argument.shape == out.shape and argument.strides == out.strides
            if not same:
                out[...] = kernel(*arguments)
                return out
    return kernel(*arguments, out)
