"""A card in the terminal: the right protocol by the environment alone, and the right colours."""

from __future__ import annotations

import base64
import re

import pytest
from PIL import Image
from quotecards.cli import terminal

FLAG = Image.new("RGB", (40, 40), (255, 0, 0))
FLAG.paste((0, 0, 255), (0, 20, 40, 40))


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM_PROGRAM": "WezTerm"}, "iterm"),
        ({"LC_TERMINAL": "iTerm2"}, "iterm"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, "256"),
        ({"TERM": "tmux-256color", "LC_TERMINAL": "iTerm2", "COLORTERM": "truecolor"}, "truecolour"),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "truecolour"),
        ({"TERM": "xterm-direct"}, "truecolour"),
        ({"TERM": "xterm"}, "256"),
        ({}, "256"),
    ],
)
def test_the_environment_tells_what_a_terminal_can(environment, protocol):
    """The best that is sure to work there."""
    assert terminal.protocol(environment) == protocol


def test_half_blocks_keep_the_shape_and_the_colours():
    """A cell is two pixels: the upper is its ink, the lower its ground."""
    text = terminal.shown(FLAG, b"", "truecolour", 8, 100)
    rows = text.splitlines()
    assert [row.count("▀") for row in rows] == [8] * 4
    assert rows[0].startswith("\x1b[38;2;255;0;0;48;2;")
    assert "48;2;0;0;255" in rows[-1]
    assert all(row.endswith("\x1b[0m") for row in rows)


@pytest.mark.parametrize(("columns", "rows"), [(8, 100), (200, 2), (1, 1)])
def test_a_picture_never_leaves_its_cells(columns, rows):
    """It is as large as both limits allow."""
    lines = terminal.shown(Image.new("RGB", (1080, 1350)), b"", "256", columns, rows).splitlines()
    assert 1 <= len(lines) <= max(rows, 1)
    assert 1 <= lines[0].count("▀") <= columns


@pytest.mark.parametrize(
    ("colour", "number"),
    [
        ((0, 0, 0), 16),
        ((255, 255, 255), 231),
        ((255, 0, 0), 196),
        ((128, 128, 128), 244),
        ((8, 8, 8), 232),
        ((95, 135, 175), 67),
    ],
)
def test_the_nearest_of_256_colours(colour, number):
    """Cube and grey ramp as xterm numbers them."""
    assert terminal._nearest(colour) == f"5;{number}"


def test_kitty_gets_the_file_in_chunks():
    """Chunks of 4096 characters, the last one says that it is."""
    png = bytes(range(256)) * 40
    text = terminal.shown(FLAG, png, "kitty", 10, 10)
    chunks = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", text)
    assert base64.b64decode("".join(data for _, data in chunks)) == png
    assert all(len(data) <= 4096 for _, data in chunks)
    assert [control.endswith("m=1") for control, _ in chunks] == [True] * (len(chunks) - 1) + [False]
    assert chunks[0][0].startswith("a=T,f=100,c=10,r=5,")


def test_iterm_gets_the_file_at_once():
    """Its size in bytes and its width in cells stand before it."""
    text = terminal.shown(FLAG, b"png", "iterm", 10, 10)
    assert (
        text
        == f"\x1b]1337;File=inline=1;size=3;width=10;preserveAspectRatio=1:{base64.b64encode(b'png').decode()}\a\n"
    )
