"""What citizens would read of an entry on a channel, and whether it fits there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import yaml

from actions.compose import Composer
from actions.reply import Reply
from bot.channels.render import LIMITS, render
from bot.settings import ROOT
from knowledge.base import KnowledgeBase
from knowledge.problems import Problem
from knowledge.schema import FACETS

BUTTONS, TITLE = 5, 100  # Zalo: buttons of a message, characters of a title


def composer(base: KnowledgeBase, today: date) -> Composer:
    """Speaks a knowledge base as the assistant does."""
    domain = yaml.load((ROOT / "domain.yml").read_text("utf-8"), yaml.CSafeLoader)
    return Composer(base, domain["responses"], today)


def answers(
    speaking: Composer, base: KnowledgeBase, entry_id: str, channel: str = "shell"
) -> Iterator[tuple[str, str]]:
    """(facet, text) of all that is said of an entry on a channel."""
    facets = FACETS[base.kind(entry_id)]  # type: ignore[index]
    for facet in facets if entry_id in base.entries else facets[:1]:
        messages = [m for r in speaking.answer(entry_id, (facet,)) for m in render(r, channel)]
        yield facet, "\n".join(messages)


def misfits(base: KnowledgeBase, today: date) -> Iterator[Problem]:
    """Answers that Zalo would cut in two, and button titles that it would refuse."""
    speaking = composer(base, today)
    for entry in base.entries.values():
        place = base.places[entry.id]
        for facet in FACETS[entry.kind]:
            for reply in speaking.answer(entry.id, (facet,)):
                for what, mend in _misfit(reply, facet):
                    yield place.problem(entry.id, what, mend)


def _misfit(reply: Reply, facet: str) -> Iterator[tuple[str, str]]:
    if (size := len(reply.text)) > LIMITS["zalo"]:
        what = f"câu trả lời «{facet}» dài {size} ký tự, Zalo chỉ nhận {LIMITS['zalo']}."
        yield what, "Rút gọn, hoặc chia sang mặt hỏi khác."
    if len(reply.choices) > BUTTONS:
        yield f"«{facet}» có {len(reply.choices)} nút, Zalo chỉ nhận {BUTTONS}.", "Bớt «see_also»."
    for choice in reply.choices:
        if len(choice.title) > TITLE:
            what = f"tên nút «{choice.title}» dài {len(choice.title)} ký tự, Zalo nhận {TITLE}."
            yield what, "Đặt tên ngắn hơn cho mục đó."
