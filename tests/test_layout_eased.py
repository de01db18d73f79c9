"""A credit too long for a layout is turned over, given more room, or run on; never refused at once, never cut."""

from __future__ import annotations

import re

import pytest
from PIL import Image
from quotecards.credit import credit
from quotecards.errors import DataError, DoesNotFit
from quotecards.layout import compose, layouts
from quotecards.layout.boxes import boxes
from quotecards.layout.checked import checked
from quotecards.layout.credits import BALANCED, turned_over
from quotecards.layout.eased import eased
from quotecards.layout.layouts import read
from quotecards.layout.palettes import palette
from quotecards.layout.plan import plan
from quotecards.layout.setting import Segment, tokens
from quotecards.models import About, Still
from quotecards.sizes import size as size_of

from layout_cases import REVIEW, SIZES, quote

LONG = About(
    author="Philippa Montgomery-Featherstonehaugh",
    film="Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
    year=1964,
    outlet="The International Quarterly Review of Film and Television Studies",
)
WORDS = {
    8: "Nobody has ever been so funny before, has he?",
    14: "We are only here briefly and in this moment I want to allow myself joy.",
    26: (
        "I can still feel you, and the words of our story, but it’s in this endless space between the words "
        "that I’m finding myself now."
    ),
}
ARABIC = "نحن هنا لفترة وجيزة فقط، وفي هذه اللحظة أريد أن أسمح لنفسي بالفرح."
CARDS = [(name, size) for name in layouts() for size in SIZES]


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    """A dark picture, for the layouts that show one."""
    path = tmp_path_factory.mktemp("still") / "still.png"
    Image.new("RGB", (120, 150)).save(path)
    return Still(str(path))


def card(layout, size, still=None, about=LONG, text=None):
    """A card of as many words as the layout is made for, with a long credit."""
    known = layouts()[layout]
    most = 14 if (layout, size) == ("screenplay", "landscape") else max(8, known.best[1])  # typed, so wide
    words = text or WORDS[max(n for n in WORDS if n <= most)]
    said = quote(words, credit("reviewer", about), language=about.language or "en")
    return compose(
        said, palette="flashback", layout=layout, size=size, still=still if known.needs_still else None
    )


def told(made):
    """All that stands on a card beside its quote, in one text without marks."""
    text = " ".join(line.text for line in made.lines if line.role != "quote")
    return _letters(text)


def _letters(text):
    return re.sub(r"[\W_]", "", text).casefold()


@pytest.mark.parametrize(("layout", "size"), CARDS)
def test_a_long_reviewer_film_and_outlet_fit_on_every_layout_and_size(layout, size, still):
    """All of it that the layout has a place for, at a legible size, apart from the quote."""
    made = card(layout, size, still)
    said, known = told(made), layouts()[layout]
    for name in {"author", "film", "year", "outlet"} - set(known.omits) - _billed(layout):
        assert _letters(str(getattr(LONG, name))) in said
    lines = [line for line in made.lines if line.role == "credit"]
    assert min(line.size for line in lines) >= size_of(size).least_credit
    for line in lines:
        assert line.ink.left >= 0.04 * made.width
        assert line.ink.right <= 0.96 * made.width
        assert line.ink.bottom <= made.height - 16
        for other in made.lines:
            assert other.role != "quote" or layout == "marquee" or not _meet(line.ink, other.ink)


def _billed(layout):
    """What a billing has no place for: it names a film, its maker and its year."""
    return {"author", "outlet"} if layout in {"poster", "marquee"} else set()


def _meet(one, other):
    inside = one.left < other.right - 1 and other.left < one.right - 1
    return inside and one.top < other.bottom - 1 and other.top < one.bottom - 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("layout", ["ticket", "credits-roll", "filmstrip", "letterbox", "title-card"])
def test_a_long_credit_from_right_to_left_fits_as_well(layout, size):
    """At the right edge, in its own words."""
    about = About(
        author="عبد الرحمن عبد العزيز المنصوري الحسيني",
        film="دكتور سترينجلوف أو كيف تعلمت أن أتوقف عن القلق وأحب القنبلة",
        year=1964,
        outlet="المجلة الدولية الفصلية للدراسات السينمائية والتلفزيونية",
        language="ar",
    )
    made = card(layout, size, about=about, text=ARABIC)
    assert _letters(about.outlet) in told(made)
    assert {line.text for line in made.lines if line.role == "credit"}


