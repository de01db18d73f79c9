"""A real card of every layout is drawn as it was looked at, and small mistakes on it are seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from quotecards.layout import palettes
from quotecards.models import Credit

import golden
from board_cases import BOARDS

MARKS = "“"
SIGNS = {"marquee", "screenplay"}  # that show no quotation marks


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the still of photo layouts."""
    folder = tmp_path_factory.mktemp("still")
    golden.cards(folder)
    return folder / "evening.png"


def expected(layout):
    """What was looked at and committed."""
    sheet = golden.read(golden.CARDS.read_bytes())
    at = list(BOARDS).index(layout)
    wide, high = 1080 // golden.FIFTH, 1350 // golden.FIFTH
    left, top = at % golden.ACROSS * wide, at // golden.ACROSS * high
    return sheet.crop((left, top, left + wide, top + high))


@pytest.mark.parametrize("layout", BOARDS)
def test_a_card_of_every_layout_is_drawn_as_it_was(layout, place):
    """Every pixel of its picture; if the change is meant, look at it and run `make golden`."""
    actual, wanted = golden.reduced(golden.card_of(layout, place)), expected(layout)
    told = golden.difference(actual, wanted)
    if told:
        golden.keep(layout, actual, wanted)
        pytest.fail(f"{layout}: {told}; see tests/failed. Drawn with {golden.versions()}.")


# ---------------------------------------------------------------- planted mistakes


def first_mark_moved(layout, place):
    """The hanging mark 3 px further in."""
    scene = golden.card_of(layout, place)
    at = next(number for number, line in enumerate(scene.lines) if line.role == "quote")
    line = scene.lines[at]
    run, *runs = line.runs
    first, *pieces = run.pieces
    run = replace(run, pieces=(replace(first, x=first.x + 3), *pieces))
    lines = list(scene.lines)
    lines[at] = replace(line, runs=(run, *runs))
    return replace(scene, lines=tuple(lines))


def palette_colour_swapped(layout, place):
    """The credit in the accent of another palette."""
    other = palettes()["arcade"].accent
    scene = golden.card_of(layout, place)
    lines = [
        replace(line, runs=tuple(replace(run, colour=other) for run in line.runs))
        if line.role == "credit"
        else line
        for line in scene.lines
    ]
    return replace(scene, lines=tuple(lines))


def last_line_cut(layout, place):
    """The last line of the quote is missing."""
    scene = golden.card_of(layout, place)
    last = max(number for number, line in enumerate(scene.lines) if line.role == "quote")
    return replace(scene, lines=scene.lines[:last] + scene.lines[last + 1 :])


def wrong_marks(layout, place):
    """Quotation marks of another language."""
    return golden.card_of(layout, place, language="de")


def credit_forgotten(layout, place):
    """Nothing but the film is credited."""
    film = BOARDS[layout][2].film
    return golden.card_of(layout, place, credit=Credit(film=film, lines=(f"*{film}*",)))


def ornaments_forgotten(layout, place):
    """What lies over the ground, of the base and of the words, is missing."""
    scene = golden.card_of(layout, place)
    return replace(scene, base=scene.base[:2], parts=())


MISTAKES = [
    first_mark_moved,
    palette_colour_swapped,
    last_line_cut,
    wrong_marks,
    credit_forgotten,
    ornaments_forgotten,
]
BARE = {"plain", "space", "subtitle"}  # that have nothing over the ground
APPLIES = [
    pytest.param(layout, mistake, id=f"{layout}-{mistake.__name__}")
    for layout in BOARDS
    for mistake in MISTAKES
    if not (mistake is wrong_marks and layout in SIGNS)
    and not (mistake is ornaments_forgotten and layout in BARE)
]


@pytest.mark.parametrize(("layout", "mistake"), APPLIES)
def test_a_planted_mistake_on_a_real_card_is_caught(layout, mistake, place):
    """The comparison has teeth on each layout, though its picture is reduced."""
    assert "pixels differ" in golden.difference(golden.reduced(mistake(layout, place)), expected(layout))
