from __future__ import annotations

import math
import unicodedata

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from quotecards.draw.ink import font
from quotecards.errors import DataError, FontError, UsageError
from quotecards.fonts import HarfBuzz, Square, Style, families, family, stack
from quotecards.fonts.catalogue import folder
from quotecards.fonts.outline import Pen

MEASURER = HarfBuzz()
TEXT = Style("newsreader", axes=(("wght", 330.0),), tracking=-0.012)
DISPLAY = Style("libre-caslon-condensed")
CREDIT = Style("ysabeau", axes=(("wght", 560.0),))
TITLE = DISPLAY._replace(italic=True)
STYLES = [TEXT, DISPLAY, CREDIT, TITLE, TEXT._replace(italic=True), CREDIT._replace(italic=True)]
WESTERN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789“”‘’«».,;:!?…—–-&()é"


def letters(text, style, size=80):
    return [glyph.text for glyph in MEASURER.shape(text, style, size).glyphs]


# ---------------------------------------------------------------- the catalogue


def test_every_family_has_its_files_and_says_what_it_is_for():
    """Eighteen families, each file there, each with a label and a use."""
    found = families()
    assert len(found) == 18
    for one in found.values():
        assert one.label
        assert one.use
        assert all(path.is_file() for path in (*one.roman, *one.italic))


def test_the_packaged_fonts_come_first_then_the_repositorys(tmp_path, monkeypatch):
    """A wheel has its own copy; a checkout uses the folder beside the package; neither is told plainly."""
    room = tmp_path / "quotecards"
    monkeypatch.setattr("quotecards.fonts.catalogue._ROOM", room)
    with pytest.raises(FontError, match="nowhere"):
        folder()
    (tmp_path / "fonts").mkdir()
    assert folder() == tmp_path / "fonts"
    (room / "fonts_files").mkdir(parents=True)
    assert folder() == room / "fonts_files"


def test_an_unknown_family_names_the_nearest():
    """A slip of the finger is answered with the name that was meant."""
    with pytest.raises(UsageError, match="Did you mean newsreader"):
        family("newsreeder")


def test_a_users_family_is_added_by_one_file(home):
    """The user's own fonts.toml names files in the fonts folder beside it."""
    (home / "fonts").mkdir()
    courier = folder() / "courier-prime" / "courier-prime-roman-latin.ttf"
    (home / "fonts" / "mine.ttf").write_bytes(courier.read_bytes())
    (home / "fonts.toml").write_text('[mine]\nlabel = "Mine"\nroman = ["mine.ttf"]\n')
    assert family("mine").roman == (home / "fonts" / "mine.ttf",)
    assert "newsreader" in families()


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[mine]\nroman = ["gone.ttf"]\n', 2, "not there"),
        ('[mine]\nlabel = "Mine"\n', 1, "roman"),
        ('[mine]\nroman = ["a.ttf"]\nromans = 1\n', 3, "romans"),
    ],
)
def test_a_wrong_catalogue_tells_file_and_line(home, text, line, what):
    """What is wrong with the user's catalogue is told with its place."""
    (home / "fonts.toml").write_text(text)
    with pytest.raises(DataError, match=what) as caught:
        families()
    assert caught.value.where == f"{home / 'fonts.toml'}:{line}"


@pytest.mark.parametrize("name", ["newsreader", "libre-caslon-condensed", "sorts-mill-goudy", "ysabeau"])
@pytest.mark.parametrize("italic", [False, True])
def test_the_text_families_cover_what_is_claimed(name, italic):
    """Latin with its accents, quotation marks of Europe, Cyrillic and Greek can be set in every text family."""
    for text in (WESTERN, "łŁšžőğşţČĐÞßæœÅñ", "„“‚‘›‹", "Привет", "Ελλάδα"):
        assert MEASURER.shape(text, Style(name, italic), 60).advance > 0


# ---------------------------------------------------------------- shaping


@pytest.mark.parametrize(
    ("style", "text", "pieces"),
    [
        (TEXT, "office.”", ["o", "ffi", "c", "e", ".", "”"]),
        (TEXT, "flight", ["fl", "i", "g", "h", "t"]),
        (DISPLAY, "act", ["a", "c", "t"]),
        (TITLE, "Destiny", ["D", "e", "s", "t", "i", "n", "y"]),
        (TITLE, "crisp", ["c", "r", "i", "s", "p"]),
        (TITLE, "fire", ["fi", "r", "e"]),
        (TEXT, "cafe\u0301", ["c", "a", "f", "e\u0301"]),
    ],
)
def test_letters_join_where_they_should(style, text, pieces):
    """fi, ff and fl join; ornaments as ct and st do not; marks stay with their letter."""
    assert letters(text, style) == pieces


