from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from quotecards.draw import FORMATS, base, canvas, draw, encode, file, ground, ink
from quotecards.errors import DataError, UsageError
from quotecards.layout.palettes import palettes
from quotecards.models import Piece

import golden
import squares
from squares import letters, line, part, scene

NAMES = {"#FFFFFF": ".", "#000000": "#", "#FF0000": "r", "#FF7F7F": "p", "#FF8080": "p", "#0000FF": "b"}

# What a fresh process prints for the golden scenes: a hash for each scene and format.
HASHES = """
import hashlib, golden
from quotecards.draw import FORMATS, draw, encode, file
for name, scene in golden.scenes().items():
    for kind in FORMATS:
        for data in (encode(draw(scene), kind), file(scene, kind)):
            print(name, kind, hashlib.sha256(data).hexdigest())
"""


def forget():
    """Nothing is kept any more."""
    ground.forget()
    for shelf in (base._inks, ink._kept):
        shelf.clear()


@pytest.fixture(scope="session")
def face(tmp_path_factory):
    return squares.build(tmp_path_factory.mktemp("fonts") / "squares.ttf")


def test_a_card_is_base_then_parts_then_lines(face):
    """What comes later lies on top: the ground, a part that came with the words, the words."""
    card = draw(
        scene(
            10,
            6,
            base=[part("fill", (0, 0, 10, 6), "#FFFFFF"), part("fill", (0, 4, 10, 6), "#0000FF")],
            parts=[part("fill", (2, 1, 8, 5), "#FF0000")],
            lines=[line(face, 4, "#000000", Piece("L", 4, 5))],
        )
    )
    assert letters(card, NAMES).split("\n") == [
        "..........",
        "..rr##rr..",
        "..rr##rr..",
        "..rr##rr..",
        "bbrr##rrbb",
        "bbbbbbbbbb",
    ]


def test_parts_may_be_translucent_and_reach_beyond_the_card():
    """Half red over white is pink; what lies outside is cut off, a part wholly outside is nothing."""
    card = draw(
        scene(
            6,
            3,
            parts=[
                part("fill", (3, -5, 90, 2), "#FF0000", opacity=0.5),
                part("fill", (-9, -9, -1, -1), "#000000"),
                part("fill", (40, 0, 50, 3), "#000000"),
            ],
        )
    )
    assert letters(card, NAMES).split("\n") == ["...ppp", "...ppp", "......"]


def test_a_part_of_many_colours_is_drawn_with_the_words_as_in_the_base():
    """A gradient laid later is the one painted first, pixel by pixel, its grain included."""
    whole = (0, 0, 120, 90)
    stops = ("#FF9C7D", "#FFDC93", "#FFA3B8")
    gradient = part("ground", whole, *stops, angle=152)
    early = draw(scene(120, 90, base=[gradient], grain=0.2))
    late = draw(scene(120, 90, parts=[gradient], grain=0.2))
    assert early.tobytes() == late.tobytes()


def test_a_flat_part_has_the_same_grain_late_as_early():
    """The film lies over everything alike; paints keep it to a level."""
    shape = part("fill", (0, 0, 120, 90), "#7D1220")
    early = np.asarray(draw(scene(120, 90, base=[shape], grain=0.3))).astype(int)
    late = np.asarray(draw(scene(120, 90, parts=[shape], grain=0.3))).astype(int)
    assert np.abs(early - late).mean() < 1
    assert np.corrcoef(early[:, :, 0].ravel(), late[:, :, 0].ravel())[0, 1] > 0.95


def test_drawing_leaves_no_trace_on_the_next_card(face):
    """The ground that is kept is never written on: a card without words after one with them is bare."""
    bare = draw(scene(10, 6, grain=0.2)).tobytes()
    draw(scene(10, 6, lines=[line(face, 4, "#000000", Piece("A", 2, 5))], grain=0.2))
    assert draw(scene(10, 6, grain=0.2)).tobytes() == bare


def test_a_warm_card_is_a_cold_card():
    """Nothing that is kept between cards changes one."""
    warm = {name: draw(one).tobytes() for name, one in golden.scenes().items()}
    forget()
    assert {name: draw(one).tobytes() for name, one in golden.scenes().items()} == warm


