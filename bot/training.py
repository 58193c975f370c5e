"""Training the Rasa model, only when its inputs changed."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT, Settings
from knowledge import store

_MODEL = "motcua"
_CODE = ("nlu", "knowledge")


class ModelMissing(Exception):
    """There is no trained model, or it was trained on something else."""


def model_path(settings: Settings) -> Path:
    """Where the one model lies."""
    return settings.models / f"{_MODEL}.tar.gz"


def _inputs(settings: Settings) -> Iterator[Path]:
    yield ROOT / "config.yml"
    yield ROOT / "domain.yml"
    for folder in _CODE:
        yield from sorted((ROOT / folder).glob("**/*.py"))
    yield from sorted((ROOT / "nlu").glob("**/*.yml"))
    yield from sorted(settings.knowledge.glob("**/*.yml"))
    yield from sorted(settings.knowledge.glob("*.csv"))


def fingerprint(settings: Settings) -> str:
    """A hash of everything the model is made from."""
    total = hashlib.sha256()
    for path in _inputs(settings):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _stamp(settings: Settings) -> Path:
    return settings.models / f"{_MODEL}.json"


def is_current(settings: Settings) -> bool:
    """Whether there is a model and nothing it was made from has changed."""
    stamp = _stamp(settings)
    if not stamp.exists() or not model_path(settings).exists():
        return False
    try:
        kept = json.loads(stamp.read_text("utf-8"))
    except ValueError:
        return False
    return bool(kept.get("fingerprint") == fingerprint(settings))


def train(settings: Settings) -> Path:
    """Train and keep the model; raises `KnowledgeError` when the content is wrong."""
    store.served()
    now = fingerprint(settings)
    from rasa.model_training import train as rasa_train

    settings.models.mkdir(parents=True, exist_ok=True)
    _stamp(settings).unlink(missing_ok=True)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = rasa_train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "nlu" / "intents"), str(ROOT / "nlu" / "rules")],
            output=str(settings.models),
            fixed_model_name=_MODEL,
            force_training=True,
        )
    if not result.model:
        raise RuntimeError(said.getvalue())
    _stamp(settings).write_text(json.dumps({"fingerprint": now}), "utf-8")
    return Path(result.model)
