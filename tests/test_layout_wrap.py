from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quotecards.fonts import Square, Style
from quotecards.layout.rules import rules
from quotecards.layout.setting import Segment, advance, natural, tokens
from quotecards.layout.tight import chained
from quotecards.layout.words import words
from quotecards.layout.wrap import Limits, Text, Widths, between, measured, shapely, unshaped, wrap

STYLE = Style("square")
COSTS = rules().costs
SHAPE = rules().shape
ANY = 999


def text_of(sentence, costs=COSTS):
    return text_of_row(tokens([Segment(sentence, STYLE)]), costs)


def text_of_row(row, costs=COSTS):
    square = Square()
    widths = [advance(square, token, 10) for token in row]
    none = [0.0] * len(row)
    return measured(
        [token.word for token in row], Widths(widths, natural(square, row, 10), none, none), costs
    )


def broken(sentence, lines):
    parts = sentence.split()
    return [" ".join(parts[first : last + 1]) for first, last in lines.spans]


sentences = st.lists(
    st.sampled_from(["a", "the", "of", "film,", "love.", "words", "endless", "communicating", "I", "2013"]),
    min_size=1,
    max_size=9,
).map(" ".join)


@given(sentences, st.integers(1, 6), st.integers(5, 40))
@settings(max_examples=60, deadline=None)
def test_the_best_of_all_ways_is_found(sentence, lines, width):
    """What the table finds costs as much as the cheapest of all ways, tried one by one."""
    text = text_of(sentence)
    found = wrap(text, lines, Limits(width, ANY))
    limits = Limits(width, ANY)
    costs = text.band(ANY).table(min(lines, text.count), limits)
    ways = [
        sum(
            costs[span]
            for span in itertools.pairwise((0, *cuts, text.count))
            for span in [(span[0], span[1] - 1)]
        )
        for cuts in itertools.combinations(range(1, text.count), lines - 1)
    ]
    cheapest = min(ways, default=math.inf)
    if found is None:
        assert cheapest == math.inf
    else:
        assert found.cost * lines == pytest.approx(cheapest)


@given(sentences, st.integers(1, 9), st.integers(1, 60), st.integers(4, 42))
@settings(max_examples=100, deadline=None)
def test_no_line_is_wider_or_longer_than_allowed(sentence, lines, width, letters):
    """Every line keeps within its width and its characters, and all words are there in order."""
    text = text_of(sentence)
    found = wrap(text, lines, Limits(width, letters))
    if found is not None:
        rows = broken(sentence, found)
        assert len(rows) == lines
        assert " ".join(rows) == sentence
        assert all(len(row) <= min(width, letters) for row in rows)


@given(sentences, st.integers(5, 40), st.integers(9, 42))
@settings(max_examples=60, deadline=None)
def test_several_numbers_of_lines_are_solved_as_each_alone(sentence, width, letters):
    """What is found for one number of lines does not depend on those that it is looked for with."""
    text, limits = text_of(sentence), Limits(width, letters)
    together = unshaped(text, range(2, 7), limits)
    assert together == [wrap(text_of(sentence), lines, limits) for lines in range(2, 7)]


@given(
    sentences,
    st.integers(2, 7),
    st.tuples(
        st.integers(5, 40), st.integers(9, 42), st.sampled_from((0.0, 4.0)), st.sampled_from((0.0, 6.0))
    ),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_both_ways_to_solve_agree(sentence, lines, numbers, alone):
    """The few ways that fit a width hold the same best one as the table of all."""
    text, limits = text_of(sentence), Limits(*numbers, alone)
    found = chained(text.options(lines, limits.letters), lines, limits) if lines <= text.count else None
    whole = text.band(limits.letters).best([(lines, limits)])[0] if lines <= text.count else None
    assert found == whole


@given(sentences, st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_a_text_between_two_is_a_share_of_the_way(sentence, share):
    """Every line is as wide as the share of the way between its widths says."""
    low = text_of(sentence)
    wider = [2 * value for value in low.measures.ends]
    high = Text(low.measures._replace(starts=[2 * value for value in low.measures.starts], ends=wider), COSTS)
    middle = between(low, high, share)
    assert middle.width(0, low.count - 1) == pytest.approx(low.total * (1 + share))


@given(sentences, st.integers(2, 6), st.integers(5, 42))
@settings(max_examples=60, deadline=None)
def test_the_narrowest_lines_are_as_narrow_as_any(sentence, lines, letters):
    """At the least width that is told there is a way, and at less there is none."""
    text = text_of(sentence)
    narrowest = text.band(letters).narrowest(lines, letters)[-1]
    if narrowest < math.inf:
        assert wrap(text, lines, Limits(narrowest, letters)) is not None
        assert wrap(text, lines, Limits(narrowest - 1e-6, letters)) is None
    else:
        assert wrap(text, lines, Limits(math.inf, letters)) is None


@given(sentences, st.integers(1, 9), st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_shape_keeps_its_ratios(sentence, lines, width):
    """With a shape, no line but the last is under .60 of the longest, and the last not under .42."""
    text = text_of(sentence)
    found = wrap(text, lines, Limits(width, ANY), SHAPE)
    if found is not None and lines > 1:
        widths = [len(row) for row in broken(sentence, found)]
        assert min(widths[:-1]) >= 0.6 * max(widths) - 1e-9
        assert widths[-1] >= 0.42 * max(widths) - 1e-9
        assert shapely(text, found, SHAPE)


@given(sentences, st.integers(2, 5))
@settings(max_examples=60, deadline=None)
def test_weak_ends_give_way(sentence, lines):
    """The more a weak end costs, the less weak are the ends that are taken."""
    careless = text_of(sentence, replace(COSTS, weak=0.0))
    careful = text_of(sentence, replace(COSTS, weak=40.0))
    found = [wrap(text, lines, Limits(60, ANY)) for text in (careless, careful)]
    if found[0] is not None:
        weak = [word.weak for word in words(sentence)]
        before, after = (sum(weak[end] for end in way.ends[:-1]) for way in found)
        assert after <= before + 1e-9


def test_lines_end_with_the_sense():
    """A break after a comma or a stop wins over a slightly evener one."""
    sentence = "You meet someone special, you fall in love, whatever they do is endearing"
    found = wrap(text_of(sentence), 3, Limits(40, ANY))
    assert broken(sentence, found)[0].endswith("special,")


def test_a_name_is_not_parted_where_there_is_another_way():
    """What is bound stays on one line."""
    row = tokens([Segment("first of all it was done by Spike Jonze in LA", STYLE)], together=("Spike Jonze",))
    text = text_of_row(row)
    for lines in (2, 3, 4):
        ends = wrap(text, lines, Limits(30, ANY)).ends
        assert 7 not in ends


def test_a_hanging_mark_takes_no_width():
    """A line is measured from its first letter."""
    row = tokens([Segment("“a b”", STYLE)])
    text = measured([token.word for token in row], Widths([2, 2], [1], [1.0, 0.0], [0.0, 0.0]), COSTS)
    assert text.width(0, 1) == pytest.approx(4)
    assert text.width(0, 0) == 1


def test_a_break_that_may_not_be_is_never_taken():
    """Before a dash there is no way to break."""
    assert wrap(text_of("word –"), 2, Limits(30, ANY)) is None


def test_more_lines_than_words_is_no_way():
    """And none is none."""
    assert wrap(text_of("one two"), 3, Limits(30, ANY)) is None
    assert wrap(text_of("one two"), 0, Limits(30, ANY)) is None
