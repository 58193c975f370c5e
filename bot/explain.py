"""`--explain`: what was understood in a turn, for the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.engine import Result
    from nlu.ranker import Floats

# The signs of `nlu.linker.SIGNS`, in their order.
_SIGNS = (
    "giống câu mẫu gần nhất (từ)",
    "giống câu mẫu thứ hai (từ)",
    "giống cả mục (từ)",
    "giống câu mẫu gần nhất (chữ)",
    "giống câu mẫu thứ hai (chữ)",
    "giống cả mục (chữ)",
    "nghe giống mục này",
    "mới thêm sau lần huấn luyện",
    "có tên gọi của mục",
    "có nguyên văn một tên gọi",
    "chỉ có trong danh mục quốc gia",
)


def explain(result: Result) -> str:
    """Kind, entry, facets, scores, candidates and time, in a few lines."""
    turn = result.turn
    near = ", ".join(f"{entry} {score:.2f}" for entry, score in turn.candidates[:5])
    return "\n".join(
        [
            f"   ┊ {turn.action} · loại {turn.kind} · mục {turn.entry or '–'} "
            f"· hỏi {', '.join(turn.facets) or '–'} · tin {turn.confidence:.2f}",
            f"   ┊ lời nói: {turn.intent or '–'} {turn.intent_confidence:.2f} "
            f"· gần nhất: {near or '–'}",
            f"   ┊ {result.ms:.1f} ms",
        ]
    )


def reasons(signs: Floats) -> str:
    """Why an entry was found: the signs of one candidate."""
    told = zip(_SIGNS, signs, strict=True)
    return "; ".join(f"{name} {value:.2f}" for name, value in told if value)