def test_the_ornaments_of_an_italic_can_be_asked_for():
    """A style that names the feature gets what is kept apart otherwise."""
    assert letters("star", TITLE._replace(features=("liga",)))[0] == "st"


@given(st.sampled_from(STYLES), st.text(WESTERN, min_size=1, max_size=12))
def test_each_piece_alone_is_what_it_is_within_its_word(style, text):
    """A piece is drawn by itself: shaped alone it gives the very glyphs that it has in the word."""
    shaped = MEASURER.shape(text, style, 80)
    assert "".join(glyph.text for glyph in shaped.glyphs) == text
    for face in {glyph.face for glyph in shaped.glyphs}:
        together = [g for glyph in shaped.glyphs if glyph.face == face for g in _numbers(glyph.text, face)]
        whole = [number for part in _runs(shaped, face) for number in _numbers(part, face)]
        assert sorted(together) == sorted(whole)


def _runs(shaped, face):
    """The letters of a word that stand together in a face."""
    runs, last = [], None
    for glyph in shaped.glyphs:
        if glyph.face == face:
            apart = last is None or (last[-1] == "s" and glyph.text[0] in "tp")
            runs = [*runs, glyph.text] if apart else [*runs[:-1], runs[-1] + glyph.text]
            last = glyph.text
        else:
            last = None
    return runs


def _numbers(text, face):
    made = hb.Font(hb.Face(hb.Blob.from_file_path(face.path)))
    made.set_variations(dict(face.axes))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.language = "en"
    buffer.guess_segment_properties()
    hb.shape(made, buffer, {"dlig": False, "locl": False})
    return [info.codepoint for info in buffer.glyph_infos]


@given(st.sampled_from(STYLES), st.text(WESTERN, min_size=1, max_size=12))
def test_advance_and_shape_agree(style, text):
    """The quick measure is the sum of the pieces."""
    shaped = MEASURER.shape(text, style, 80)
    assert MEASURER.advance(text, style, 80) == pytest.approx(shaped.advance, abs=1e-9)
    assert sum(glyph.advance for glyph in shaped.glyphs) == pytest.approx(shaped.advance, abs=1e-9)


def test_styles_and_sizes_by_turns_are_not_mistaken_for_each_other():
    """What was measured last is known at once, and only for its own style and size."""
    asked = [(style, size) for style in (TEXT, TITLE) for size in (20, 60)]
    alone = {one: HarfBuzz().advance("Hamburgefonstiv", *one) for one in asked}
    assert len(set(alone.values())) == 3  # the title's font has no optical sizes
    for one in [*asked, *reversed(asked), *asked[::2], *asked[1::2]]:
        assert MEASURER.advance("Hamburgefonstiv", *one) == alone[one]


def test_tracking_counts_once_for_each_piece():
    """Tracked text is wider by the tracking times its pieces, ligatures counted once."""
    loose = DISPLAY._replace(tracking=0.1)
    more = MEASURER.advance("office", loose, 90) - MEASURER.advance("office", DISPLAY, 90)
    assert more == pytest.approx(0.1 * len(letters("office", DISPLAY)))


def test_optical_sizes_follow_the_size_up_to_their_end():
    """Newsreader is another drawing at 44 px than at 60, and one and the same from 72 px on."""
    widths = [MEASURER.advance("the words", TEXT, size) for size in (44, 60, 72, 120)]
    assert len(set(widths)) == 3
    assert widths[2] == widths[3]
    assert dict(stack(TEXT, 44).faces[0].axes) == {"opsz": 44.0, "wght": 330.0}


def test_axes_are_kept_within_what_a_family_has():
    """EB Garamond begins at weight 400; a style that asks for 330 gets its lightest."""
    garamond = next(face for face in stack(TEXT, 100).faces if "eb-garamond" in face.path)
    assert dict(garamond.axes) == {"wght": 400.0}


@pytest.mark.parametrize(
    ("style", "text", "files"),
    [
        (CREDIT, "Łódź", ["ysabeau-roman-latin-ext", "ysabeau-roman-latin", "ysabeau-roman-latin-ext"]),
        (TEXT, "да", ["eb-garamond-roman"]),
        (DISPLAY, "να", ["eb-garamond-roman"]),
        (CREDIT, "да", ["ysabeau-roman-cyrillic"]),
    ],
)
def test_a_letter_comes_from_the_first_file_that_has_it(style, text, files):
    """The family's own subsets come first, then the family for other scripts."""
    found = [
        glyph.face.path.split("/")[-1].removesuffix(".ttf")
        for glyph in MEASURER.shape(text, style, 60).glyphs
    ]
    assert [name for at, name in enumerate(found) if at == 0 or name != found[at - 1]] == files


