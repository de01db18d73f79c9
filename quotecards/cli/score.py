"""`quotecards score`: how quotable each given line is, with reasons, as text or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotecards.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Scored


def score(
    source: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="A text file, a line each; - for stdin.")
    ] = "-",
    *,
    taste: options.Taste = None,
    language: options.Language = None,
    as_json: options.Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Also what speaks for and against it.")] = False,
) -> None:
    """Tell how quotable each line of a file is, one by one, best read beside others."""
    from quotecards.score import line

    settings = options.chosen(taste=taste, language=language)
    found = [
        line(text, settings.taste, settings.language or "en")
        for text in _lines(source)
        if any(char.isalnum() for char in text)
    ]
    if as_json:
        console.result_json([_record(one) for one in found])
        return
    for one in found:
        console.result("\n".join(_told(one, explain=explain)))


def _lines(source: str) -> list[str]:
    """The lines of a file or of stdin, without empty ones."""
    from pathlib import Path

    from quotecards.errors import SourceEmpty, SourceError, SourceMissing
    from quotecards.read.decode import decode

    if source != "-" and not Path(source).is_file():
        raise SourceMissing(
            "there is no such file.", where=source, remedy="Name a text file, or - for stdin."
        )
    try:
        data = _stdin() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}.", where=source) from error
    lines = [text.strip() for text in decode(data, source).text.splitlines() if text.strip()]
    if not lines:
        raise SourceEmpty("there is no line in it.", where=source, remedy="Write a line each.")
    return lines


def _stdin() -> bytes:
    import sys

    return sys.stdin.buffer.read()


def _record(one: Scored) -> dict[str, Any]:
    return {"text": one.text, "score": one.score, "taste": one.taste}


def _told(one: Scored, *, explain: bool) -> Iterator[str]:
    yield console.paragraph(one.text, indent="      ", first=f"{one.score:.2f}  ")
    yield console.styled(
        "      " + ", ".join(f"{name} {value:.2f}" for name, value in one.taste.items()), "dim"
    )
    if explain:
        for reason in one.reasons:
            sign = f"{reason.effect:+.2f}".replace("-", "−")
            yield f"      {sign}  {reason.says}"
