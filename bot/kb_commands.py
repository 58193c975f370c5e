"""`motcua kb`: for those who look after the content."""

from __future__ import annotations

import sys
from datetime import date

import click

from bot.messages import Failure
from bot.settings import ROOT
from knowledge import store
from knowledge.base import KnowledgeBase
from knowledge.check import warnings
from knowledge.problems import KnowledgeError
from knowledge.schema import FACETS


@click.group()
def kb() -> None:
    """Xem và kiểm tra kho nội dung."""


@kb.command()
def check() -> None:
    """Tìm lỗi trong kho nội dung; thoát mã 1 khi có lỗi."""
    if not store.content_directory().is_dir():
        raise Failure(f"Không có thư mục {store.content_directory()}. Xem lại MOTCUA_KNOWLEDGE.")
    try:
        base = store.served()
    except KnowledgeError as error:
        for problem in error.problems:
            click.echo(f"LỖI {problem}")
        click.echo(f"{len(error.problems)} lỗi.")
        sys.exit(1)
    found = warnings(base, date.today())
    for problem in found:
        click.echo(f"nhắc {problem}")
    total = f"{len(base.entries)} mục, {len(base.indexed)} tên trong danh mục"
    click.echo(f"Không có lỗi: {total}; {len(found)} lời nhắc.")


@kb.command("list")
@click.option("--kind", type=click.Choice(list(FACETS)), help="Chỉ một loại mục.")
def list_entries(kind: str | None) -> None:
    """Liệt kê các mục: mã, loại, tên, ngày, độ tin cậy."""
    base = store.served()
    for entry in base.entries.values():
        if kind in (None, entry.kind):
            click.echo(f"{entry.id}\t{entry.kind}\t{entry.name}\t{entry.as_of}\t{entry.confidence}")


@kb.command()
@click.argument("entry_id", metavar="ID")
@click.option("--facet", help="Chỉ một mặt hỏi (documents, fee, duration ...).")
@click.option(
    "--channel",
    type=click.Choice(("shell", "zalo", "telegram")),
    default="shell",
    help="Trình bày như kênh này.",
)
def show(entry_id: str, facet: str | None, channel: str) -> None:
    """Cho xem điều bà con sẽ đọc về mục ID."""
    import yaml

    from actions.compose import Composer
    from bot.channels.render import render

    base = store.served()
    _must_exist(base, entry_id)
    facets = FACETS[base.kind(entry_id)]  # type: ignore[index]
    if facet and facet not in facets:
        raise Failure(f"Không có mặt hỏi «{facet}». Chọn trong: {', '.join(facets)}.")
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    composer = Composer(base, domain["responses"], date.today())
    wanted = [facet] if facet else facets if entry_id in base.entries else facets[:1]
    for one in wanted:
        for reply in composer.answer(entry_id, (one,)):
            for message in render(reply, channel):
                click.echo(message)
        click.echo("─" * 60)


@kb.command()
@click.argument("text")
def search(text: str) -> None:
    """Tìm mục theo câu hỏi TEXT như trợ lý sẽ tìm, kèm điểm và lý do."""
    from bot.loading import engine
    from nlu import understanding
    from nlu.linker import SIGNS

    engine()
    by = understanding.current()
    link = by.link(text)
    for candidate, signs in zip(link.candidates, link.signs, strict=True):
        click.echo(f"{candidate.score:6.2f}  {candidate.entry}\t{by.base.name(candidate.entry)}")
        told = [f"{name} {value:.2f}" for name, value in zip(SIGNS, signs, strict=True) if value]
        click.echo(f"        {'; '.join(told)}")


def _must_exist(base: KnowledgeBase, entry_id: str) -> None:
    if entry_id in base.entries or entry_id in base.indexed:
        return
    from rapidfuzz import process

    near = process.extract(entry_id, list(base.entries), limit=3, score_cutoff=50)
    hint = f" Gần giống: {', '.join(n for n, _, _ in near)}." if near else ""
    raise Failure(f"Không có mục «{entry_id}».{hint} Xem tất cả: motcua kb list")
