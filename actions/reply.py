"""What is said to a citizen, before any channel gives it a shape."""

from __future__ import annotations

from msgspec import Struct


class Choice(Struct, frozen=True):
    """A button: its title, and the payload it sends back (see `nlu.understanding.payload`)."""

    title: str
    payload: str


class Reply(Struct, frozen=True):
    """One message with its choices, in the order they are numbered."""

    text: str
    choices: tuple[Choice, ...] = ()
