"""What the command says when something is wrong: one Vietnamese line, never a traceback."""

from __future__ import annotations

import click


class Failure(Exception):
    """Wrong use or configuration; the message (Vietnamese) says what and how to mend it."""


def usage_message(error: click.UsageError) -> str:
    """The Vietnamese of a wrong command line."""
    name = error.ctx.command_path if error.ctx else "motcua"
    if isinstance(error, click.NoSuchOption):
        what = f"Không có tuỳ chọn «{error.option_name}»."
    elif isinstance(error, click.MissingParameter):
        what = f"Thiếu {error.param.human_readable_name if error.param else 'tham số'}."
    elif isinstance(error, click.BadParameter):
        given = error.param.human_readable_name if error.param else "tham số"
        choices = getattr(error.param.type, "choices", ()) if error.param else ()
        allowed = f" Chọn một trong: {', '.join(map(str, choices))}." if choices else ""
        what = f"Giá trị của {given} không hợp lệ.{allowed}"
    elif "No such command" in error.message:
        what = f"Không có lệnh {error.message.split()[-1].rstrip('.')}."
    elif "Missing command" in error.message:
        what = "Chưa nói rõ lệnh nào."
    else:
        what = f"Dùng sai lệnh ({error.message})"
    return f"{what} Xem cách dùng: {name} --help"
