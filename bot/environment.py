"""The quiet and closed environment Rasa and TensorFlow must start in. Prepare it before either."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import logging
import os
import warnings
from collections.abc import Iterator

import structlog

_SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "SANIC_HOST": "127.0.0.1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "HF_HUB_OFFLINE": "1",
    "CUDA_VISIBLE_DEVICES": "",
    "RASA_MAX_CACHE_SIZE": "0",  # we know ourselves when to train
    "LOG_LEVEL": "ERROR",  # Rasa shows its progress bars below this
}


def prepare() -> None:
    """No telemetry, no GPU, no chatter.

    Rasa logs whole messages at debug level; nothing below a warning is let through.
    """
    os.environ.update(_SETTINGS)
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


@contextlib.contextmanager
def third_parties() -> Iterator[None]:
    """Keeps the deprecation warnings of old pinned packages from the terminal.

    They put their own filters first, so ignoring is not enough; what is recorded is not shown.
    """
    with warnings.catch_warnings(record=True):
        yield


def import_rasa() -> None:
    """Import what Rasa imports late, in an order that saves seconds.

    skops searches all modules loaded; before TensorFlow these are few.
    """
    for name in ("skops.io", "rasa.core.agent"):
        importlib.import_module(name)


def give_back_memory() -> None:
    """Hand what loading has freed back to the system; glibc alone keeps it (some 50 MB).

    What is loaded stays: the collector need not look at it again, which took half a second.
    """
    gc.collect()
    gc.freeze()
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)
