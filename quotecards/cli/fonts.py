"""`quotecards fonts add FILE`: a font of the user's own joins those that are searched."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quotecards.cli import console

File = Annotated[str, typer.Argument(metavar="FILE", help="A .ttf or .otf file, variable or not.")]


def add(file: File) -> None:
    """Copy a font into your folder; letters that no other font has are then taken from it."""
    from quotecards.fonts.adding import add as added

    one = added(Path(file).expanduser())
    console.result(f"{one.name}  {one.label}: {one.roman[0]}")
