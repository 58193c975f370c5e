"""Settings from the environment or a `.env` file in the working directory (see the README)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dotenv import load_dotenv

from bot.messages import Failure
from knowledge import store

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Settings:
    """`home` holds everything the assistant writes: models, history, databases."""

    home: Path

    @property
    def models(self) -> Path:
        """Where the trained model lies."""
        return self.home / "models"

    @property
    def knowledge(self) -> Path:
        """The content directory."""
        return store.content_directory()


def read() -> Settings:
    """The settings of this process; the environment wins over `.env`."""
    path = Path.cwd() / ".env"
    try:
        load_dotenv(path)
    except UnicodeDecodeError as error:
        raise Failure(f"{path} không phải tệp UTF-8. Lưu lại với mã UTF-8.") from error
    return Settings(home=Path(os.environ.get("MOTCUA_HOME") or "var"))
