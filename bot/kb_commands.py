"""`motcua kb`: for those who look after the content."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from bot import settings
from bot.channels.render import CHANNELS
from bot.messages import Failure
from knowledge import store
from knowledge.base import KnowledgeBase
from knowledge.check import is_due, warnings
from knowledge.problems import KnowledgeError
from knowledge.schema import FACETS


@click.group()
def kb() -> None:
    """Xem và kiểm tra kho nội dung."""


@kb.command()
@click.option("--json", "as_json", is_flag=True, help="In kết quả cho máy đọc.")
def check(as_json: bool) -> None:
    """Tìm lỗi trong kho nội dung; thoát mã 1 khi có lỗi."""
    from bot.preview import misfits

    if not store.content_directory().is_dir():
        raise Failure(f"Không có thư mục {store.content_directory()}. Xem lại MOTCUA_KNOWLEDGE.")
    try:
        base = store.served()
    except KnowledgeError as error:
        total, errors, reminders = "", list(error.problems), []
    else:
        today = date.today()
        total = f"{len(base.entries)} mục, {len(base.indexed)} tên trong danh mục; "
        errors, reminders = sorted(misfits(base, today)), warnings(base, today)
    if as_json:
        click.echo(json.dumps([p.as_data() for p in (*errors, *reminders)], ensure_ascii=False))
    else:
        for problem in errors:
            click.echo(f"LỖI {problem}")
        for problem in reminders:
            click.echo(f"nhắc {problem}")
        click.echo(f"{total}{len(errors) or 'không có'} lỗi, {len(reminders)} lời nhắc.")
    sys.exit(1 if errors else 0)


@kb.command("list")
@click.option("--kind", type=click.Choice(list(FACETS)), help="Chỉ một loại mục.")
@click.option("--stale", is_flag=True, help="Chỉ mục đã quá hoặc sắp đến hạn rà soát.")
@click.option("--low-confidence", is_flag=True, help="Chỉ mục có độ tin cậy thấp nhất.")
@click.option("--unused", is_flag=True, help="Chỉ mục chưa ai hỏi (từ khi máy chủ ghi sổ).")
def list_entries(kind: str | None, stale: bool, low_confidence: bool, unused: bool) -> None:
    """Liệt kê các mục: mã, loại, tên, ngày, hạn rà soát, độ tin cậy."""
    from bot import usage

    base = store.served()
    asked = usage.asked(settings.read().home) if unused else set()
    for entry in base.entries.values():
        if kind not in (None, entry.kind) or entry.id in asked:
            continue
        if (stale and not is_due(entry, date.today())) or (
            low_confidence and entry.confidence != "low"
        ):
            continue
        fields = (entry.id, entry.kind, entry.name, entry.as_of, entry.review_by, entry.confidence)
        click.echo("\t".join(fields))


@kb.command()
@click.argument("entry_id", metavar="ID")
@click.option("--facet", help="Chỉ một mặt hỏi (documents, fee, duration ...).")
@click.option(
    "--channel", type=click.Choice(CHANNELS), default="shell", help="Trình bày như kênh này."
)
def show(entry_id: str, facet: str | None, channel: str) -> None:
    """Cho xem điều bà con sẽ đọc về mục ID."""
    from bot.preview import answers, composer

    base = store.served()
    _must_exist(base, entry_id)
    facets = FACETS[base.kind(entry_id)]  # type: ignore[index]
    if facet and facet not in facets:
        raise Failure(f"Không có mặt hỏi «{facet}». Chọn trong: {', '.join(facets)}.")
    for one, text in answers(composer(base, date.today()), base, entry_id, channel):
        if facet in (None, one):
            click.echo(text)
            click.echo("─" * 60)


@kb.command()
@click.argument("text")
def search(text: str) -> None:
    """Tìm mục theo câu hỏi TEXT như trợ lý sẽ tìm, kèm điểm và lý do."""
    from bot.explain import reasons
    from bot.loading import engine
    from nlu import understanding

    engine()
    by = understanding.current()
    link = by.link(text)
    for candidate, signs in zip(link.candidates, link.signs, strict=True):
        click.echo(f"{candidate.score:6.2f}  {candidate.entry}\t{by.base.name(candidate.entry)}")
        click.echo(f"        {reasons(signs)}")


@kb.command()
@click.argument("kind", type=click.Choice(list(FACETS)))
def new(kind: str) -> None:
    """Hỏi vài câu rồi viết tệp cho một mục mới loại KIND."""
    from bot.kb_new import create

    path = create(kind, store.content_directory(), date.today())
    click.echo(f"\nĐã viết {path}. Mở tệp, điền nốt các trường còn trống, rồi: motcua kb check")


@kb.command()
@click.argument("revision", metavar="[GIT-REV]", default="HEAD")
def diff(revision: str) -> None:
    """Cho xem câu trả lời nào đổi so với bản GIT-REV (mặc định: HEAD)."""
    from bot.kb_changes import at_revision, changes

    base = store.served()
    old = at_revision(store.content_directory(), revision)
    told = False
    for line in changes(old, base, date.today()):
        click.echo(line)
        told = True
    if not told:
        click.echo(f"Không có câu trả lời nào đổi so với {revision}.")


@kb.command()
@click.option("--xlsx", "path", required=True, type=click.Path(path_type=Path), help="Tệp Excel.")
def export(path: Path) -> None:
    """Ghi kho nội dung ra bảng tính Excel."""
    from knowledge import spreadsheet

    spreadsheet.export(store.served(), path)
    click.echo(f"Đã ghi {path}. Sửa xong thì xem trước: motcua kb import {path} --dry-run")


@kb.command("import")
@click.argument("path", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ cho xem sẽ đổi gì.")
def import_(path: Path, dry_run: bool) -> None:
    """Đưa những ô đã sửa trong FILE.xlsx vào kho nội dung."""
    from bot.kb_sheet import preview_and_write
    from knowledge.spreadsheet import SheetError

    base = store.served()
    told = False
    try:
        for line in preview_and_write(base, store.content_directory(), path, dry_run):
            click.echo(line)
            told = True
    except SheetError as error:
        for problem in error.problems:
            click.echo(f"LỖI {problem}")
        click.echo(f"{len(error.problems)} lỗi, chưa ghi gì.")
        sys.exit(1)
    if not told:
        click.echo("Bảng tính không khác kho nội dung.")
    elif dry_run:
        click.echo("Mới xem thử, chưa ghi gì. Bỏ --dry-run để ghi.")
    else:
        click.echo("Đã ghi.")


@kb.command()
def schema() -> None:
    """Viết lại JSON Schema cho trình soạn thảo (sau khi đổi knowledge/schema.py)."""
    from knowledge import json_schema

    for path in json_schema.write():
        click.echo(str(path))


def _must_exist(base: KnowledgeBase, entry_id: str) -> None:
    if entry_id in base.entries or entry_id in base.indexed:
        return
    from rapidfuzz import process

    near = process.extract(entry_id, list(base.entries), limit=3, score_cutoff=50)
    hint = f" Gần giống: {', '.join(n for n, _, _ in near)}." if near else ""
    raise Failure(f"Không có mục «{entry_id}».{hint} Xem tất cả: motcua kb list")