def test_a_character_that_no_font_has_is_named():
    """The message holds the character, its number and its name, and says what to do."""
    with pytest.raises(FontError) as caught:
        MEASURER.shape("so ᚠ", TEXT, 60)
    assert "ᚠ (U+16A0 RUNIC LETTER FEHU FEOH FE F)" in str(caught.value)
    assert "quotecards fonts add" in caught.value.remedy


def test_spaces_of_every_kind_need_no_glyph():
    """No-break and narrow spaces have a width and draw nothing."""
    assert letters("«\u202foui", TEXT) == ["«", "o", "u", "i"]
    assert MEASURER.advance("«\u202foui", TEXT, 60) > MEASURER.advance("«oui", TEXT, 60)


def test_the_machines_language_chooses_no_letters():
    """Forms by language are off, so the same words look the same everywhere."""
    assert "-locl" in TEXT.features
    assert "-dlig" in TEXT.features


@pytest.mark.parametrize("style", [TEXT, DISPLAY, TITLE, CREDIT])
@pytest.mark.parametrize("text", ["hyphen", "Quietly", "“Joy.”", "Éléphant"])
def test_ink_is_where_pillow_draws_it(style, text):
    """The box that layout reckons with is the box that drawing fills, to a pixel."""
    size = 200
    shaped = MEASURER.shape(text, style._replace(tracking=0.0), size)
    image = Image.new("L", (2000, 600))
    pen = ImageDraw.Draw(image)
    for glyph in shaped.glyphs:
        drawn = font(glyph.face, size)
        pen.text(
            (300 + glyph.x * size, 300), glyph.text, 255, drawn, anchor="ls", features=["-dlig", "-locl"]
        )
    left, top, right, bottom = image.getbbox()
    assert left - 300 == pytest.approx(shaped.ink.left * size, abs=2)
    assert top - 300 == pytest.approx(shaped.ink.top * size, abs=2)
    assert right - 300 == pytest.approx(shaped.ink.right * size, abs=2)
    assert bottom - 300 == pytest.approx(shaped.ink.bottom * size, abs=2)


# ---------------------------------------------------------------- stems and tails


def test_stems_and_tails_are_found():
    """p and g hang below the baseline, l and d rise; x keeps within."""
    for text, up, down in (("l", True, False), ("p", False, True), ("x", False, False), ("g", False, True)):
        stems, tails = MEASURER.reaches(text, TEXT, 100)
        assert (bool(stems), bool(tails)) == (up, down), text


def test_a_reach_keeps_to_its_slice():
    """The stem of a d stands at its right; its bowl does not count."""
    stems, _ = MEASURER.reaches("d", DISPLAY, 160)
    assert min(one.left for one in stems) > 0.2
    assert max(one.far for one in stems) == pytest.approx(
        -MEASURER.shape("d", DISPLAY, 160).ink.top, abs=0.01
    )


def test_an_outline_is_walked_without_gaps():
    """Curves of both kinds become short steps that meet."""
    pen = Pen()
    pen.moveTo((0, 0))
    pen.qCurveTo((50, 100), (100, 0))
    pen.curveTo((120, -50), (160, -50), (180, 0))
    pen.closePath()
    for (_, end), (start, _) in zip(pen.steps, pen.steps[1:], strict=False):
        assert end == start
    assert pen.steps[-1][1] == (0, 0)
    assert max(math.dist(*step) for step in pen.steps[:-1]) < 30


# ---------------------------------------------------------------- the measurer of tests


def test_the_square_measurer_can_be_reckoned_in_the_head():
    """Every character is one em wide; only those that are seen are drawn."""
    square, style = Square(), Style("any")
    assert square.advance("ab c", style, 10) == 4
    assert [glyph.x for glyph in square.shape("ab c", style, 10).glyphs] == [0, 1, 3]
    assert square.shape("abc", style, 10).ink.right == 3
    stems, tails = square.reaches("ab", style, 10)
    assert (stems[0].far, tails[0].far) == (0.8, 0.2)
    assert unicodedata.name(square.shape("x", style, 1).glyphs[0].text) == "LATIN SMALL LETTER X"