def test_two_processes_make_the_same_bytes():
    """The same scene is the same file, in every format, in a process of its own."""
    here = "".join(
        f"{name} {kind} {hashlib.sha256(data).hexdigest()}\n"
        for name, one in golden.scenes().items()
        for kind in FORMATS
        for data in (encode(draw(one), kind), file(one, kind))
    )
    there = subprocess.run(
        [sys.executable, "-W", "error", "-c", HASHES],
        cwd=Path(__file__).parent,
        env={"PYTHONPATH": str(Path(__file__).parent), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout == here


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", golden.scenes())
def test_a_file_shows_the_picture(name, kind):
    """Spliced or not, the pixels that a decoder reads are those of the picture encoded whole."""
    one = golden.scenes()[name]
    whole = golden.read(encode(draw(one), kind))
    assert golden.difference(golden.read(file(one, kind)), whole) == ""


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_file_shows_the_picture_whatever_is_touched(face, data):
    """Any size, with letters anywhere, many or none: the spliced file is the whole one, pixel by pixel."""
    width, height = data.draw(st.integers(1, 150)), data.draw(st.integers(1, 130))
    stops = data.draw(st.sampled_from([("#FF9C7D", "#FFDC93", "#FFA3B8"), ("#000000", "#00FF00", "#0000FF")]))
    pens = data.draw(st.lists(st.tuples(st.integers(-20, 160), st.integers(-20, 140)), max_size=4))
    one = scene(
        width,
        height,
        base=[part("ground", (0, 0, width, height), *stops, angle=33)],
        lines=[line(face, 12, "#7D1220", Piece("Lg", x, y)) for x, y in pens],
        grain=data.draw(st.sampled_from([0.0, 0.3])),
    )
    for kind in ("png", "jpeg"):
        whole = golden.read(encode(draw(one), kind))
        assert golden.difference(golden.read(file(one, kind)), whole) == ""


def test_a_file_tells_nothing_of_the_cards_before_it(face):
    """The same bytes as the first card of a process and after others on the same ground."""
    cards = [
        scene(200, 90, lines=[line(face, 20, "#7D1220", Piece("A", 60, row))], grain=0.2)
        for row in (30, 60, 88)
    ]
    for kind in FORMATS:
        fresh = []
        for one in cards:
            forget()
            fresh.append(file(one, kind))
        forget()
        assert [file(one, kind) for one in reversed(cards)] == fresh[::-1]


@pytest.mark.parametrize("name", ["sun-kissed", "neon-night"])
def test_paints_are_unseen_on_a_card(name):
    """A card in paints differs from the one in levels by less than a level on the mean, edges included."""
    palette = palettes()[name]
    whole = (0, 0, 540, 675)
    under = (
        part("ground", whole, *palette.stops, angle=palette.angle),
        part("lamp", whole, palette.stops[1], opacity=0.85, x=0.08, y=0.86, radius=0.8),
        part("fill", (70, 0, 540, 600), palette.panel, opacity=palette.panel_opacity),
    )
    lines = [
        line(golden.NEWSREADER, 50, palette.ink, Piece("Nobody home", 90, 100 + 60 * row)) for row in range(7)
    ]
    one = scene(540, 675, base=under, lines=lines, grain=palette.grain_opacity)
    full = canvas.over(ground.of(540, 675, under, palette.grain_opacity))
    for row in lines:
        ink.write(full, row.runs[0])
    off = np.abs(np.asarray(draw(one)).astype(int) - np.asarray(full.image()))
    assert off.mean() < 1
    assert np.quantile(off, 0.999) <= 12


def test_an_unknown_part_is_refused_in_base_and_parts():
    """A scene that asks for what cannot be drawn is an error that names it, wherever it stands."""
    barcode = part("barcode", (0, 0, 4, 4))
    for wrong in (scene(4, 4, base=[barcode]), scene(4, 4, parts=[barcode])):
        with pytest.raises(DataError, match="'barcode'"):
            draw(wrong)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_read_back_as_itself(kind):
    """A picture comes out as the format that was asked for, in its size, also from other modes than RGB."""
    import io

    for mode in ("RGB", "RGBA", "L"):
        read = Image.open(io.BytesIO(encode(Image.new(mode, (20, 12)), kind)))
        assert (read.format.lower(), read.size) == (kind, (20, 12))


def test_an_unknown_format_names_those_that_are_known():
    """The error says what to ask for instead."""
    with pytest.raises(UsageError, match=r"'jpg'.*png, jpeg, webp.*Did you mean jpeg\?"):
        encode(Image.new("RGB", (2, 2)), "jpg")
    with pytest.raises(UsageError, match="'gif'"):
        file(scene(4, 4), "gif")
