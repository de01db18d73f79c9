from __future__ import annotations

from dataclasses import replace

import pytest
from quotecards.layout import carousel, compose, sizes
from quotecards.layout.credits import gathered, paged

from board_cases import BOARDS
from layout_cases import HER, LONG, quote

PALETTE, WORDS, CREDIT, WORTH, NOTE = BOARDS["margin"]


def page(note=NOTE, emphasis=WORTH, size="portrait", **more):
    """A reader's page with a note on it."""
    return compose(
        quote(WORDS, CREDIT, "film", note=note, emphasis=emphasis, **more),
        palette=PALETTE,
        layout="margin",
        size=size,
    )


def written(scene):
    """The lines of the note."""
    return [line for line in scene.lines if line.role == "note"]


@pytest.mark.parametrize("size", sizes())
def test_a_note_stands_beside_what_it_speaks_of(size):
    """Right of the words, within the safe area, tilted, in a hand, as tall as its brace or clear of the head."""
    one = page(size=size)
    lines = written(one)
    assert " ".join(line.text for line in lines) == NOTE
    words = max(line.ink.right for line in one.lines if line.role == "quote")
    assert all(line.ink.left > words for line in lines)
    assert all(one.safe.left <= line.ink.left and line.ink.right <= one.safe.right + 2 for line in lines)
    assert {run.angle for line in lines for run in line.runs} == {-5}
    assert all("aurore" in run.face.path for line in lines for run in line.runs)
    heads = [line.ink for line in one.lines if line.role == "head"]
    assert all(line.ink.top > head.bottom for line in lines for head in heads)


def test_a_brace_holds_what_is_marked_and_meets_no_letter():
    """From the top of the first stroke to the foot of the last, between the words and the note."""
    one = page()
    [brace] = [part for part in one.parts if part.kind == "stroke"]
    strokes = [part.box for part in one.parts if part.kind == "polygon"]
    assert brace.box.top == pytest.approx(min(box.top for box in strokes), abs=6)
    assert brace.box.bottom == pytest.approx(max(box.bottom for box in strokes), abs=8)
    for line in one.lines:
        ink, box = line.ink, brace.box
        assert (
            ink.right <= box.left or ink.left >= box.right or ink.bottom <= box.top or ink.top >= box.bottom
        )


def test_without_marked_words_there_is_no_brace():
    """The note stands by the first lines."""
    one = page(emphasis=None)
    assert written(one)
    assert not [part for part in one.parts if part.kind == "stroke"]


@pytest.mark.parametrize("note", [None, "", "one two three four five six seven eight nine", "x" * 40])
def test_what_is_no_note_is_left_out(note):
    """None is made up, and one of more than eight words or without room is not shown."""
    one = page(note=note)
    assert not written(one)
    assert not [part for part in one.parts if part.kind == "stroke"]


@pytest.mark.parametrize(
    ("note", "layout", "says"),
    [
        (NOTE, "margin", ""),
        (None, "panel", ""),
        ("x" * 40, "margin", "; the note is not shown: it has no room on margin"),
        (NOTE, "panel", "; the note is not shown: panel has no place for one, as margin has"),
        ("a b c d e f g h i", "margin", "; the note is not shown: 9 words are more than 8"),
    ],
)
def test_a_note_that_is_not_shown_is_told(note, layout, says):
    """The scene says why, beside why it is on this layout."""
    one = compose(quote(WORDS, CREDIT, "film", note=note), palette=PALETTE, layout=layout)
    assert one.why == f"{layout} was asked for{says}"


def test_a_roomier_layout_still_tells_of_the_note():
    """A scene that stands in for another says both."""
    words = " ".join(f"{WORDS} {WORDS}".split()[:50])
    one = quote(words, CREDIT, "film", note="x" * 40)
    [made] = carousel(
        one, lambda quote, layout: compose(quote, palette=PALETTE, layout=layout), layout="panel"
    )
    assert made.why.startswith("margin, for panel has no room for")
    assert made.why.endswith("; the note is not shown: it has no room on margin")


