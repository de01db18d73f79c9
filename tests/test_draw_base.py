from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from quotecards.colour import luminance, luminances
from quotecards.draw import base
from quotecards.layout.palettes import palettes

from squares import letters, part

GREY = (part("ground", (0, 0, 64, 1350), "#606060", "#808080", "#A0A0A0", angle=180),)


def test_parts_are_painted_first_the_lowest():
    """What comes later lies on top; half a colour over another is their mean."""
    square = (0, 0, 4, 3)
    picture = base.paint(
        square,
        [
            part("fill", square, "#000000"),
            part("fill", (1, 0, 4, 3), "#FFFFFF"),
            part("fill", (2, 1, 4, 3), "#000000", opacity=0.2),
        ],
        0.0,
    )
    assert letters(picture, {"#000000": ".", "#FFFFFF": "#", "#CCCCCC": "o"}) == ".###\n.#oo\n.#oo"


def test_a_picture_is_black_where_nothing_is_painted():
    """There is no colour of its own under the parts."""
    assert base.paint((0, 0, 3, 2), [], 0.0).getcolors() == [(6, (0, 0, 0))]


def test_strips_leave_no_trace(monkeypatch):
    """However many rows are painted in one go, the picture is the same."""
    parts = [*GREY, part("lamp", (0, 0, 64, 200), "#FFEE00", opacity=0.8, x=0.3, y=0.5, radius=0.7)]
    found = []
    for rows in (7, 64, 500):
        monkeypatch.setattr(base, "STRIP", rows)
        found.append(base.paint((0, 0, 64, 200), parts, 0.25).tobytes())
    assert len(set(found)) == 1


def test_a_view_of_a_picture_is_cut_out_of_it():
    """Painting a window is painting all and cutting it out."""
    parts = [part("ground", (0, 0, 90, 60), "#FF9C7D", "#FFDC93", "#FFA3B8", angle=152)]
    whole = base.paint((0, 0, 90, 60), parts, 0.3)
    assert base.paint((11, 7, 70, 50), parts, 0.3).tobytes() == whole.crop((11, 7, 70, 50)).tobytes()


def test_a_gradient_grows_from_row_to_row_and_has_no_bands():
    """64 levels over 1350 rows: undithered there would be 64 bands of 21 rows; every 5 rows differ in the mean."""
    rows = np.asarray(base.paint((0, 0, 64, 1350), GREY, 0.0))[:, :, 0].mean(axis=1)
    means = rows.reshape(-1, 5).mean(axis=1)
    assert len(set(rows.tolist())) > 700
    assert (np.diff(means) > -0.15).all()
    assert len(set(np.round(means, 2).tolist())) > 200
    plain = np.round(np.interp(np.arange(1350), [0, 702, 1350], [96, 128, 160]))
    assert len(set(plain.tolist())) < 100


def test_an_ink_has_the_grain_of_its_place():
    """A view of ink equals a card full of that colour, cut out there, across the tile's edges."""
    view = (370, 5, 800, 420)
    whole = base.paint((0, 0, 800, 420), [part("fill", (0, 0, 800, 420), "#7D1220")], 0.2)
    assert base.ink(view, "#7D1220", 0.2).tobytes() == whole.crop(view).tobytes()


def test_an_ink_without_grain_is_its_colour():
    """No grain, no dither: exactly the colour."""
    assert base.ink((0, 0, 9, 9), "#7D1220", 0.0).getcolors() == [(81, (0x7D, 0x12, 0x20))]


@pytest.mark.parametrize("name", sorted(palettes()))
def test_ink_stands_on_the_final_pixels_of_every_palette(name):
    """With lamp, panel, grain and dither, each block of 9 px still gives ink 7:1 and accent 4.5:1.

    Both are 2 % more lenient here: grain moves a block's mean by a level or two.
    """
    palette = palettes()[name]
    whole = (0, 0, 270, 333)
    parts = [
        part("ground", whole, *palette.stops, angle=palette.angle),
        part("lamp", whole, palette.stops[1], opacity=0.85, x=0.7, y=0.3, radius=0.62),
        part("fill", (90, 0, 270, 270), palette.panel, opacity=palette.panel_opacity),
    ]
    picture = base.paint(whole, parts, palette.grain_opacity)
    blocks = luminances(np.asarray(picture.resize((30, 37), Image.Resampling.BOX)))
    for colour, needed in ((palette.ink, 7.0), (palette.accent, 4.5)):
        own = luminance(colour)
        ratios = (np.maximum(blocks, own) + 0.05) / (np.minimum(blocks, own) + 0.05)
        assert ratios.min() >= needed * 0.98
