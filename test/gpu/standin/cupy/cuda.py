"""The part of `cupy.cuda` that emitted code and its tests use."""

from __future__ import annotations

from types import SimpleNamespace


class CUDARuntimeError(RuntimeError):
    """An error of the driver."""


class OutOfMemoryError(MemoryError):
    """The device's memory is full."""


def _device_count() -> int:
    from ._array import limits

    if limits.devices == 0:
        raise CUDARuntimeError("cudaErrorNoDevice: no CUDA-capable device is detected")
    return limits.devices


class _Stream:
    def synchronize(self) -> None:
        """Nothing runs asynchronously here."""


Stream = SimpleNamespace(null=_Stream())
runtime = SimpleNamespace(getDeviceCount=_device_count, CUDARuntimeError=CUDARuntimeError)
memory = SimpleNamespace(OutOfMemoryError=OutOfMemoryError)


class Device:
    """A device of this number."""

    def __init__(self, number: int = 0):
        self.id = number

    def synchronize(self) -> None:
        """Nothing runs asynchronously here."""
