"""Sizes searched best first, lines that never touch, rows that spread, and what is chosen for whom."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quotecards.fonts import HarfBuzz, Square, Style
from quotecards.layout import choose_palette, compose
from quotecards.layout.choose import choose_layouts
from quotecards.layout.clash import Touch
from quotecards.layout.column import quoted
from quotecards.layout.fit import Breaks, Room, ranked
from quotecards.layout.layouts import layout
from quotecards.layout.palettes import palette, palettes
from quotecards.layout.plan import plan
from quotecards.layout.rules import rules
from quotecards.layout.setting import Segment, advance, natural, tokens
from quotecards.layout.wrap import Limits, Widths, measured, shapely, wrap
from quotecards.sizes import size

from layout_cases import CASES, SIZES, case, every, lines, quote, scene

REAL = HarfBuzz()
DISPLAY = Style("libre-caslon-condensed", tracking=-0.022)
SENTENCES = st.lists(
    st.sampled_from(["a", "the", "film,", "love.", "words", "endless", "I"]), min_size=1, max_size=10
)


def breaks(sentence, *, reading=False):
    row = tokens([Segment(sentence, Style("square"))])
    square, none = Square(), [0.0] * len(row)
    widths = [advance(square, token, 10) for token in row]
    text = measured(
        [token.word for token in row], Widths(widths, natural(square, row, 10), none, none), rules().costs
    )
    return Breaks(lambda _: text, 100, rules().costs, reading=reading)


def room(width, height, **more):
    values = {"largest": 100, "least": 10, "leading": 1.1, "weight": 22, "rise": 0.8, "fall": 0.2}
    return Room(width=width, height=height, **(values | more))


# ---------------------------------------------------------------- fitting


@given(SENTENCES.map(" ".join), st.integers(60, 1200), st.integers(20, 1200))
@settings(max_examples=60, deadline=None)
def test_what_fits_keeps_within_its_room(sentence, width, height):
    """Every fit has lines within the width and, with its leading, within the height; the best comes first."""
    found = list(ranked(room(width, height), breaks(sentence)))
    scores = [fitted.score for fitted in found]
    assert scores == sorted(scores, reverse=True)
    text = breaks(sentence).sample
    for fitted in found[:10]:
        assert all(text.width(*span) * fitted.size <= width + 1e-6 for span in fitted.lines.spans)
        high = ((len(fitted.lines.ends) - 1) * fitted.leading + 1.0) * fitted.size
        assert high <= height + 0.01 * fitted.size
        assert fitted.spare == pytest.approx(height - high)


@given(SENTENCES.map(" ".join), st.integers(100, 900), st.integers(60, 900), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_search_misses_nothing(sentence, width, height, reading):
    """The first fit is as good as the best of all sizes and numbers of lines, tried one by one."""
    space, found = room(width, height), breaks(sentence, reading=reading)
    best = max((score for _, score in _all(space, found.sample, reading)), default=None)
    first = next(ranked(space, found), None)
    assert (first is None) == (best is None)
    if first is not None:
        assert first.score == pytest.approx(best, abs=1e-6)


def _all(space, text, reading):
    measure, shape = rules().measure, rules().shape
    for px in range(space.largest, space.least - 1, -2):
        leading = rules().led(space.leading, px)
        most = int((space.height - px) / (leading * px) + 1.0001) if space.height >= px else 0
        fewest = max(1, math.ceil(text.total * 0.96 * px / space.width))
        for count in range(fewest, min(most, fewest + rules().costs.lines, text.count) + 1):
            letters = measure.display if px >= measure.display_from else measure.reading
            way = wrap(text, count, Limits(space.width / px, letters), shape if reading else None)
            loose = 0.0
            if way is None:
                way = wrap(text, count, Limits(space.width / px, measure.never))
                loose = rules().costs.loose if way and reading and not shapely(text, way, shape) else 0.0
            if way is not None:
                yield px, math.log(px) * space.weight - way.cost - loose


def test_more_room_never_makes_smaller():
    """A wider and higher room holds the same words at the same size or larger."""
    sizes = [
        next(ranked(room(side, side), breaks("one two three four"))).size for side in (100, 200, 400, 800)
    ]
    assert sizes == sorted(sizes)


def test_nothing_shrinks_below_the_least():
    """Words that do not fit at the least size do not fit."""
    assert next(ranked(room(60, 20), breaks("communication")), None) is None


def test_a_mark_never_hangs_off_the_card():
    """The size is held back where the margin could not hold the mark."""
    free = next(ranked(room(800, 800, hang=0.4), breaks("two words")))
    held = next(ranked(room(800, 800, hang=0.4, margin=20), breaks("two words")))
    assert held.size <= 50 < free.size


def test_an_empty_card_costs():
    """Where filling counts, more and shorter lines win."""
    plain = next(ranked(room(900, 900), breaks("one two three four")))
    filled = next(ranked(room(900, 900, fill=200), breaks("one two three four")))
    assert len(filled.lines.ends) >= len(plain.lines.ends)


# ---------------------------------------------------------------- touching


def touch(text):
    return Touch(tokens([Segment(text, DISPLAY)]), REAL, 160)


def test_a_tail_over_a_stem_needs_more_leading():
    """p over l would meet at 1.0; p over a never does."""
    assert touch("p l").needed([(0, 0), (1, 1)]) > 1.0
    assert touch("p a").needed([(0, 0), (1, 1)]) == 0


def test_a_tail_beside_a_stem_is_no_matter():
    """The tail of y falls between the bowl and the stem of d."""
    assert touch("you doesn’t").needed([(0, 0), (1, 1)]) < 0.98


@pytest.mark.parametrize(("name", "made"), every("plain", "panel", "split"))
def test_ascenders_and_descenders_never_touch(name, made):
    """E3, on every card that is set solid: what each line needs is no more than its leading.

    Nor is a leading opened beyond its band by more than letters need that would touch else.
    """
    found = lines(made, "quote")
    spec = plan(layout(made.layout), size(made.size), palette("flashback"))
    case_name = name.split(" on ")[0]
    row = quoted(case(case_name), spec.quote)
    spans, first = [], 0
    for line in found:
        count = _tokens_on(row[first:], line.text)
        spans.append((first, first + count - 1))
        first += count
    needed = Touch(row, REAL, found[0].size).needed(spans)
    assert needed <= made.notes["leading"] + 0.002
    assert made.notes["leading"] <= max(needed, rules().widest(found[0].size)) + 0.002


def _tokens_on(row, text):
    said = ""
    for count, token in enumerate(row, 1):
        said += token.word.text + " " * token.word.spaced
        if said.rstrip() == text:
            return count
    raise AssertionError(text)


# ---------------------------------------------------------------- spreading


@pytest.mark.parametrize(("name", "made"), every("space"))
def test_gaps_grow_strictly_and_the_last_word_stands_alone(name, made):
    """Each gap is wider than the one above, each step longer, and the last word alone at the right."""
    found = lines(made, "quote")
    gaps = [_gap(line) for line in found]
    assert all(after > before for before, after in pairwise(gaps) if math.isfinite(before))
    steps = [below.baseline - above.baseline for above, below in pairwise(found)]
    assert all(after > before for before, after in pairwise(steps))
    assert len(found[-1].text.split()) == 1
    assert steps[0] >= 1.28 * found[0].size - 1


def _gap(line):
    """The least px between two words of a spread line; infinite for a single word."""
    pieces = sorted((piece for run in line.runs for piece in run.pieces), key=lambda piece: piece.x)
    words = line.text.split()
    ends, at = [], 0
    for word in words[:-1]:
        used = ""
        while used != word:
            used += pieces[at].text
            at += 1
        ends.append(pieces[at].x - pieces[at - 1].x)
    return min(ends, default=math.inf)


@pytest.mark.parametrize("at", SIZES)
def test_rows_are_justified(at):
    """All rows of more than one word begin and end at the margins."""
    made = scene("space", "space", at)
    for line in lines(made, "quote")[1:]:
        assert line.ink.right == pytest.approx(made.safe.right, abs=3) or line.text.endswith("”")
        if " " in line.text:
            assert line.ink.left == pytest.approx(made.safe.left, abs=3)


@pytest.mark.parametrize("at", SIZES)
def test_the_credit_is_level_with_the_last_word(at):
    """One baseline for both."""
    made = scene("space", "space", at)
    assert lines(made, "credit")[-1].baseline == lines(made, "quote")[-1].baseline


def test_the_board_is_met():
    """The passage that the layout was drawn for breaks as on its board."""
    found = [line.text for line in lines(scene("space", "space", "portrait"), "quote")]
    assert found == [
        "“I can still feel you, and the",
        "words of our story, but it’s",
        "in this endless space",
        "between the words",
        "that I’m",
        "finding",
        "myself",
        "now.”",
    ]


# ---------------------------------------------------------------- choosing


def test_a_films_passage_is_spread_and_a_long_one_gets_a_page():
    """By voice and length: what a layout is made for comes first."""
    assert compose(case("space"), palette="flashback").layout in {"screenplay", "space"}
    assert compose(case("long"), palette="flashback").layout in {"margin", "screenplay"}
    assert compose(case("life"), palette="flashback").layout in {"marquee", "plain", "title-card"}


def test_a_reviewers_line_is_not_spread():
    """The spread belongs to the film's own words."""
    for seed in range(10):
        assert choose_layouts(case("media"), seed)[0][0].name in {"credits-roll", "panel", "split", "ticket"}


