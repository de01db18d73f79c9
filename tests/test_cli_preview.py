"""`preview` writes one card and shows it only to someone who looks."""

from __future__ import annotations

import io
import sys

import pytest
from PIL import Image
from quotecards.errors import ExitCode

PICTURE = Image.new("RGB", (1080, 1350), (255, 160, 130))


@pytest.fixture
def review(inside, quick):
    """A review of two lines, and cards with a picture."""
    (inside / "My Review.txt").write_text("A first line.\nA second line.")
    plain = quick.card

    def card(*arguments, **more):
        made = plain(*arguments, **more)
        object.__setattr__(made, "image", PICTURE)
        return made

    quick.card = card
    return inside


def test_the_best_quote_is_written_under_a_name_of_its_own(run, review):
    """Slug, rank and size; the path is the result, no picture goes into a pipe."""
    done = run("preview", "My Review.txt")
    assert (done.code, done.out, done.err) == (ExitCode.OK, "my-review-1-portrait.png\n", "")
    assert (review / "my-review-1-portrait.png").read_bytes() == b"png portrait sun-kissed A first line."


@pytest.mark.parametrize(
    ("flags", "name", "content"),
    [
        (["--rank", "2"], "my-review-2-portrait.png", b"png portrait sun-kissed A second line."),
        (
            ["--size", "story", "--format", "jpeg"],
            "my-review-1-story.jpg",
            b"jpeg story sun-kissed A first line.",
        ),
        (["--out", "here/card.webp"], "here/card.webp", b"webp portrait sun-kissed A first line."),
        (["--out", "card", "--palette", "neon-night"], "card", b"png portrait neon-night A first line."),
    ],
)
def test_flags_choose_the_quote_and_the_looks(run, review, flags, name, content):
    """The format follows the name of the file unless it is given."""
    assert run("preview", "My Review.txt", *flags).out == f"{name}\n"
    assert (review / name).read_bytes() == content


def test_a_note_is_short(run, review):
    """Eight words are shown in the margin; nine are told to be too many, not cut."""
    assert run("preview", "My Review.txt", "--note", "a b c d e f g h").code == ExitCode.OK
    done = run("preview", "My Review.txt", "--note", "a b c d e f g h i")
    assert done.code == ExitCode.USAGE
    assert "9 words are too many for a note" in done.err


def test_a_note_that_is_not_shown_is_told(run, review):
    """With the reason that the scene gives; the card is made all the same."""
    done = run("preview", "My Review.txt", "--note", "and mine never did")
    assert (done.code, done.err) == (ExitCode.OK, "! The note is not shown: panel has no place for one.\n")
    assert run("preview", "My Review.txt").err == ""


def test_words_of_ones_own_are_set_with_their_credit(run, review, quick):
    """Straight marks turn curly; each --credit is a line."""
    seen = []
    card = quick.card
    quick.card = lambda quote, *rest, **more: seen.append(quote) or card(quote, *rest, **more)
    done = run(
        "preview", "--text", "It's just like in real life.", "--credit", "on *Her*", "--credit", "2013"
    )
    assert done.out == "its-just-like-in-real-life-1-portrait.png\n"
    assert (seen[0].quote, seen[0].credit.lines) == ("It’s just like in real life.", ("on *Her*", "2013"))
    assert (review / "its-just-like-in-real-life-1-portrait.png").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "a SOURCE or --text, one of the two"),
        (["My Review.txt", "--text", "words"], "a SOURCE or --text, one of the two"),
        (["My Review.txt", "--credit", "me"], "--credit belongs to --text"),
        (["--text", "  "], "no words to set"),
        (["My Review.txt", "--rank", "3"], "there is no quote 3: this review has 2"),
        (["My Review.txt", "--rank", "0"], "--rank"),
        (["My Review.txt", "--out", "card.gif"], ".gif is no format of a card"),
    ],
)
@pytest.mark.usefixtures("review")
def test_what_does_not_go_together_is_told(run, arguments, says):
    """Exit code 2 and the reason."""
    done = run("preview", *arguments)
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert says in done.err


@pytest.mark.parametrize(
    ("environment", "sign"),
    [
        ({"TERM": "xterm-256color"}, "\x1b[38;5;"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "\x1b[38;2;255;160;130"),
        ({"TERM": "xterm-kitty"}, "\x1b_Ga=T,f=100,"),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, "\x1b_Ga=T,f=100,"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, None),
        ({"TERM": "dumb"}, None),
    ],
)
@pytest.mark.usefixtures("review")
def test_a_terminal_gets_the_picture_and_then_the_path(monkeypatch, environment, sign):
    """A picture of an image protocol is no colour, half blocks are; so NO_COLOR leaves only the former."""
    from quotecards.cli import main

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["preview", "My Review.txt"]) == ExitCode.OK
    monkeypatch.undo()
    *picture, path = screen.getvalue().splitlines()
    assert path == "my-review-1-portrait.png"
    assert bool(picture) == bool(sign)
    assert (sign or "") in "".join(picture)
