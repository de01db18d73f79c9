"""Lines, credits, titles, heads and markers: what stands where, and in which letters."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from quotecards.fonts import HarfBuzz, Square, Style
from quotecards.layout import compose
from quotecards.layout.credits import block, footnote, marked
from quotecards.layout.layouts import layout
from quotecards.layout.palettes import palette
from quotecards.layout.plan import plan
from quotecards.layout.setting import Hand, Segment, gap, hang, natural, over, shifted, tokens
from quotecards.models import Credit
from quotecards.sizes import size

from layout_cases import HER, LONG, REVIEW, case, lines, quote, scene

SQUARE = Square()
PLAIN = Style("square")
TEXT = Style("newsreader", axes=(("wght", 330.0),))
REAL = HarfBuzz()


def planned(name, at="portrait"):
    return plan(layout(name), size(at), palette("flashback"))


def faces(line):
    """The letters of a line by the slope of their file."""
    found = {}
    for run in line.runs:
        slope = "italic" if "italic" in run.face.path else "roman"
        found[slope] = found.get(slope, "") + "".join(piece.text for piece in run.pieces)
    return found


# ---------------------------------------------------------------- lines


def test_a_line_is_set_piece_by_piece():
    """With squares of 10 px: letters at 0, 10, 30, 40 from the margin, the space left out."""
    row = tokens([Segment("ab cd", PLAIN)])
    line = Hand(SQUARE, "quote", 10, "#000000").line(row, 100, 50)
    assert [piece.x for piece in line.runs[0].pieces] == [100, 110, 130, 140]
    assert (line.left, line.right, line.baseline) == (100, 150, 50)
    assert (line.ink.left, line.ink.top, line.ink.right, line.ink.bottom) == (100, 42, 150, 52)


@pytest.mark.parametrize(
    "text",
    ["To We. “You”, Ay — fi f… 12 kg’s", "Café naïve à l’été “œuvre” ’tis", "東京 の story — “東”. A", "a b"],
)
def test_the_spaces_of_a_line_are_those_between_its_words(text):
    """However they are looked up: the whole less what stands on both sides, in every style and at every size."""
    measurer, slanted = HarfBuzz(), TEXT._replace(italic=True)
    row = tokens([Segment(text[:9], TEXT), Segment(text[9:], slanted)])
    for px in (96, 44, 96):
        pairs = list(itertools.pairwise(row))
        assert natural(measurer, row, px) == [gap(measurer, before, after, px) for before, after in pairs]
        for (before, after), space in zip(pairs, natural(measurer, row, px), strict=True):
            left, right = before.segments[-1], after.segments[0]
            if left.style == right.style and before.word.spaced and (left.text + right.text).isascii():
                first, second = left.text[-1], right.text[0]
                parts = [measurer.advance(part, left.style, px) for part in (first, second)]
                assert space == measurer.advance(f"{first} {second}", left.style, px) - parts[0] - parts[1]


def test_opening_marks_hang():
    """The letter, not the mark, stands at the margin; brackets do not hang."""
    hand = Hand(SQUARE, "quote", 10, "#000000")
    line = hand.line(tokens([Segment("“‘ab", PLAIN)]), 100, 50)
    assert [piece.x for piece in line.runs[0].pieces] == [80, 90, 100, 110]
    bracket = hand.line(tokens([Segment("(ab)", PLAIN)]), 100, 50)
    assert bracket.runs[0].pieces[0].x == 100


def test_round_letters_stand_out_a_little():
    """An o stands up to two px out of the margin at large sizes, an n on it."""
    (round_one,), (straight,) = (tokens([Segment(text, TEXT)]) for text in ("o", "n"))
    ink = {text: REAL.shape(text, TEXT, 300).ink.left for text in "on"}
    assert hang(REAL, straight, 300) == pytest.approx(ink["n"])
    assert hang(REAL, round_one, 300) - ink["o"] == pytest.approx(2 / 300)
    assert hang(REAL, round_one, 60) - hang(REAL, round_one, 300) > 0


def test_a_line_may_be_spread():
    """Gaps that are given stand instead of the fonts' own."""
    row = tokens([Segment("a b", PLAIN)])
    line = Hand(SQUARE, "quote", 10, "#000000").line(row, 0, 0, [5.0])
    assert [piece.x for piece in line.runs[0].pieces] == [0, 60]


def test_spaces_are_kerned_with_their_neighbours():
    """What stands between two words depends on the letters beside it."""
    spaces = [natural(REAL, tokens([Segment(text, TEXT)]), 80)[0] for text in ("f T", "n n")]
    assert spaces[0] != spaces[1]
    first, second = tokens([Segment("judged—and", TEXT)])
    assert gap(REAL, first, second, 80) == 0


