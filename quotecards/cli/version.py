"""`quotecards --version`, and what else stands before a command."""

from __future__ import annotations

from typing import Annotated

import typer

from quotecards import __version__
from quotecards.cli import console


def _print(wanted: bool) -> None:
    if wanted:
        console.result(f"quotecards {__version__}")
        raise typer.Exit


def version(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print)
    ] = False,
) -> None:
    """Film reviews in, quote cards out: the lines worth quoting, rightly credited, beautifully set."""
