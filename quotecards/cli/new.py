"""`quotecards palettes new` and `quotecards layouts new`: a file of the user's own, to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quotecards.cli import console
from quotecards.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="What it is to be called: letters, digits, hyphens.")
]
Replace = Annotated[bool, typer.Option("--replace", help="Also if you have one of that name.")]

_SAMPLE = "It is a film about the spaces between the words."


def palette(
    name: Name,
    *,
    from_: Annotated[
        str, typer.Option("--from", metavar="STILL|PALETTE", help="A film still, or a palette to copy.")
    ],
    dark: Annotated[bool, typer.Option("--dark", help="Light words on a dark ground.")] = False,
    replace: Replace = False,
) -> None:
    """Make a palette of your own from a film still; its words can be read on every point of it."""
    from quotecards.cli.lists import swatches
    from quotecards.datafiles import named
    from quotecards.files import write_text
    from quotecards.layout import forget
    from quotecards.layout.palettes import read

    known = named("palettes")
    path = _place("palettes", name, known, replace=replace)
    if from_ in known:
        text = f"# A copy of {from_}.\n{known[from_].read_text(encoding='utf-8')}"
    else:
        text = _tinted(name, from_, dark=dark)
    write_text(path, text)
    forget()
    made = read(path)
    console.result(str(path))
    console.result(swatches(made))
    colours = (*made.stops, made.panel, made.ink, made.accent, made.ornament)
    labels = ("stop", "stop", "stop", "panel", "ink", "accent", "ornament")
    for label, colour in zip(labels, colours, strict=True):
        console.result(f"  {label:<8}  {colour}")
    console.say(f'To look at it: quotecards preview --text "{_SAMPLE}" --palette {name}')
    console.say("Then change the file as you like; --watch shows what it becomes.")


def layout(
    name: Name,
    *,
    from_: Annotated[
        str, typer.Option("--from", metavar="LAYOUT", help="The layout to begin with.")
    ] = "panel",
    replace: Replace = False,
) -> None:
    """Make a layout of your own, beginning as a copy of another with a note on what can be said."""
    from quotecards.datafiles import named, packaged
    from quotecards.files import write_text
    from quotecards.layout import forget
    from quotecards.layout.layouts import layout as layout_of

    known = named("layouts")
    path = _place("layouts", name, known, replace=replace)
    original = layout_of(from_).path
    notes = packaged("layouts-new.txt").read_text(encoding="utf-8").format(original=from_, name=name)
    write_text(path, notes + original.read_text(encoding="utf-8"))
    forget()
    layout_of(name)
    console.result(str(path))
    console.say(
        f'To see it while you change it: quotecards preview --text "{_SAMPLE}" --layout {name} --watch'
    )


def _tinted(name: str, still: str, *, dark: bool) -> str:
    from pathlib import Path

    from quotecards import tinted

    if not Path(still).expanduser().is_file():
        raise UsageError(
            "this is neither a still nor a palette.",
            where=f"--from {still}",
            remedy="Give a picture file, or a name that quotecards palettes list names.",
        )
    return tinted.text(tinted.palette(name, still, "dark" if dark else "light"), still)


def _place(kind: str, name: str, known: Iterable[str], *, replace: bool) -> Path:
    """Where a data file of that name goes.

    Raises:
        UsageError: it is no name, or there is one already.

    """
    from quotecards.datafiles import home
    from quotecards.files import slug

    if name != slug(name):
        raise UsageError(
            f"{name!r} is no name.", remedy=f"Use small letters, digits and hyphens: {slug(name)}."
        )
    path = home() / kind / f"{name}.toml"
    if name in known and not (replace and path.exists()):
        whose = "you have" if path.exists() else "the package has"
        remedy = "Choose another name, or say --replace." if path.exists() else "Choose another name."
        raise UsageError(f"{whose} a {kind[:-1]} named {name} already.", remedy=remedy)
    return path
