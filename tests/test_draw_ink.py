from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from PIL import features
from quotecards.draw import base, ink
from quotecards.draw import face as faces
from quotecards.draw.canvas import Full
from quotecards.draw.ground import Ground
from quotecards.errors import ExitCode, FontError
from quotecards.models import Box, Face, Glow, Piece, Run

import squares
from squares import letters

FONTS = squares.FONTS
NEWSREADER = str(FONTS / "newsreader" / "newsreader-roman.ttf")
CASLON = str(FONTS / "libre-caslon-condensed" / "libre-caslon-condensed-roman.ttf")
NAMES = {"#FFFFFF": ".", "#000000": "#", "#7F7F7F": "o", "#808080": "o", "#BFBFBF": "-", "#404040": "+"}


@pytest.fixture(scope="session")
def face(tmp_path_factory):
    return squares.build(tmp_path_factory.mktemp("fonts") / "squares.ttf")


def drawn(face, *pieces, size=4, width=12, height=6, names=NAMES, **more):
    """The letters of a white card after a black run was written on it."""
    card = white(width, height)
    ink.write(card, Run(face, size, "#000000", pieces, **more))
    return letters(card.image(), names).split("\n")


def white(width, height, grain=0.0):
    """A white canvas of levels."""
    return Full(Ground(np.full((height, width, 3), 255, np.uint8), None, grain))


def placed(run):
    """The mask and the place of a run's first piece."""
    return ink._placed(run)[0]


def test_a_letter_stands_on_its_baseline_at_its_pen(face):
    """A full em square of 4 px with its pen at 2, 5 fills columns 2 to 5 and rows 1 to 4."""
    assert drawn(face, Piece("A", 2, 5)) == [
        "............",
        "..####......",
        "..####......",
        "..####......",
        "..####......",
        "............",
    ]


def test_letters_of_every_shape_stand_side_by_side(face):
    """Left half, lower half, and one that hangs below the baseline."""
    assert drawn(face, Piece("L", 0, 4), Piece("b", 4, 4), Piece("g", 8, 4)) == [
        "##..........",
        "##..........",
        "##..########",
        "##..########",
        "........####",
        "........####",
    ]


def test_a_word_is_drawn_in_one_go(face):
    """A piece may hold several letters; the font's advances space them."""
    assert drawn(face, Piece("LbA", 0, 4), height=4) == [
        "##......####",
        "##......####",
        "##..########",
        "##..########",
    ]


def test_a_pen_between_pixels_shades_both(face):
    """Half a pixel to the right: edges share what they cover, nothing is rounded away."""
    assert drawn(face, Piece("A", 2.5, 4), height=4)[1] == "..o###o....."
    assert drawn(face, Piece("A", 2.25, 4), height=4)[1] == "..+###-....."


def test_a_line_stands_on_a_whole_pixel(face):
    """A baseline between pixels goes to the nearest, so that a letter looks the same on every line."""
    assert [row[3] for row in drawn(face, Piece("A", 2, 5.25))] == [".", "#", "#", "#", "#", "."]
    assert drawn(face, Piece("A", 2, 4.75)) == drawn(face, Piece("A", 2, 5))


def test_a_pen_is_rounded_to_a_quarter_pixel(face):
    """Finer steps than a quarter are not told apart, so that masks can be kept."""
    assert drawn(face, Piece("A", 2.2, 4)) == drawn(face, Piece("A", 2.3, 4))
    assert drawn(face, Piece("A", 1.9, 4)) == drawn(face, Piece("A", 2.0, 4))


def test_a_large_letter_stands_on_whole_pixels(face):
    """Above 256 px a pixel is a four-hundredth of the letter, and masks a sixteenth as dear."""
    mask, x, y = placed(Run(face, 300, "#000000", (Piece("A", 10.4, 400.4),)))
    assert (x, y + mask.height) == (10, 400)


def test_a_clip_cuts(face):
    """Nothing is inked outside the clip, on any side; a clip beside the letter leaves nothing."""
    whole = Piece("A", 0, 4)
    assert drawn(face, whole, width=5, height=5, clip=Box(1, 1, 3, 3)) == [
        ".....",
        ".##..",
        ".##..",
        ".....",
        ".....",
    ]
    assert set("".join(drawn(face, whole, clip=Box(8, 0, 12, 6)))) == {"."}


def test_letters_over_the_cards_edge_are_cut_off(face):
    """A letter may bleed off every side of the card without wrapping round."""
    assert drawn(face, Piece("A", -2, 2), Piece("A", 10, 8)) == [
        "##..........",
        "##..........",
        "............",
        "............",
        "..........##",
        "..........##",
    ]
    assert set("".join(drawn(face, Piece("A", 40, 4)))) == {"."}


def test_a_run_without_ink_leaves_the_card_alone(face):
    """No pieces, or a space alone, is no error."""
    assert set("".join(drawn(face))) == {"."}
    assert set("".join(drawn(face, Piece(" ", 2, 4)))) == {"."}


def test_overlapping_letters_ink_once(face):
    """Where two letters of a run lie on each other there is the union, not a seam or a doubled shade."""
    assert drawn(face, Piece("A", 0, 4), Piece("A", 2, 4), width=6, height=4) == ["######"] * 4


