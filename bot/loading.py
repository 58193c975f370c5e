"""Loading the engine for a command: says what it waits for, or what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot import settings, training
from bot.environment import give_back_memory, import_rasa, third_parties
from bot.messages import Failure
from bot.settings import Settings
from knowledge import store

if TYPE_CHECKING:
    from bot.engine import Engine
    from bot.reload import Reloader


def engine(quiet: bool = False, reloader: Reloader | None = None) -> Engine:
    """The engine with the trained model; `reloader` brings it edited content.

    Raises `Failure` when there is no usable model, `KnowledgeError` when the content is broken.
    """
    config = settings.read()
    check(config)
    if not quiet:
        click.echo("→ Đang nạp trợ lý ...", err=True)
    return load(config, reloader)


def check(config: Settings) -> None:
    """Raise as `engine` would, before anything heavy is imported."""
    if missing := training.why_unusable(config):
        raise Failure(f"{missing} Chạy: motcua train")
    store.served()


def load(config: Settings, reloader: Reloader | None) -> Engine:
    """Load the engine."""
    with third_parties():
        import_rasa()
        from bot.engine import Engine

        loaded = Engine(training.model_path(config), reloader)
    give_back_memory()
    return loaded