def test_an_overhang_counts():
    """An f reaches beyond its advance, an n stays within."""
    (hook,), (stem,) = (tokens([Segment(text, TEXT)]) for text in ("of", "on"))
    assert over(REAL, hook, 100) > 0 > over(REAL, stem, 100)


def test_a_shifted_line_moves_as_a_whole():
    """Edges, ink and pieces alike."""
    line = Hand(SQUARE, "quote", 10, "#000000").line(tokens([Segment("ab", PLAIN)]), 0, 50)
    moved = shifted(line, 7, 3)
    assert (moved.left, moved.right, moved.baseline, moved.ink.left) == (7, 27, 53, 7)
    assert [(piece.x, piece.y) for piece in moved.runs[0].pieces] == [(7, 53), (17, 53)]


def test_styles_may_change_within_a_word():
    """A token keeps its letters with their styles, and knows where it began."""
    italic = PLAIN._replace(italic=True)
    row = tokens([Segment("“", PLAIN), Segment("her", italic), Segment(": real", PLAIN)])
    assert [part.text for part in row[0].segments] == ["“", "her", ":"]
    assert (row[1].word.text, row[1].start) == ("real", 6)


# ---------------------------------------------------------------- credits


def test_titles_lean_the_other_way():
    """Between asterisks roman becomes italic and italic roman; a lone asterisk is only that."""
    assert [part.style.italic for part in marked("on *her*, 2013", PLAIN)] == [False, True, False]
    assert [part.style.italic for part in marked("*her*", PLAIN._replace(italic=True))] == [False]
    assert marked("5 * 5", PLAIN) == [Segment("5 * 5", PLAIN)]


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (
            HER.lines,
            (
                "*her* (2013), written and directed by Spike Jonze; quoted in “*her*\u00a0–\u00a0A Spike Jonze Love Story”",
            ),
        ),
        (REVIEW.lines, REVIEW.lines),
        (("*her*, 2013",), ("*her* (2013)",)),
    ],
)
def test_a_footnote_is_a_sentence_for_a_films_own_words(said, note):
    """A review's title and its film stay on lines of their own."""
    assert footnote(said) == note


def test_a_credit_stands_on_the_bottom_of_its_box():
    """Whatever its length, its last descender stands there, and its top is told."""
    spec = planned("panel").credit
    for credit in (HER, REVIEW, Credit(lines=("on *Her*",))):
        made = block(credit, spec, 34, REAL)
        assert spec.box.bottom - 2 <= made.lines[-1].baseline + 0.289 * 34 <= spec.box.bottom + 1
        assert made.top <= made.lines[0].ink.top


def test_a_long_credit_is_balanced():
    """Lines that are too long turn over into rows of like width, none wider than the column."""
    spec = planned("panel").credit
    made = block(LONG, spec, 34, REAL)
    assert len(made.lines) > 3
    assert all(line.ink.right <= spec.box.right + 1 for line in made.lines)
    assert all(" " in line.text for line in made.lines)


def test_a_credit_that_cannot_turn_does_not_fit():
    """One endless word is refused, not broken."""
    assert block(Credit(lines=("x" * 90,)), planned("panel").credit, 34, REAL) is None


def test_two_short_lines_share_a_row():
    """At most 64 characters together: one at each end, on one baseline; longer ones are stacked."""
    spec = planned("plain").credit
    short = Credit(film="her", lines=("*her*, 2013", "directed by Spike Jonze"))
    left, right = block(short, spec, 34, REAL).lines
    assert left.baseline == right.baseline
    assert right.ink.right == pytest.approx(spec.box.right)
    assert len({line.baseline for line in block(REVIEW, spec, 34, REAL).lines}) == 2
    assert len(block(Credit(lines=("on *Her*",)), spec, 34, REAL).lines) == 1


def test_the_footnotes_asterisk_hangs():
    """The note's own letters stand on the margin, the asterisk left of it, under a short rule."""
    made = block(HER, planned("margin").credit, 30, REAL)
    mark, first = made.lines[:2]
    assert mark.text == "*"
    assert mark.ink.right < first.left
    (rule,) = made.parts
    assert (rule.box.left, rule.box.width) == (first.left, 150)
    assert rule.box.bottom < first.ink.top


def test_film_titles_come_from_the_italic_file():
    """her leans, the rest stands."""
    made = scene("media", "panel", "portrait")
    assert [faces(line) for line in lines(made, "credit")] == [
        {"italic": "Her", "roman": "“Reflection:GlimmeringlikeaRemoteStar”"},
        {"italic": "her", "roman": "onSpikeJonze’s,2013"},
    ]


def test_no_credit_is_no_lines():
    """And takes no room."""
    made = block(Credit(), planned("panel").credit, 34, REAL)
    assert made == ((), (), planned("panel").credit.box.bottom)


# ---------------------------------------------------------------- titles and heads


