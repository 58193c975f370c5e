"""The real engine, trained once for all tests that need it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import environment, settings, training
from bot.engine import Engine
from bot.settings import ROOT
from knowledge import store


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model of this checkout, made first if it is missing or stale."""
    environment.prepare()
    if not training.is_current(settings.read()):
        motcua("train")
    return training.model_path(settings.read())


@pytest.fixture(scope="session")
def engine(model: Path) -> Engine:
    """The engine, as the command loads it."""
    store.serve(store.KnowledgeBase.load(store.CONTENT))
    with environment.third_parties():
        return Engine(model)


def motcua(
    *arguments: str, text: str | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, **env},
    )
