"""Stage 2: the phrases of the data file, checked on load and found on a page."""

from __future__ import annotations

import pytest
from quotecards.clean.phrases import read
from quotecards.datafiles import packaged
from quotecards.errors import DataError

HEAD = '[[phrases]]\nlabel = "x"\nwhy = "y"\n'


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (HEAD + "lines = ['a']\nlinse = ['b']\n", 1, "linse"),
        ('[[phrases]]\nlabel = "x"\nlines = ["a"]\n', 1, "needs label, why"),
        (HEAD, 1, "needs label, why"),
        (HEAD + "patterns = ['a(b']\n", 4, "a(b"),
        (HEAD + "lines = ['a']\n" + HEAD + "inside = ['(a)']\n", 8, "(?:...)"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_and_line(tmp_path, content, line, says):
    """A slip in the data is found on load, not by a review that goes wrong."""
    path = tmp_path / "phrases.toml"
    path.write_text(content)
    with pytest.raises(DataError) as caught:
        read(path)
    assert caught.value.where == f"{path}:{line}"
    assert says in caught.value.what


def test_the_first_entry_that_fits_wins(tmp_path):
    """By its words, its beginning or its pattern."""
    path = tmp_path / "phrases.toml"
    path.write_text(
        HEAD
        + "lines = ['so it is']\nstarts = ['and so']\n"
        + HEAD.replace('"x"', '"z"')
        + "patterns = ['so.*']\n"
    )
    phrases = read(path)
    assert phrases.of("So it is!") == ("x", "y")
    assert phrases.of("And so, on it goes") == ("x", "y")
    assert phrases.of("So what") == ("z", "y")
    assert phrases.of("Nothing of it") is None
    assert phrases.of("And so " + "on " * 30) is None


@pytest.mark.parametrize(
    "prose",
    [
        "By the sea.",
        "May",
        "Her",
        "Plot Summary",
        "Film: the art of light.",
        "With love from Paris",
        "Rated R for everything.",
        "It is a great film about spoilers and love that I will always remember.",
        "Have you ever been lonely",
        "Stars shine",
        "I want to share this film with everyone I know.",
        "She had to log in to her own life again, and it cost her everything.",
        "Follow her into the dark.",
        "« Je t’aime »",
    ],
)
def test_words_of_a_review_are_no_phrases(prose):
    """They only begin or sound like them."""
    assert read(packaged("clean", "phrases.toml")).of(prose) is None


def test_every_label_says_why():
    """What a user reads under --labels."""
    phrases = read(packaged("clean", "phrases.toml"))
    assert all(label and why for label, why in phrases.meanings.values())
    assert {label for label, _ in phrases.meanings.values()} >= {
        "navigation",
        "advertisement",
        "date",
        "byline",
        "login",
    }
