from __future__ import annotations

import tomllib

import pytest
from quotecards.errors import FontError, UsageError
from quotecards.fonts import HarfBuzz, Style, family
from quotecards.fonts.adding import add
from quotecards.fonts.catalogue import folder, forget


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user's folder of its own; the catalogue is read anew before and after."""
    monkeypatch.setenv("QUOTECARDS_HOME", str(tmp_path / "home"))
    forget()
    yield tmp_path / "home"
    forget()


@pytest.fixture
def runic(tmp_path):
    """A font of one rune that no other font has."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for at, point in enumerate([(100, 0), (500, 0), (500, 700)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "fehu"])
    made.setupCharacterMap({0x16A0: "fehu"})
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