def test_seeds_bring_variety_and_nothing_else_does():
    """The same quote and seed get the same layout and palette; other seeds bring others."""
    one = case("media")
    chosen = [(choose_layouts(one, seed)[0][0].name, choose_palette(one, seed)) for seed in range(30)]
    assert chosen == [(choose_layouts(one, seed)[0][0].name, choose_palette(one, seed)) for seed in range(30)]
    assert {name for name, _ in chosen} == {"credits-roll", "panel", "split", "ticket"}
    assert len({name for _, name in chosen}) > 10


def test_the_quotes_of_a_review_take_turns():
    """Cards of one review differ: neighbours in rank get another palette, and layouts that stand equal alternate."""
    ranks = [case("media", rank=rank) for rank in (1, 2, 3)]
    assert len({choose_palette(one) for one in ranks}) == 3
    assert len({choose_layouts(one)[0][0].name for one in ranks}) == 3


def test_most_palettes_chosen_are_light():
    """Pastels are the house's: about five in six, and every palette has its turn."""
    known = palettes()
    chosen = [choose_palette(quote("a line", source=f"{number}.txt")) for number in range(600)]
    assert 0.78 < Counter(known[name].mode for name in chosen)["light"] / 600 < 0.88
    assert set(chosen) == set(known)


@pytest.mark.parametrize("name", CASES)
def test_every_choice_has_its_reason(name):
    """The layout's idea, whose voice it is, and how many words."""
    for one, why in choose_layouts(case(name)):
        assert one.idea in why
        assert f"{len(CASES[name][0].split())} words" in why