def test_a_text_from_the_right_has_no_note():
    """Its margin is on the other side."""
    words = "הים לא שוכח, הוא רק מחכה שנלמד לשתוק יחד איתו, לילה אחר לילה, עד שהאור כבה."
    one = compose(quote(words, HER, "film", note=NOTE, language="he"), palette=PALETTE, layout="margin")
    assert not written(one)
    assert one.why.endswith("; the note is not shown: a text from right to left has none")


# ---------------------------------------------------------------- credits


def test_lines_too_many_follow_after_a_comma_as_even_as_can_be():
    """Nothing of a credit is lost, nor the order of its lines."""
    assert gathered(("a", "b"), 2) == ("a", "b")
    assert gathered(("aa", "bbbbbb", "cc", "dd"), 2) == ["aa, bbbbbb", "cc, dd"]
    assert gathered(("aaaaaaaa", "b", "c"), 2) == ["aaaaaaaa", "b, c"]


def test_a_page_says_its_credit_in_sentences():
    """What its head says is not said again."""
    assert paged(HER) == (
        "Written and directed by Spike Jonze.",
        "Quoted in “*her* – A Spike Jonze Love Story”",
    )


WHOLE = ("panel", "split", "plain", "letterbox", "filmstrip", "title-card", "ticket", "space", "screenplay")


@pytest.mark.parametrize("size", sizes())
@pytest.mark.parametrize("layout", WHOLE)
@pytest.mark.parametrize("credit", [HER, CREDIT, BOARDS["ticket"][2]])
def test_no_part_of_a_credit_is_left_out(layout, size, credit):
    """Whatever the size, every word of every line is on the card."""
    words = BOARDS["letterbox"][1] if layout != "space" else BOARDS["space"][1]
    one = compose(quote(words, credit, "film"), palette="flashback", layout=layout, size=size)
    there = " ".join(line.text for line in one.lines if line.role != "quote").casefold()
    wanted = " ".join(credit.lines).replace("*", "").casefold().split()
    assert [word for word in wanted if word.strip("“”,.;:–") not in there] == []


def test_a_credit_too_long_for_a_size_is_refused_not_cut():
    """Three long lines find their place under a letterbox lying down; nine do not."""
    from quotecards.errors import DoesNotFit

    said = quote(BOARDS["letterbox"][1], LONG, "film")
    assert compose(said, palette="flashback", layout="letterbox", size="landscape").notes["roomy"]
    said = replace(said, credit=replace(LONG, lines=LONG.lines * 3))
    with pytest.raises(DoesNotFit):
        compose(said, palette="flashback", layout="letterbox", size="landscape")


def test_a_tickets_first_line_has_a_colour_of_its_own():
    """The review in ink, the film in the accent, and a little apart."""
    palette, words, credit, *_ = BOARDS["ticket"]
    one = compose(quote(words, credit), palette=palette, layout="ticket")
    lines = [line for line in one.lines if line.role == "credit"]
    colours = [line.runs[0].colour for line in lines]
    assert len(lines) == 3
    assert colours[0] == colours[1] != colours[2]
    assert lines[2].baseline - lines[1].baseline > 1.2 * (lines[1].baseline - lines[0].baseline)


def test_rules_run_up_to_a_films_title_and_right_across_without_one():
    """The frame of a title card is closed, whatever the title's length."""
    _, words, credit, *_ = BOARDS["title-card"]
    one = compose(quote(words, credit), palette="silver-print", layout="title-card")
    [title] = [line for line in one.lines if line.role == "label"]
    rules = [part.box for part in one.parts if part.kind == "fill" and part.box.top > 1200]
    assert len(rules) == 4
    assert all(box.right < title.ink.left or box.left > title.ink.right for box in rules)
    bare = compose(quote(words), palette="silver-print", layout="title-card")
    assert len([line for line in bare.lines if line.role == "label"]) == 1
