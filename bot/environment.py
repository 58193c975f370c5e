"""The quiet and closed environment Rasa and TensorFlow must start in. Import before either."""

from __future__ import annotations

import logging
import os
import warnings

import structlog

_SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "SANIC_HOST": "127.0.0.1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "HF_HUB_OFFLINE": "1",
    "CUDA_VISIBLE_DEVICES": "",
}


def prepare() -> None:
    """No telemetry, no GPU, no chatter of third parties.

    Rasa logs whole messages at debug level; nothing below a warning is let through.
    """
    for name, value in _SETTINGS.items():
        os.environ[name] = value
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=FutureWarning)
    warnings.filterwarnings("ignore", message="Slot auto-fill has been removed")
    os.environ["TQDM_DISABLE"] = "1"
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