def test_a_short_title_is_cropped_by_the_cut():
    """her is 760 px, its baseline .275 em below the cut, clipped by the block, seen from the margin on."""
    (line,) = lines(scene("media", "split", "portrait"), "title")
    spec = planned("split").title
    assert line.size == 760
    assert line.baseline == round(spec.box.bottom + 0.275 * 760)
    assert all(run.clip == spec.box for run in line.runs)


def test_a_long_title_takes_more_rows_and_keeps_the_crop():
    """Its rows fill the width, only the last is cropped, and no two of them touch."""
    found = lines(scene("bomb", "split", "portrait"), "title")
    spec = planned("split").title
    assert 2 <= len(found) <= 4
    assert " ".join(line.text for line in found) == LONG.film
    assert found[-1].baseline > spec.box.bottom > found[-2].baseline
    assert found[0].ink.top >= spec.top - 1
    assert len({line.size for line in found}) == 1


def test_a_title_that_says_nothing_is_refused():
    """A title too long for any size leaves the layout to others."""
    endless = Credit(film="word " * 40, lines=("on *Her*",))
    one = quote("A quote of quite enough words to stand upon that card.", endless)
    assert compose(one, palette="flashback").layout != "split"


def test_ornamental_joints_stay_out_of_titles():
    """Caslon's st and sp are for posters."""
    credit = Credit(film="Aftersun of the Cast and Crisp Dust", lines=("on it",))
    made = compose(
        quote("A quote of quite enough words to stand on it.", credit), palette="flashback", layout="split"
    )
    pieces = {piece.text for line in lines(made, "title") for run in line.runs for piece in run.pieces}
    assert {"s", "t", "p"} <= pieces
    assert not {"st", "sp"} & pieces


def test_the_running_head_holds_film_and_year():
    """The film in italic at the left, the year at the right end of the column; only what is known."""
    film, year = lines(scene("long", "margin", "portrait"), "head")
    assert (film.text, year.text) == ("her", "2013")
    assert faces(film) == {"italic": "her"}
    assert year.ink.right == pytest.approx(planned("margin").head.box.right)
    assert [line.text for line in lines(scene("chasm", "margin", "portrait"), "head")] == ["Her"]
    assert lines(scene("bare", "margin", "portrait"), "head") == []


# ---------------------------------------------------------------- the marker


def test_a_marker_has_one_stroke_for_each_line():
    """The words marked lie within the strokes, one for each line that holds some of them."""
    one = dataclasses.replace(case("long"), emphasis="Endless space  between the words")
    made = compose(one, palette="tea-house", layout="margin")
    strokes = [part for part in made.parts if part.kind == "polygon"]
    held = [
        line for line in lines(made, "quote") if "endless" in line.text or "between the words" in line.text
    ]
    assert len(strokes) == len(held)
    for part, line in zip(strokes, held, strict=True):
        assert part.box.left < line.right
        assert part.box.top < line.baseline < part.box.bottom
        assert sum(name.startswith("x") for name, _ in part.values) == 4


@pytest.mark.parametrize("emphasis", [None, "", "not in there"])
def test_what_is_not_said_is_not_marked(emphasis):
    """No stroke without words."""
    made = compose(dataclasses.replace(case("long"), emphasis=emphasis), palette="tea-house", layout="margin")
    assert not [part for part in made.parts if part.kind == "polygon"]


def test_nested_marks_keep_a_little_apart():
    """A mark of the quote's own and the outer mark beside it do not run together."""
    made = compose(
        quote("‘Her’ is a film that is only about the word ‘her’"), palette="matinee", layout="panel"
    )
    text = " ".join(line.text for line in lines(made, "quote"))
    assert text.startswith("“\u2006‘Her’")
    assert text.endswith("‘her’\u2006”")
    assert compose(quote("It is so"), palette="matinee", layout="panel").lines[0].text.startswith("“It")


def test_marks_are_of_the_quotes_language():
    """A German quote opens low and closes high, and the opening mark hangs as well."""
    made = compose(
        quote("Als das Kind Kind war, wusste es nicht, dass es Kind war.", language="de"), palette="matinee"
    )
    text = " ".join(line.text for line in lines(made, "quote"))
    assert text.startswith("„Als")
    assert text.endswith("war.“")


@pytest.mark.parametrize("text", ["режиссёр: Спайк", "σενάριο: Ελένη", "निर्देशन: स्पाइक"])
def test_a_space_after_a_mark_is_as_wide_as_in_the_font_of_its_letters(text):
    """A colon that comes from the letters' own font there used to lose the space behind it in a typed line."""
    style = Style("courier-prime")
    before, after = tokens([Segment(text, style)])
    whole = REAL.advance(text, style, 30)
    parts = sum(REAL.advance(one.word.text, style, 30) for one in (before, after))
    assert gap(REAL, before, after, 30) == pytest.approx(whole - parts, abs=0.02)
    assert gap(REAL, before, after, 30) > 0.15
