"""How a reply looks on each channel, as text: for the shell and for previews."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from actions.reply import Reply

# Characters of one message.
LIMITS = {"shell": 10_000, "zalo": 2_000, "telegram": 4_096}
CHANNELS = tuple(LIMITS)


def render(reply: Reply, channel: str) -> list[str]:
    """The messages a citizen gets: split at the channel's limit, choices numbered below."""
    text = unicodedata.normalize("NFC", reply.text)
    if channel == "shell" or not reply.choices:
        choices = "\n".join(f"  {n}. {c.title}" for n, c in enumerate(reply.choices, 1))
    else:
        choices = " ".join(f"[{c.title}]" for c in reply.choices)
    parts = list(split(text, LIMITS[channel]))
    if not choices:
        return parts
    if len(parts[-1]) + 1 + len(choices) > LIMITS[channel]:
        return [*parts, choices]
    return [*parts[:-1], f"{parts[-1]}\n{choices}"]


def split(text: str, limit: int) -> Iterator[str]:
    """Pieces of at most `limit` characters, cut at a paragraph, a line or a space."""
    while len(text) > limit:
        cut = next(
            (c for mark in ("\n\n", "\n", " ") if (c := text.rfind(mark, 1, limit)) > 0), limit
        )
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text
