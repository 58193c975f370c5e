"""The `motcua` command. Heavy parts are imported by the commands that need them."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import click

from bot import environment, settings
from bot.channels.render import CHANNELS
from bot.kb_commands import kb
from bot.loading import engine
from bot.messages import Failure, usage_message
from knowledge.problems import KnowledgeError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Một Cửa: trợ lý trả lời thủ tục hành chính của UBND xã."""


@cli.command()
@click.option("--explain", is_flag=True, help="Cho xem máy hiểu câu hỏi thế nào.")
@click.option(
    "--channel", type=click.Choice(CHANNELS), default="shell", help="Trình bày như kênh này."
)
def chat(explain: bool, channel: str) -> None:
    """Hỏi thử trợ lý ngay tại quầy (thoát: Ctrl-D hoặc /thoat)."""
    from bot import shell
    from bot.reload import Reloader

    reloader = Reloader(settings.read().knowledge)
    loaded = engine(reloader=reloader)
    reloader.start()
    click.echo("Gõ câu hỏi như bà con vẫn nhắn. Thoát: /thoat hoặc Ctrl-D.\n")
    history = settings.read().home / "chat_history"
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(shell.chat(loaded, reloader, history, channel, explain))
    finally:
        reloader.stop()
    click.echo("Chào anh chị.")


@cli.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="In kết quả cho máy đọc.")
def ask(text: str, as_json: bool) -> None:
    """Hỏi một câu TEXT, in một câu trả lời."""
    from bot.channels.render import render
    from bot.prediction import prediction

    result = asyncio.run(engine(quiet=as_json).answer(text))
    if as_json:
        click.echo(json.dumps(prediction(result), ensure_ascii=False))
        return
    for reply in result.replies:
        for message in render(reply, "shell"):
            click.echo(message)


@cli.command()
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Ghi vào tệp này thay vì màn hình.")
def route(source: Path, out: Path | None) -> None:
    """Chạy nhiều hội thoại trong IN.jsonl qua bộ máy thật."""
    from bot import batch

    lines = _read_lines(source)
    loaded = engine(quiet=True)

    async def work() -> int:
        target = out.open("w", encoding="utf-8") if out else sys.stdout
        broken = 0
        try:
            async for line, wrong in batch.route(loaded, lines):
                print(line, file=target)
                if wrong:
                    broken += 1
                    click.echo(f"{source}: {wrong}", err=True)
        finally:
            if out:
                target.close()
        return broken

    try:
        broken = asyncio.run(work())
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(f"Không ghi được vào {out or 'màn hình'}: {error.strerror}.") from error
    sys.exit(1 if broken else 0)


@cli.command("eval")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE.jsonl...", type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả cho máy đọc.")
@click.option("--mistakes", is_flag=True, help="In cả những câu sai.")
@click.option("--record", is_flag=True, help="Ghi các con số này làm mốc so sánh.")
def evaluate(files: tuple[Path, ...], as_json: bool, mistakes: bool, record: bool) -> None:
    """Đo độ đúng trên các câu đã gắn nhãn; thoát mã 1 khi kém mốc đã ghi."""
    from bot import evaluation, figures

    loaded = engine(quiet=as_json)
    worse: list[str] = []
    broken = 0
    outcomes: dict[str, Any] = {}
    for path in files:
        report = asyncio.run(evaluation.evaluate(loaded, _read_lines(path)))
        for wrong in report.broken:
            click.echo(f"{path}: {wrong}", err=True)
        broken += len(report.broken)
        found = report.figures()
        last = figures.recorded(path.name)
        if record:
            figures.record(path.name, found)
        else:
            worse += [f"{path.name}: {w}" for w in figures.drops(found, last)]
        outcomes[path.name] = {"figures": found, "mistakes": report.mistakes}
        if not as_json:
            click.echo(figures.table(path.name, report, last))
            if mistakes:
                for m in report.mistakes:
                    click.echo(json.dumps(m, ensure_ascii=False))
    if as_json:
        click.echo(json.dumps(outcomes, ensure_ascii=False))
    for line in worse:
        click.echo(f"Kém mốc: {line}", err=True)
    sys.exit(1 if worse or broken else 0)


@cli.command()
@click.option("--force", is_flag=True, help="Huấn luyện lại dù không có gì đổi.")
def train(force: bool) -> None:
    """Huấn luyện mô hình khi dữ liệu đã đổi."""
    from bot import training

    config = settings.read()
    if not force and training.is_current(config):
        click.echo("Mô hình còn mới, không cần huấn luyện lại.")
        return
    click.echo("→ Đang huấn luyện (khoảng một phút) ...")
    path = training.train(config, partial(click.echo, file=sys.stderr))
    click.echo(f"→ Xong: {path}")


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ nhận.")
@click.option(
    "--port", default=5005, show_default=True, type=click.IntRange(1, 65_535), help="Cổng."
)
def serve(host: str, port: int) -> None:
    """Chạy máy chủ của trợ lý (dừng: Ctrl-C)."""
    from bot import loading

    config = settings.read()
    loading.check(config)
    click.echo(f"→ Đang chạy ở http://{host}:{port} (trạng thái: /healthz)", err=True)
    with environment.third_parties():
        environment.import_rasa()
        from bot import server
    server.run(config, host, port)


@cli.command()
def doctor() -> None:
    """Kiểm tra toàn bộ việc cài đặt và chỉ cách sửa."""
    from bot import doctor as checks

    found = checks.examine(settings.read())
    for check in found:
        click.echo(str(check))
    sys.exit(0 if all(c.ok for c in found) else 1)


cli.add_command(kb)


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise Failure(f"Không mở được {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Failure(
            f"{path} không phải tệp UTF-8 (byte {error.start}). Lưu lại với mã UTF-8."
        ) from error


def main(arguments: Iterable[str] | None = None) -> None:
    """Entry point: every mistake ends in one line on stderr and the exit code of the contract."""
    environment.prepare()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        sys.exit(2)
    except click.UsageError as error:
        _stop(usage_message(error))
    except KnowledgeError as error:
        _stop("\n".join(map(str, error.problems)))
    except Failure as error:
        _stop(str(error))
    except BrokenPipeError:
        # Nobody reads on; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        _stop(f"Không đọc hoặc ghi được{where} ({error.strerror}). Xem lại đường dẫn và quyền.")


def _stop(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
