"""`quotecards doctor`: what works on this machine, and what to do about the rest."""

from __future__ import annotations

import importlib.metadata
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.cli import console, options
from quotecards.errors import QuotecardsError

if TYPE_CHECKING:
    from collections.abc import Callable


def doctor(as_json: options.Json = False) -> None:
    """Check this installation: libraries, fonts, data files, settings, folders, terminal."""
    found = [_checked(name, check) for name, check in CHECKS.items()]
    if as_json:
        console.result_json([{"check": name, "ok": ok, "found": text} for name, ok, text in found])
    else:
        for name, ok, text in found:
            mark = console.styled("ok   ", "green") if ok else console.styled("wrong", "red")
            console.result(f"{mark}  {name:<10}  {text}")
    wrong = [name for name, ok, _ in found if not ok]
    if wrong:
        raise QuotecardsError(
            f"{len(wrong)} of {len(found)} checks failed: {', '.join(wrong)}.",
            remedy="Each line above says what to do.",
        )


def _checked(name: str, check: Callable[[], str]) -> tuple[str, bool, str]:
    """A check becomes its name, whether it went well, and what was found."""
    try:
        return name, True, check()
    except QuotecardsError as error:
        return name, False, str(error)
    except Exception as error:  # noqa: BLE001 - a doctor reports what is broken, whatever it is
        return name, False, f"{type(error).__name__}: {error}. Install quotecards again."


def _python() -> str:
    return f"Python {'.'.join(map(str, sys.version_info[:3]))}, {sys.executable}"


def _libraries() -> str:
    """Each library that quotecards says it needs, with its version."""
    needs = importlib.metadata.requires("quotecards") or []
    names = [need.split(";")[0].strip() for need in needs if "extra ==" not in need]
    bare = [name[: next((at for at, c in enumerate(name) if c in " <>=!~["), len(name))] for name in names]
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in bare)


def _shaping() -> str:
    from PIL import features

    if not features.check("raqm"):
        raise QuotecardsError(
            "Pillow has no RAQM, so ligatures and right-to-left words would be drawn wrongly.",
            remedy="Install Pillow from its own wheels: pip install --force-reinstall pillow.",
        )
    return f"RAQM {features.version('raqm')}, FreeType {features.version('freetype2')}"


def _fonts() -> str:
    from quotecards.fonts import families, family

    for name in families():
        family(name)
    return f"{len(families())} families"


def _data() -> str:
    from quotecards.layout.layouts import layouts
    from quotecards.layout.palettes import palettes
    from quotecards.sizes import sizes

    return f"{len(palettes())} palettes, {len(layouts())} layouts, {len(sizes())} sizes"


def _sentences() -> str:
    """A review goes all the way to a quote."""
    from quotecards import extract

    quotes = extract(
        text="What digital media hinders is not the attention to the world yet the courage of communicating "
        "with real people. The film was shot in two cities over the course of a long and rainy summer.",
        top=1,
        min_words=3,
    )
    return f"picks {len(quotes)} quote from a sample"


def _settings() -> str:
    from quotecards.settings import PROJECT_FILE, USER_FILE, home

    options.chosen()
    files = [path for path in (Path(PROJECT_FILE), home() / USER_FILE) if path.is_file()]
    return "read from " + ", ".join(map(str, files)) if files else "the defaults; no settings file"


def _home() -> str:
    """The nearest folder above the user's folder that exists can be written to."""
    from quotecards.files import refused
    from quotecards.settings import home

    place = home()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            return str(home())
    except OSError as error:
        raise refused(error, home()) from error


def _terminal() -> str:
    from quotecards.cli import terminal

    names = {"kitty": "Kitty graphics", "iterm": "iTerm2 images", "truecolour": "half blocks in true colour"}
    return f"previews as {names.get(terminal.protocol(os.environ), 'half blocks in 256 colours')}"


CHECKS: dict[str, Callable[[], str]] = {
    "python": _python,
    "libraries": _libraries,
    "shaping": _shaping,
    "fonts": _fonts,
    "data": _data,
    "picking": _sentences,
    "settings": _settings,
    "home": _home,
    "terminal": _terminal,
}
