"""Loading the engine for a command: says what it waits for, or what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot import environment, settings, training
from bot.messages import Failure

if TYPE_CHECKING:
    from bot.engine import Engine


def engine(quiet: bool = False) -> Engine:
    """The engine with the trained model. Raises `Failure` when there is no usable model."""
    config = settings.read()
    if missing := training.why_unusable(config):
        raise Failure(f"{missing} Chạy: motcua train")
    if not quiet:
        click.echo("→ Đang nạp trợ lý ...", err=True)
    environment.prepare()
    from bot.engine import Engine  # imports TensorFlow

    return Engine(training.model_path(config))
