"""A picture becomes what a terminal can show: its own image protocol where it has one, else half blocks.

What a terminal can do is read off the environment alone: asking it would need an answer on stdin.

Source: the Kitty graphics protocol (a=T, f=100, chunks of 4096 base64 characters) and iTerm2's inline
images (OSC 1337), as their documentation described them in November 2026.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from PIL.Image import Image

Protocol = Literal["kitty", "iterm", "truecolour", "256"]

_CHUNK = 4096
_KITTY_TERMS = ("xterm-kitty", "xterm-ghostty")
_KITTY_PROGRAMS = ("ghostty",)
_ITERM_PROGRAMS = ("iTerm.app", "WezTerm", "mintty")


def protocol(environment: Mapping[str, str]) -> Protocol:
    """The environment becomes the best way to show a picture there.

    Inside tmux and screen only half blocks are sure to arrive.
    """
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if not (environment.get("TMUX") or term.startswith(("tmux", "screen"))):
        if environment.get("KITTY_WINDOW_ID") or term in _KITTY_TERMS or program in _KITTY_PROGRAMS:
            return "kitty"
        if program in _ITERM_PROGRAMS or environment.get("LC_TERMINAL") == "iTerm2":
            return "iterm"
    if environment.get("COLORTERM") in {"truecolor", "24bit"} or term.endswith("-direct"):
        return "truecolour"
    return "256"


def shown(image: Image, png: bytes, how: Protocol, columns: int, rows: int) -> str:
    """A picture becomes the characters that show it, at most `columns` wide and `rows` high."""
    cells = _cells(image.width, image.height, columns, rows)
    if how == "kitty":
        return _kitty(png, cells) + "\n"
    if how == "iterm":
        encoded = base64.b64encode(png).decode()
        return f"\x1b]1337;File=inline=1;size={len(png)};width={cells[0]};preserveAspectRatio=1:{encoded}\a\n"
    return _half_blocks(image, cells, exact=how == "truecolour")


def _cells(width: int, height: int, columns: int, rows: int) -> tuple[int, int]:
    """Columns and rows that keep the shape; a cell is twice as high as wide."""
    scale = min(columns / width, 2 * rows / height)
    return max(1, round(width * scale)), max(1, round(height * scale / 2))


def _kitty(png: bytes, cells: tuple[int, int]) -> str:
    encoded = base64.b64encode(png).decode()
    chunks = [encoded[at : at + _CHUNK] for at in range(0, len(encoded), _CHUNK)]
    head = f"a=T,f=100,c={cells[0]},r={cells[1]},"
    return "".join(
        f"\x1b_G{head if at == 0 else ''}m={int(at < len(chunks) - 1)};{chunk}\x1b\\"
        for at, chunk in enumerate(chunks)
    )


def _half_blocks(image: Image, cells: tuple[int, int], *, exact: bool) -> str:
    """Each cell is an upper half block: its own colour above, its background's below."""
    from PIL.Image import Resampling

    columns, rows = cells
    small = image.convert("RGB").resize((columns, 2 * rows), Resampling.LANCZOS)
    code = _exact if exact else _nearest
    return "".join(f"{''.join(_row(small, row, code))}\x1b[0m\n" for row in range(rows))


def _row(small: Image, row: int, code: Callable[[tuple[int, int, int]], str]) -> Iterator[str]:
    """The cells of a row; a colour is only named where it changes."""
    before = ("", "")
    for column in range(small.width):
        now = (f"38;{code(_pixel(small, column, 2 * row))}", f"48;{code(_pixel(small, column, 2 * row + 1))}")
        changed = ";".join(new for new, old in zip(now, before, strict=True) if new != old)
        before = now
        yield f"\x1b[{changed}m▀" if changed else "▀"


def _pixel(image: Image, x: int, y: int) -> tuple[int, int, int]:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    return int(red), int(green), int(blue)


def _exact(colour: tuple[int, int, int]) -> str:
    red, green, blue = colour
    return f"2;{red};{green};{blue}"


def _nearest(colour: tuple[int, int, int]) -> str:
    """The nearest of the 256 colours: the cube of 6 x 6 x 6, or for a grey the ramp of 24."""
    red, green, blue = colour
    if max(colour) - min(colour) < 8 and 8 <= red <= 238:
        return f"5;{232 + round((red - 8) / 10)}"
    levels = [0 if value < 48 else min(5, round((value - 55) / 40)) for value in (red, green, blue)]
    return f"5;{16 + 36 * levels[0] + 6 * levels[1] + levels[2]}"
