"""The only printer: results go to stdout, talk to stderr, errors become messages and exit codes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import textwrap
from typing import Any, TextIO

from quotecards.errors import ExitCode, QuotecardsError

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def prepare() -> None:
    """Speak UTF-8 on both streams, whatever the machine's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


# ---------------------------------------------------------------- results


def result(text: str = "") -> None:
    """One line of result, to stdout."""
    _write(sys.stdout, text + "\n")


def result_json(values: list[dict[str, Any]]) -> None:
    """One JSON array, one element a line, to stdout."""
    lines = ",\n".join(json.dumps(value, ensure_ascii=False) for value in values)
    _write(sys.stdout, f"[\n{lines}\n]\n" if values else "[]\n")


# ---------------------------------------------------------------- talk


def say(text: str) -> None:
    """One line of talk, to stderr."""
    _write(sys.stderr, text + "\n")


def warn(error: QuotecardsError) -> None:
    """What went wrong and what to do next, to stderr; the run goes on."""
    head, *details = _message(error)
    say("\n".join([styled(f"! {head}", "yellow", sys.stderr), *(f"  {line}" for line in details)]))


def fail(error: QuotecardsError) -> ExitCode:
    """What went wrong, where, and what to do next, to stderr; the exit code of its kind comes back."""
    head, *details = _message(error)
    say("\n".join([styled(f"quotecards: {head}", "red", sys.stderr), *(f"  {line}" for line in details)]))
    return error.exit_code


def refuse(error: Exception) -> ExitCode:
    """A command line that cannot be understood, to stderr, with the way to its help page."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "quotecards"
    text = error.format_message() if hasattr(error, "format_message") else "stopped."
    if text:
        say(styled(f"quotecards: {text}", "red", sys.stderr))
    say(f"  See: {command} --help")
    return ExitCode.USAGE


def _message(error: QuotecardsError) -> list[str]:
    what = f"{error.where}: {error.what}" if error.where else error.what
    return [what, error.remedy] if error.remedy else [what]


# ---------------------------------------------------------------- looks


def is_terminal(stream: TextIO | None = None) -> bool:
    """Whether someone looks at the stream (stdout if None), rather than a program."""
    with contextlib.suppress(ValueError, AttributeError):
        return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"
    return False


def in_colour(stream: TextIO | None = None) -> bool:
    """Whether colours are welcome on the stream: a terminal, and no NO_COLOR."""
    return not os.environ.get("NO_COLOR") and is_terminal(stream)


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """The text in a style by name ("bold", "dim", "red", ...), where colours are welcome."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if in_colour(stream) else text


def width() -> int:
    """Columns of the terminal, at most 100, which is as wide as reading is pleasant."""
    import shutil

    return max(40, min(shutil.get_terminal_size((100, 24)).columns, 100))


def paragraph(text: str, indent: str = "  ", first: str | None = None) -> str:
    """A text wrapped to the terminal; the first line may start otherwise than the rest."""
    start = indent if first is None else first
    return textwrap.fill(text, width(), initial_indent=start, subsequent_indent=indent)


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()
