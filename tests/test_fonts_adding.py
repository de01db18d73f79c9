from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from quotecards.errors import FontError, UsageError
from quotecards.fonts import HarfBuzz, Style, families, family
from quotecards.fonts.adding import add
from quotecards.fonts.catalogue import folder
from quotecards.layout import compose, forget
from quotecards.models import Credit

from layout_cases import quote

pytestmark = pytest.mark.usefixtures("font_home")


@pytest.fixture
def runic(tmp_path):
    """A font of one rune that no other font has, and of a letter that another has."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for at, point in enumerate([(100, 0), (500, 0), (500, 700)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "fehu"])
    made.setupCharacterMap({0x16A0: "fehu", 0x05D0: "fehu"})
    made.setupGlyf({".notdef": pen.glyph(), "fehu": pen.glyph()})
    made.setupHorizontalMetrics({".notdef": (600, 0), "fehu": (600, 100)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Two Runes", "styleName": "Regular"})
    made.setupPost()
    path = tmp_path / "Two Runes.ttf"
    made.save(path)
    return path


def test_a_letter_of_an_added_font_is_set_in_it(runic, home):
    """Before, the letter is refused; after, it comes from the copy in the user's folder."""
    with pytest.raises(FontError, match="quotecards fonts add"):
        HarfBuzz().shape("ᚠ", Style("newsreader"), 60)
    one = add(runic)
    assert (one.name, one.label) == ("two-runes", "Two Runes")
    (glyph,) = HarfBuzz().shape("ᚠ", Style("newsreader"), 60).glyphs
    assert glyph.face.path == str(home / "fonts" / "two-runes" / "Two-Runes.ttf")
    assert HarfBuzz().shape("a", Style("newsreader"), 60).glyphs[0].face.path.endswith("newsreader-roman.ttf")


def test_what_was_measured_before_is_measured_anew(runic, home):
    """Credits, spaces and sides are kept by their style, which is the same when the font below it is another."""
    letters = Credit(lines=("א א א", "ᚠ"))
    words = quote("Quiet, patient, and very nearly perfect.", Credit(lines=("א א א",)))

    def faces():
        made = compose(words, palette="tea-house", layout="panel")
        return {Path(run.face.path).name for line in made.lines if line.role == "credit" for run in line.runs}

    before = faces()
    add(runic)
    assert faces() == {"Two-Runes.ttf"} != before
    assert compose(replace(words, credit=letters), palette="tea-house", layout="panel")


def test_whoever_looks_at_files_again_looks_at_fonts_again(runic, home):
    """A catalogue that was changed by hand is read by whoever forgets what was read of layouts."""
    add(runic)
    (home / "fonts.toml").write_text("")
    assert "two-runes" in families()
    forget()
    assert "two-runes" not in families()


def test_a_variable_font_keeps_its_axes(home):
    """Weight and optical size are written down, and the optical size follows the px."""
    one = add(folder() / "newsreader" / "newsreader-roman.ttf")
    assert {tag: (low, high) for tag, low, high in one.axes} == {"opsz": (6, 72), "wght": (200, 800)}
    assert family(one.name).optical == "opsz"
    assert tomllib.loads((home / "fonts.toml").read_text())[one.name]["last"] == 0


def test_a_second_font_stands_beside_the_first(runic):
    """What was in the user's catalogue stays there; the same font twice is refused."""
    add(runic)
    add(folder() / "newsreader" / "newsreader-roman.ttf")
    assert family("two-runes").label == "Two Runes"
    with pytest.raises(UsageError, match="already"):
        add(runic)


@pytest.mark.parametrize("name", ["none.ttf", "text.ttf", "empty.ttf", "page.html"])
def test_what_is_no_font_is_refused_and_nothing_written(name, tmp_path, home):
    """A missing file, a text that is called a font, an empty file, another kind of file."""
    path = tmp_path / name
    if name != "none.ttf":
        path.write_text("" if name == "empty.ttf" else "no font at all")
    with pytest.raises(FontError) as caught:
        add(path)
    assert caught.value.remedy
    assert not home.exists()


def test_the_command_tells_where_a_font_went_and_what_is_none(run, runic, tmp_path):
    """`fonts add` names the new family and its file; a text file is refused with exit code 5."""
    done = run("fonts", "add", str(runic))
    assert done.code == 0
    assert done.out.startswith("two-runes  Two Runes: ")
    (tmp_path / "text.ttf").write_text("no font")
    assert run("fonts", "add", str(tmp_path / "text.ttf")).code == 5
