"""The seeds, read as an editor reads them: the right lines first, and nothing that is no line of the review."""

from __future__ import annotations

import pytest
from quotecards.clean import clean
from quotecards.read import reviews
from quotecards.score import score
from quotecards.segment import passages
from quotecards.select import Gates, best, gate
from quotecards.voices import voices


@pytest.fixture
def picks(seeds):
    """A seed's number becomes its best lines by the balanced taste."""

    def of(number, top):
        (path,) = seeds.glob(f"{number}_*.txt")
        (review,) = reviews(str(path))
        cleaned = clean(review)
        spoken = voices(cleaned)
        scored = gate(cleaned, score(cleaned, spoken, passages(cleaned, spoken)), Gates())
        return best(scored, top, Gates())

    return of


@pytest.mark.parametrize(
    ("number", "top", "line"),
    [
        ("000", 2, "Communication is the most urgent and difficult thing for human beings."),
        ("000", 2, "Building a solid relationship with others depends on communication and compromise"),
        ("001", 1, "What digital media hinders is not the attention to the world yet the courage"),
        ("002", 2, "it stands out as a poignant meditation on love, loneliness"),
        ("003", 1, "The machines won’t enslave you but it doesn’t solve all your problems either."),
        ("004", 2, "the spaces between the words are almost infinity."),
        ("004", 3, "We are only here briefly and in this moment I want to allow myself joy."),
    ],
)
def test_the_line_an_editor_would_lift_is_among_the_first(picks, number, top, line):
    """Each seed's known best line stands where a reader of the first cards sees it."""
    assert any(line in pick.text for pick in picks(number, top))


def test_the_passage_on_the_spaces_between_the_words_is_picked_whole_and_no_longer(picks):
    """Two sentences that carry one image: not one of them, not the paragraph."""
    first = picks("004", 1)[0]
    assert first.text.startswith("It’s like I’m reading a book")
    assert first.text.endswith("almost infinity.")
    assert (first.passage.kind, first.passage.form) == ("film", "passage")


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_boilerplate_plot_summary_or_swearing_is_among_the_ten_best(picks, number):
    """What belongs to the page, the plot or the awards stays off, whatever else is missing."""
    unwanted = (
        "Suggested videos", "top of page", "bottom of page", "Comment", "log in", "WordPress", "Có thể", "Trailer",
        "Spoiler", "Academy Award", "recent divorce", "fuck", "shit", "Excellent insight", "appreciate it",
    )  # fmt: skip
    for pick in picks(number, 10):
        assert not any(words.lower() in pick.text.lower() for words in unwanted), pick.text
        assert pick.text[0] not in ",.;:)"
