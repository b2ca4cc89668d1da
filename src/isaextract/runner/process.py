"""What a process that reads documents is set to."""

from __future__ import annotations

import gc
import os

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_SELDOM = (50_000, 20, 50)  # objects and rounds between collections: words and patterns stay


def settle() -> None:
    """Collect garbage seldom, and leave the model's small matrices to one thread, which is faster at them.

    Threads are what the environment says where it says anything; it is read when numpy is loaded, and
    handed on to the processes that this one starts.
    """
    gc.set_threshold(*_SELDOM)
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
