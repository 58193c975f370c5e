"""`motcua doctor`: is everything there that the assistant needs?"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from bot import training
from bot.settings import Settings
from knowledge import store
from knowledge.problems import KnowledgeError

_NEEDED = ("rasa", "underthesea", "rapidfuzz", "sqlite-utils", "python-telegram-bot", "msgspec")
_FREE_MB = 500


@dataclass(frozen=True)
class Check:
    """One thing looked at (Vietnamese); `mend` says what to do when it is not `ok`."""

    what: str
    ok: bool
    mend: str = ""

    def __str__(self) -> str:
        return f"✓ {self.what}" if self.ok else f"✗ {self.what}\n    → {self.mend}"


def examine(settings: Settings) -> list[Check]:
    """All checks, from the ground up."""
    return [
        _python(),
        *_packages(),
        _home(settings),
        _disk(settings),
        _knowledge(),
        _model(settings),
    ]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check(
        f"Python {version}", sys.version_info[:2] == (3, 10), "Cần Python 3.10: make setup"
    )


def _packages() -> Iterator[Check]:
    for name in _NEEDED:
        try:
            yield Check(f"{name} {metadata.version(name)}", True)
        except metadata.PackageNotFoundError:
            yield Check(f"thiếu gói {name}", False, "Chạy: make setup")


def _home(settings: Settings) -> Check:
    existing = next(p for p in (settings.home, *settings.home.absolute().parents) if p.exists())
    return Check(
        f"ghi được vào {settings.home}",
        existing.is_dir() and os.access(existing, os.W_OK | os.X_OK),
        "Đổi MOTCUA_HOME sang thư mục ghi được.",
    )


def _disk(settings: Settings) -> Check:
    existing = next(p for p in (settings.home, *settings.home.absolute().parents) if p.exists())
    free = shutil.disk_usage(existing).free // 2**20
    return Check(f"còn trống {free} MB", free >= _FREE_MB, f"Dọn bớt, cần {_FREE_MB} MB.")


def _knowledge() -> Check:
    try:
        base = store.served()
    except KnowledgeError as error:
        return Check(f"kho nội dung có {len(error.problems)} lỗi", False, "Xem: motcua kb check")
    name = base.commune.name
    return Check(f"kho nội dung: {len(base.entries)} mục, {len(base.indexed)} tên, {name}", True)


def _model(settings: Settings) -> Check:
    why = training.why_unusable(settings)
    return Check(why or f"mô hình {training.model_path(settings)}", not why, "Chạy: motcua train")
