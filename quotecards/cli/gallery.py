"""`quotecards gallery`: a folder of cards gets its page anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quotecards.cli import console


def gallery(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder that quotecards batch has filled.")],
    title: Annotated[str, typer.Option("--title", help="The page's heading.")] = "Quote cards",
) -> None:
    """Write the page of a folder of cards."""
    from quotecards import gallery
    from quotecards.batch import manifest
    from quotecards.files import write_text

    lines = manifest.read(Path(folder))
    path = Path(folder) / "index.html"
    write_text(path, gallery.page(lines, title))
    console.result(str(path))