@pytest.mark.parametrize("layout", ["filmstrip", "letterbox", "ticket"])
def test_a_credit_of_usual_length_is_set_as_ever(layout):
    """The roomier room is for those that need it, and a scene says that it is."""
    text = WORDS[14]
    usual = compose(quote(text, REVIEW), palette="flashback", layout=layout, size="landscape")
    assert "roomy" not in usual.notes
    assert card(layout, "landscape", text=text).notes.get("roomy", 0) == 1


def test_the_boxes_of_a_roomier_card_are_its_own():
    """`--debug` shows where the credit may stand on this very card."""
    text = WORDS[14]
    usual = compose(quote(text, REVIEW), palette="flashback", layout="ticket", size="landscape")
    assert (
        dict(boxes(usual))["credit"].left > dict(boxes(card("ticket", "landscape", text=text)))["credit"].left
    )


def test_a_page_says_the_film_where_its_head_has_no_room_for_it():
    """A film's title too long for the running head used to be left out of the credit as well."""
    for film in ("Her", LONG.film):
        about = About(film=film, year=2013, director="Spike Jonze")
        made = compose(
            quote(WORDS[14], credit("film", about), "film"),
            palette="flashback",
            layout="screenplay",
            size="portrait",
        )
        roles = {line.role for line in made.lines if _letters(line.text) in _letters(film) and line.text}
        assert _letters(film) in told(made)
        assert ("label" in roles) is (film == "Her")


def test_sentences_of_a_page_run_on_without_commas():
    """A full stop is all that parts them."""
    about = About(
        film=LONG.film, year=1964, director="Stanley Kubrick", author=LONG.author, outlet=LONG.outlet
    )
    said = quote(WORDS[26], credit("film", about), "film")
    for size in SIZES:
        try:
            made = compose(said, palette="flashback", layout="screenplay", size=size)
        except DoesNotFit:
            continue
        assert "., " not in " ".join(line.text for line in made.lines)
        assert "Kubrick." in " ".join(line.text for line in made.lines)


def test_where_any_layout_has_room_for_a_credit_as_it_is_that_one_is_taken():
    """The choice of a layout does not change for a credit that could be squeezed in."""
    made = compose(quote(WORDS[14], credit("reviewer", LONG)), palette="flashback", size="portrait")
    assert "roomy" not in made.notes
    lines = [line.text for line in made.lines if line.role == "credit"]
    assert lines[0] == LONG.author


def test_what_changes_least_is_tried_first():
    """Turned over more freely, then with more room, then run on; a short credit not at all."""
    made = plan(layouts()["ticket"], size_of("square"), palette("flashback"))
    long, short = credit("reviewer", LONG), credit("reviewer", About(film="Her"))
    tried = [(one.layout.roomy, one.credit.most) for one in eased(made, long, None, 14)]
    assert tried == [(False, 3), (True, 3), (False, 2), (False, 1), (True, 2), (True, 1)]
    assert all(one.credit.loose for one in eased(made, long, None, 14))
    assert not list(eased(made, short, None, 14))
    assert not list(eased(made, long, None, 40))


def test_a_name_may_part_where_nothing_else_helps():
    """Two words on two lines, and a compound at its own hyphen; never within a word."""
    from quotecards.fonts import HarfBuzz, Style

    style, measurer = Style("ysabeau"), HarfBuzz()
    whole = tokens([Segment(LONG.author, style)], "en", whole=True)
    parted = tokens([Segment(LONG.author, style)], "en")
    assert turned_over(whole, 15.0, measurer, 30) is None
    assert [_text(row) for row in turned_over(whole, 15.0, measurer, 30, None)] == [
        "Philippa",
        "Montgomery-Featherstonehaugh",
    ]
    assert turned_over(whole, 10.0, measurer, 30, None) is None
    rows = turned_over(parted, 10.0, measurer, 30, BALANCED) or turned_over(parted, 10.0, measurer, 30, None)
    assert [_text(row) for row in rows][-1] == "Featherstonehaugh"


def _text(row):
    return "".join(token.word.text + " " * token.word.spaced for token in row).strip()


@pytest.mark.parametrize("table", ["[roomy.credit]", "[landscape.roomy.credit]"])
def test_a_mistake_in_the_roomier_tables_is_found_on_load(tmp_path, table):
    """They are reckoned with all others, in every size."""
    path = tmp_path / "mine.toml"
    text = layouts()["panel"].path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n{table}\nsizes = []\n", encoding="utf-8")
    with pytest.raises(DataError, match="at least one is needed") as caught:
        checked(read(path), palette("flashback"))
    assert f"{path}:{text.count(chr(10)) + 3}" in str(caught.value)
    path.write_text(f"{text}\n{table.replace('credit', 'credits')}\nsizes = [30]\n", encoding="utf-8")
    with pytest.raises(DataError, match="no such table"):
        read(path)
