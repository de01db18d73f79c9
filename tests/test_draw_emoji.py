"""Emoji of colour: only where the user has added a font of them."""

from __future__ import annotations

import numpy as np
import pytest
from quotecards.draw import draw, file
from quotecards.errors import FontError
from quotecards.fonts.adding import add
from quotecards.fonts.coloured import coloured
from quotecards.layout import compose

from layout_cases import quote

pytestmark = pytest.mark.usefixtures("font_home")
RED = (230, 10, 20)
WORDS = "It glows \U0001f534 all night long."


def made(tmp_path, layers, version):
    """A font of one emoji, a square, painted by the layers of a COLR table."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for at, point in enumerate([(0, 0), (0, 800), (900, 800), (900, 0)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    built = FontBuilder(1000, isTTF=True)
    built.setupGlyphOrder([".notdef", "circle", "layer"])
    built.setupCharacterMap({0x1F534: "circle"})
    built.setupGlyf(dict.fromkeys((".notdef", "circle", "layer"), pen.glyph()))
    built.setupHorizontalMetrics(dict.fromkeys((".notdef", "circle", "layer"), (1000, 0)))
    built.setupHorizontalHeader(ascent=800, descent=-200)
    built.setupNameTable({"familyName": f"Colours {version}", "styleName": "Regular"})
    built.setupPost()
    built.setupCPAL([[tuple(level / 255 for level in (*RED, 255))]])
    built.setupCOLR({"circle": layers}, version=version)
    path = tmp_path / f"Colours-{version}.ttf"
    built.save(path)
    return path


FLAT = [("layer", 0)]
GRADIENT = {
    "Format": 10,
    "Glyph": "layer",
    "Paint": {"Format": 2, "PaletteIndex": 0, "Alpha": 1.0},
}


def reds(layout):
    """How many pixels of a card are of the emoji's red, and where its emoji stands."""
    scene = compose(quote(WORDS), palette="flashback", layout=layout)
    picture = np.asarray(draw(scene)).astype(int)
    return int((np.abs(picture - RED).max(axis=2) < 12).sum()), scene


@pytest.mark.parametrize("layout", ["panel", "title-card", "ticket"])
def test_an_added_font_of_colours_paints_emoji(tmp_path, layout):
    """Before, the emoji has the colour of the ink; after, its own, over its whole square, turned or not."""
    assert reds(layout)[0] == 0
    add(made(tmp_path, FLAT, 0))
    count, scene = reds(layout)
    size = next(line.size for line in scene.lines if line.role == "quote")
    assert count == pytest.approx(0.9 * 0.8 * size**2, rel=0.1)


def test_a_card_with_colours_becomes_the_same_file_each_time(tmp_path):
    """The file holds the pixels of the picture."""
    add(made(tmp_path, FLAT, 0))
    scene = compose(quote(WORDS), palette="sun-kissed", layout="panel")
    assert file(scene, "png") == file(scene, "png")
    assert coloured(next(r.face.path for line in scene.lines for r in line.runs if "colours" in r.face.path))


def test_text_keeps_its_own_fonts(tmp_path):
    """A font of emoji is the last that is asked for letters."""
    add(made(tmp_path, FLAT, 0))
    scene = compose(quote("No emoji here."), palette="flashback", layout="panel")
    assert not any("colours" in run.face.path for line in scene.lines for run in line.runs)


def test_colours_that_cannot_be_drawn_are_refused(tmp_path):
    """Gradients would come out as empty boxes."""
    with pytest.raises(FontError, match="cannot be drawn"):
        add(made(tmp_path, GRADIENT, 1))
