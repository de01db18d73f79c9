"""Words that change with their size are measured at two sizes, and come out as at each."""

from __future__ import annotations

import pytest
from quotecards.fonts import HarfBuzz, Square, Style, optical
from quotecards.layout.optical import Texts
from quotecards.layout.rules import rules
from quotecards.layout.setting import Segment, advance, natural, tokens
from quotecards.layout.wrap import Widths, measured

REAL = HarfBuzz()
SERIF = Style("newsreader", axes=(("wght", 330.0),), tracking=-0.012)
SENTENCE = "“Every quiet word of it is chosen by someone who would rather not say so, and so it stays.”"


def made(style, least, largest, measurer=REAL):
    row = tokens([Segment(SENTENCE, style)])
    asked = []

    def measure(size):
        asked.append(size)
        none = [0.0] * len(row)
        advances = [advance(measurer, token, size) for token in row]
        widths = Widths(advances, natural(measurer, row, size), none, none)
        return measured([token.word for token in row], widths, rules().costs)

    return Texts(measure, measurer, style, least, largest), measure, asked


@pytest.mark.parametrize("size", [46, 52, 58, 64, 70])
def test_between_its_ends_a_text_is_as_wide_as_if_it_were_measured(size):
    """A line of any words differs by less than a third of a px."""
    texts, measure, _ = made(SERIF, 44, 120)
    found, exact = texts.at(size), measure(size)
    for last in range(found.count):
        assert found.width(0, last) * size == pytest.approx(exact.width(0, last) * size, abs=0.34)


def test_two_sizes_are_measured_and_no_more():
    """However many are asked for."""
    texts, _, asked = made(SERIF, 44, 120)
    for size in range(120, 42, -2):
        texts.at(size)
    assert sorted(asked) == [44, 72] or sorted(asked) == [44, 120]


def test_from_the_end_of_its_optical_sizes_on_a_text_is_one():
    """Beyond, nothing changes, and nothing is measured again."""
    texts, _, asked = made(SERIF, 44, 120)
    assert texts.at(120) is texts.at(72)
    assert len(asked) == 1


def test_a_font_that_does_not_change_is_measured_once():
    """It has no optical sizes."""
    style = Style("ysabeau", axes=(("wght", 560.0),))
    assert optical(style) is None
    texts, _, asked = made(style, 30, 90)
    assert texts.at(30) is texts.at(64) is texts.at(90)
    assert len(asked) == 1


class Bent(Square):
    """Widths that are not in proportion between sizes."""

    def advance(self, text, style, size):
        return super().advance(text, style, size) * (1 + (size - 44) ** 2 / 1e4)


def test_a_font_that_is_not_in_proportion_is_measured_at_every_size():
    """Half way between two sizes it is elsewhere than half way between its widths."""
    texts, measure, asked = made(SERIF, 44, 72, Bent())
    assert texts.at(58).total == pytest.approx(measure(58).total)
    assert 58 in asked
