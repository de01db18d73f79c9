"""What would keep a good line off a card: told by flags, in plain cases of each fault."""

from __future__ import annotations

import pytest
from quotecards.datafiles import load, packaged
from quotecards.errors import DataError
from quotecards.score import holds, line
from quotecards.score.weights import model

NAMES = tuple(feature.name for feature in model().features)


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("leans", "For one, the film is a marvel of patience."),
        ("leans", "The same problem spoils the film."),
        ("points", "The film sets this dilemma within a farce."),
        ("points", "The film deserves a place on that list."),
        ("elsewhere", "The film is dimmer than the novel."),
        ("generic", "Watching a film usually requires patience."),
        ("facts", "The film is a marvel of the year 1987."),
        ("plot", "The film is about a sailor who marries a ghost."),
        ("plot", "Most of the film is devoted to a search at sea."),
        ("scene", "The scene is a marvel of patience."),
        ("aside", "I saw the film with my sister, and it is a marvel."),
        ("cut", "The film is a marvel of…"),
        ("cut", "By Anna Berg “Low Tide” is a marvel of patience."),
        ("brackets", "The film (all of it) is a marvel of patience."),
        ("glued", "The film is a marvel of ghostkitchen patience."),
    ],
)
def test_each_fault_has_its_flag(flag, text):
    """The flag stands on the line that has the fault, and not on the same praise without it."""
    assert flag in line(text, "verdict").flags
    assert flag not in line("The film is a marvel of patience.", "verdict").flags


def test_a_this_that_means_the_film_points_at_nothing_before():
    """Everyone who reads the card knows what film it speaks of."""
    for text in (
        "This quiet film is a marvel.",
        "There is no end to this film’s patience.",
        "This is a marvel of a film.",
    ):
        assert "points" not in line(text, "verdict").flags, text


def test_a_word_that_the_repair_parts_for_sure_holds_nothing_back():
    """On the card it stands repaired."""
    assert "glued" not in line("The film is a marvel ofpatience.", "verdict").flags
    assert "glued" not in line("It is a tale that starsEllen Bright.", "verdict").flags


def test_a_name_with_a_capital_inside_holds_nothing_back():
    """RoboCop is one word, however often a review says it."""
    for text in ("RoboCop is a savage, funny, moving film.", "Only MacDowell keeps the film awake."):
        assert "glued" not in line(text, "verdict").flags, text


@pytest.mark.parametrize(
    ("field", "value"),
    [("features", ["no_such"]), ("lacks", ["no_such"]), ("patterns", ["(open"]), ("patterns", ["Capital"])],
)
def test_a_wrong_hold_is_told_with_its_place(field, value, monkeypatch):
    """A feature that does not exist, a pattern that is none, one that could never be met."""
    data = {**load(packaged("gates", "holds.toml"))}
    data["plot"] = {**data["plot"], field: value}
    monkeypatch.setattr(holds, "load", lambda _: data)
    with pytest.raises(DataError, match="plot") as told_of:
        holds.holds.__wrapped__(NAMES)
    assert "holds.toml" in told_of.value.where