def test_runs_of_one_colour_are_written_in_one_go(face):
    """In order; what glows or is clipped stands alone, so that its glow lies over what came before."""
    plain = [Run(face, 4, colour, (Piece("A", 0, 4),)) for colour in ("#000000", "#000000", "#FFFFFF")]
    lit = dataclasses.replace(plain[0], glow=(Glow("#FFFFFF", 2.0),))
    cut = dataclasses.replace(plain[0], clip=Box(0, 0, 2, 2))
    runs = [*plain, lit, lit, plain[0], cut, plain[0]]
    groups = list(ink.together(runs))
    assert [run for group in groups for run in group] == runs
    assert [len(group) for group in groups] == [2, 1, 1, 1, 1, 1, 1]


def test_runs_written_in_one_go_are_runs_written_one_by_one(face):
    """Letters stand where their own run has them, whatever was written with them."""
    one, other = white(30, 20), white(30, 20)
    runs = [
        Run(face, size, "#000000", (Piece("L", 3.3, at), Piece("b", 15, at)))
        for size, at in ((4, 7), (8, 17))
    ]
    ink.write(one, *runs)
    for run in runs:
        ink.write(other, run)
    assert one.image().tobytes() == other.image().tobytes()


def test_features_are_obeyed(face):
    """Ligatures are on by themselves, and off where a run says so."""
    assert drawn(face, Piece("fi", 0, 4), width=8, height=4)[0] == "........"
    assert drawn(face, Piece("fi", 0, 4), width=8, height=4, features=("-liga",))[0] == "######.."


def test_a_right_to_left_piece_starts_at_its_left_end(face):
    """`x` is the left end of a piece whichever way it is read."""
    assert drawn(face, Piece("א", 3, 4, rtl=True), width=8, height=4)[0] == "...####."


def test_raqm_is_present_and_asked_for(face):
    """Shaping never falls back to the simple layout, which differs between versions."""
    assert features.check("raqm")
    assert faces.font(face, 12.0).layout_engine == faces.ImageFont.Layout.RAQM


def test_a_pillow_without_raqm_is_refused(face, monkeypatch):
    """Rather an error with its remedy than cards that look different."""
    monkeypatch.setattr(faces.features, "check", lambda _: False)
    with pytest.raises(FontError, match="RAQM"):
        faces.font(face, 13.5)


@pytest.mark.parametrize("content", [b"", b"no font at all", None])
def test_a_file_that_is_no_font_is_named(tmp_path, content):
    """Empty, text or missing: the error names the file."""
    path = tmp_path / "wrong.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FontError) as caught:
        faces.font(Face(str(path)), 20.0)
    assert caught.value.where == str(path)
    assert caught.value.exit_code == ExitCode.DATA


def test_axes_are_set_by_their_tags(face):
    """Heavier is more ink, in whatever order the font keeps its axes; what is not asked for is the default."""

    def weight(*axes):
        mask, _, _ = placed(Run(Face(NEWSREADER, axes), 60, "#000000", (Piece("m", 0, 60),)))
        return np.asarray(mask.image).sum(dtype=int)

    light, bold = weight(("opsz", 18.0), ("wght", 200.0)), weight(("opsz", 18.0), ("wght", 800.0))
    assert light < weight(("wght", 400.0)) < bold
    assert weight(("wght", 400.0)) == weight(("opsz", 18.0)) == weight(("opsz", 18.0), ("wght", 400.0))
    assert weight(("opsz", 6.0)) != weight(("opsz", 72.0))


def test_an_axis_that_the_font_lacks_is_named():
    """A layout that asks for a width of a font without one is told so."""
    with pytest.raises(FontError, match="'wdth'"):
        faces.font(Face(NEWSREADER, (("wdth", 80.0),)), 20.0)


@pytest.mark.parametrize("size", [34, 60, 100, 200])
@pytest.mark.parametrize("letter", "lHxg")
@pytest.mark.parametrize("path", [NEWSREADER, CASLON])
def test_a_letter_is_its_outline_and_nothing_else(path, letter, size):
    """No hinting moves an edge: the ink begins and ends where the scaled outline does, at every size."""
    font = TTFont(path)  # a variable font's own outlines are those of its defaults
    glyphs, name = font.getGlyphSet(), font.getBestCmap()[ord(letter)]
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    scale = size / font["head"].unitsPerEm
    mask, x, y = placed(Run(Face(path), size, "#000000", (Piece(letter, 20, 300),)))
    found = _ink_box(mask.image)
    wanted = [pen.bounds[0] * scale, -pen.bounds[3] * scale, pen.bounds[2] * scale, -pen.bounds[1] * scale]
    there = [found[0] + x - 20, found[1] + y - 300, found[2] + x - 20, found[3] + y - 300]
    # A curve's tip covers little of its last quarter pixel, so an edge may look that much further in.
    assert there == pytest.approx(wanted, abs=0.3)


def test_a_stem_grows_in_step_with_the_size():
    """The width of a stem, to a hundredth of a pixel, is proportional to the size: hinting would round it."""
    widths = {}
    for size in (50, 100, 200):
        mask, _, _ = placed(Run(Face(CASLON), size, "#000000", (Piece("l", 0, 0),)))
        rows = np.asarray(mask.image) / 255
        widths[size] = rows[len(rows) // 2].sum()
    assert widths[100] == pytest.approx(2 * widths[50], abs=0.02)
    assert widths[200] == pytest.approx(2 * widths[100], abs=0.02)
    assert widths[100] % 1 > 0.05


def _ink_box(mask):
    """Where ink begins and ends on each side, to a fraction of a pixel by the shade of the edge."""
    shade = np.asarray(mask) / 255
    across, down = shade.max(axis=0), shade.max(axis=1)
    return [
        *(_edge(line) for line in (across, down)),
        *(line.size - _edge(line[::-1]) for line in (across, down)),
    ]


def _edge(line):
    first = int(np.nonzero(line > 0)[0][0])
    return first + 1 - line[first]


def test_letters_carry_the_cards_grain(face):
    """Grain lies over the ink as over all else: the same as a card full of the ink's colour."""
    card = white(40, 40, 0.3)
    ink.write(card, Run(face, 40, "#7D1220", (Piece("A", 0, 40),)))
    assert card.image().tobytes() == base.ink((0, 0, 40, 40), "#7D1220", 0.3).tobytes()
    assert len(card.image().getcolors()) > 5


# ---------------------------------------------------------------- turned


def test_a_turned_letter_stands_beside_its_pivot(face):
    """A quarter turn clockwise: what stood right above the pen now stands right below it."""
    assert drawn(face, Piece("L", 4, 4), width=9, height=9, angle=90, pivot=(4, 4)) == [
        ".........",
        ".........",
        ".........",
        ".........",
        "....####.",
        "....####.",
        ".........",
        ".........",
        ".........",
    ]


def test_a_turned_line_keeps_its_letters_in_line(face):
    """Half a turn round the middle of two letters is their picture upside down and mirrored."""
    upright = drawn(face, Piece("L", 2, 6), Piece("b", 6, 6), width=12, height=8)
    turned = drawn(face, Piece("L", 2, 6), Piece("b", 6, 6), width=12, height=8, angle=180, pivot=(6, 4))
    assert turned == [row[::-1] for row in upright[::-1]]


@pytest.mark.parametrize("angle", [-2.2, 1.1, 33, 90, 200])
def test_turning_changes_no_weight(angle):
    """A letter has as much ink turned as upright, and its middle goes where the turn takes it."""
    words = Run(Face(CASLON), 60, "#000000", (Piece("m", 100, 120),), pivot=(130, 90))
    first, second = (_weighed(dataclasses.replace(words, angle=turn)) for turn in (0.0, angle))
    assert second[0] == pytest.approx(first[0], rel=0.01)
    x, y = first[1] - 130, first[2] - 90
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    assert second[1:] == pytest.approx((130 + x * cosine - y * sine, 90 + x * sine + y * cosine), abs=0.3)


def _weighed(run):
    """The ink of a run, and where its middle is."""
    card = white(260, 200)
    ink.write(card, run)
    dark = 255 - np.asarray(card.image())[:, :, 0].astype(float)
    rows, columns = np.indices(dark.shape) + 0.5
    return dark.sum(), (dark * columns).sum() / dark.sum(), (dark * rows).sum() / dark.sum()


# ---------------------------------------------------------------- glow


def test_a_glow_lies_under_the_letters_and_fades(face):
    """Its own colour all round, weaker with every pixel; the letter itself stays clean."""
    card = white(60, 60)
    ink.write(card, Run(face, 20, "#000000", (Piece("A", 20, 40),), glow=(Glow("#FF0000", 4.0),)))
    row = np.asarray(card.image())[30]
    assert row[25].tolist() == [0, 0, 0]
    assert row[19, 0] == 255
    reds = 255 - row[:20, 1].astype(int)
    assert (np.diff(reds) >= 0).all()
    assert reds[19] > 60
    assert reds[5] < 6


def test_a_shadow_may_stand_below_and_be_weak(face):
    """`down` moves it, `opacity` scales it."""

    def shade(**more):
        card = white(60, 80)
        ink.write(card, Run(face, 20, "#FFFFFF", (Piece("A", 20, 40),), glow=(Glow("#000000", 3.0, **more),)))
        return 255 - np.asarray(card.image())[:, :, 0].astype(int)

    assert shade(down=12)[45, 30] > shade()[45, 30]
    assert shade(opacity=0.4)[42, 30] == pytest.approx(0.4 * shade()[42, 30], abs=2)


def test_a_glow_at_the_cards_edge_is_cut_off(face):
    """A letter in the corner glows as one inside does, as far as there is a card."""
    inside, corner = white(80, 80), white(40, 40)
    for card, at in ((inside, 40), (corner, 0)):
        ink.write(card, Run(face, 20, "#000000", (Piece("A", at, at + 20),), glow=(Glow("#0000FF", 4.0),)))
    assert inside.image().crop((40, 40, 80, 80)).tobytes() == corner.image().tobytes()
