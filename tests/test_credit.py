"""Credits hold what the source says, spelled as it spells it, and nothing else; quotes are proven verbatim."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.clean import clean
from quotecards.credit import about, credit, quote
from quotecards.errors import QuotecardsError
from quotecards.models import About, Cleaned, Credit, Edit, Passage, Review, Scored
from quotecards.read import reviews
from quotecards.voices import voices

from invented import told

TIDE = About(title="Low Tide: what the sea keeps", film="Low Tide", year=1998, director="Ines Varga")


def known(text, **marks):
    """What a review says of itself."""
    cleaned, voices, _ = told(text, **marks)
    return about(cleaned, voices)


# ---------------------------------------------------------------- what the source says


@pytest.mark.parametrize(
    ("text", "marks", "film", "year", "director", "writer"),
    [
        ("title| Low Tide (1998)\nA calm film.", {}, "Low Tide", 1998, None, None),
        (
            "“Low Tide,” directed by Ines Varga and released in 1998, is a calm film.",
            {"titles": ["Low Tide"]},
            "Low Tide",
            1998,
            "Ines Varga",
            None,
        ),
        (
            "Last night we saw ‘low tide’, the Ines Varga written, produced and directed movie from 1998.",
            {"titles": ["low tide"]},
            "low tide",
            1998,
            "Ines Varga",
            "Ines Varga",
        ),
        (
            "title| low tide: the sea\nInes Varga, the writer/director of ‘low tide’, is calm. ‘low tide’ waits.",
            {"titles": ["low tide"]},
            "low tide",
            None,
            "Ines Varga",
            "Ines Varga",
        ),
        (
            "The movie Low Tide is calm. Nothing happens in the film Low Tide twice.",
            {},
            "Low Tide",
            None,
            None,
            None,
        ),
        (
            "title| Ebbe (2004)\ncaption| Regie: Ines Varga\nEin stiller Film.",
            {},
            "Ebbe",
            2004,
            "Ines Varga",
            None,
        ),
        (
            "title| Low Tide (1998)\n“Low Tide” was written and directed by Ines and Béla Varga. It is calm.",
            {"titles": ["Low Tide"]},
            "Low Tide",
            1998,
            "Ines and Béla Varga",
            "Ines and Béla Varga",
        ),
        (
            "In this 1998 drama “Low Tide” the sea is calm. I love “Low Tide”. See “Low Tide”.",
            {"titles": ["Low Tide"]},
            "Low Tide",
            1998,
            None,
            None,
        ),
    ],
)
def test_the_film_its_year_and_its_makers_are_read_where_they_are_said(  # noqa: PLR0917 - a row of the table
    text, marks, film, year, director, writer
):
    """Several ways in which reviews tell; each gives what it says and no more."""
    found = known(text, **marks)
    assert (found.film, found.year, found.director, found.writer) == (film, year, director, writer)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("A calm film about the sea, from 1998.", ()),
        ("It is better than “Low Tide” and “High Water”.", ("Low Tide", "High Water")),
        ("He directed it in 1998, and Ines Varga loved it.", ()),
    ],
)
def test_where_the_source_names_no_film_none_is_credited(text, titles):
    """Mentions in passing are no evidence; nothing is guessed."""
    found = known(text, titles=titles)
    assert (found.film, found.year, found.director, found.writer) == (None, None, None, None)
    assert credit("reviewer", found).lines == ()


@pytest.mark.parametrize(
    "text",
    [
        "title| Low Tide\nThe film “Low Tide” is calm. Unlike “High Water”, directed by Béla Kun in 2007, it waits. “Low Tide” it is.",
        "The film “Low Tide” is calm. The film “Low Tide” is not “High Water” (2007). Béla Kun’s “High Water” is loud.",
        "The film “Low Tide” (1998) is calm. The film “Low Tide” (2001) is a remake. “Low Tide”, directed by Ines Varga. “Low Tide”, directed by Béla Kun.",
    ],
)
def test_a_year_or_a_maker_of_another_film_is_not_taken(text):
    """What is said of another film stays with it, and two answers are none."""
    found = known(text, titles=["Low Tide", "High Water"])
    assert (found.film, found.year, found.director) == ("Low Tide", None, None)


def test_a_possessive_alone_does_not_make_a_director():
    """ "Ines Varga's film" may be her role in it; only what is said is credited."""
    found = known("Ines Varga’s “Low Tide” is calm. The film “Low Tide” is short.", titles=["Low Tide"])
    assert (found.film, found.director) == ("Low Tide", None)


def test_the_film_is_spelled_as_the_review_spells_it_most():
    """A title that its makers write small stays small, though a heading shouts it."""
    text = "title| LOW TIDE (1998)\nThe film ‘low tide’ waits. And ‘low tide’ wins. ‘Low tide’ it is."
    assert known(text, titles=["low tide", "Low tide"]).film == "low tide"
    assert known("title| LOW TIDE (1998)\nIt waits.").film == "LOW TIDE"


def test_the_title_is_the_topmost_heading_above_the_prose():
    """Headings between paragraphs are sections, and a film with its year is no title of a review."""
    assert (
        known("title| What the sea keeps\nA calm film.\nheading| Music\nA calm score.").title
        == "What the sea keeps"
    )
    assert known("A calm film.\nheading| Music\nA calm score.").title is None
    assert known("title| Low Tide (1998)\nA calm film.").title is None
    assert (
        known(
            "title| Film Review: Low Tide (1998)\nThe film “Low Tide” and “Low Tide”.", titles=["Low Tide"]
        ).title
        is None
    )


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("Posted by Jane van Doe on 3 May 2011", "Jane van Doe"),
        ("Reviewed by: J. R. Doe | Comments", "J. R. Doe"),
        ("von Jürgen Groß", "Jürgen Groß"),
        ("by admin", None),
        ("By", None),
    ],
)
def test_the_author_comes_from_the_byline_only(byline, author):
    """A name in a byline, without "by" and without the date; nobody stays nobody."""
    assert known(f"title| What the sea keeps\nbyline| {byline}\nA calm film, says Max Mann.").author == author


def test_a_commenter_is_never_credited():
    """What stands in a comment thread says nothing of the review, its film or its maker."""
    text = "A calm film.\ncomment| Low Tide (1998), directed by Ines Varga\ncomment| By Max Mann: I saw the film “Low Tide”."
    assert known(text) == About(language="en", origin=(("language", "text"),))


def test_what_was_given_from_outside_wins_and_is_completed():
    """The sidecar's words stay as they are; the text fills what it leaves open, for that film."""
    given = About(film="Low tide", author="Jane Doe", origin=(("film", "sidecar"), ("author", "sidecar")))
    found = known(
        "title| What the sea keeps\nbyline| By Max Mann\n“Low Tide” (1998) is calm.",
        titles=["Low Tide"],
        about=given,
    )
    assert (found.film, found.author, found.year, found.title) == (
        "Low tide",
        "Jane Doe",
        1998,
        "What the sea keeps",
    )
    assert dict(found.origin) == {
        "author": "sidecar", "film": "sidecar", "year": "text", "title": "heading", "language": "text",
    }  # fmt: skip


@given(st.text("Aa “”‘’()1998.,\n:–’dirctebyfm", max_size=200), st.sampled_from([None, "Aa", "her"]))
def test_any_text_yields_only_words_that_stand_in_it(text, film):
    """On any text: a film, a person or a year is found in the source, letter for letter, or not at all."""
    found = known(f"title| {text[:40]}\n{text}", titles=["Aa"], about=About(film=film))
    for name in (found.film if film is None else None, found.director, found.writer, found.author):
        assert name is None or name in " ".join(text.split()) or name in text
    assert found.year is None or str(found.year) in text


@pytest.mark.parametrize(
    ("number", "kind", "lines"),
    [
        ("000", "reviewer", ("on *Her*",)),
        ("001", "reviewer", ("“*Her* Reflection: Glimmering like a Remote Star”", "on *Her*")),
        ("002", "reviewer", ("on Spike Jonze’s *Her*, 2013",)),
        (
            "003",
            "reviewer",
            ("“*her*: A real look at unreal relationship”", "on Spike Jonze’s *her*, 2013"),
        ),
        (
            "004",
            "film",
            (
                "*her*, 2013",
                "written and directed by Spike Jonze",
                "quoted in “*her* – A Spike Jonze Love Story”",
            ),
        ),
    ],
)
def test_the_seeds_are_credited_with_what_they_say(seeds, number, kind, lines):
    """Two of the five name neither year nor director, so their credits do not either."""
    (path,) = seeds.glob(f"{number}_*.txt")
    (review,) = reviews(str(path))
    cleaned = clean(review)
    assert credit(kind, about(cleaned, voices(cleaned))).lines == lines


# ---------------------------------------------------------------- the lines


def test_the_films_words_are_credited_to_the_film_quoted_in_the_review():
    """Film and year, then its makers, then where it was quoted, the film's title in it marked."""
    both = replace(TIDE, writer="Ines Varga")
    assert credit("film", both).lines == (
        "*Low Tide*, 1998",
        "written and directed by Ines Varga",
        "quoted in “*Low Tide*: what the sea keeps”",
    )
    assert credit("film", TIDE).lines[1] == "directed by Ines Varga"
    assert (
        credit("film", replace(TIDE, writer="Béla Kun")).lines[1]
        == "written by Béla Kun, directed by Ines Varga"
    )
    assert credit("film", TIDE, "Anna").lines[:2] == ("Anna", "in *Low Tide*, 1998")
    assert credit("film", About(title="What the sea keeps", author="Jane Doe")).lines == (
        "quoted by Jane Doe in “What the sea keeps”",
    )


def test_a_reviewers_words_are_credited_to_author_title_and_film_in_this_order():
    """Author first, outlet last; whatever is unknown is left out."""
    full = replace(TIDE, author="Jane Doe", outlet="The Harbour Post")
    assert credit("reviewer", full).lines == (
        "Jane Doe",
        "“*Low Tide*: what the sea keeps”",
        "on Ines Varga’s *Low Tide*, 1998",
        "The Harbour Post",
    )
    assert credit("reviewer", replace(TIDE, title=None, director=None)).lines == ("on *Low Tide*, 1998",)
    assert credit("reviewer", About(film="Low Tide")).lines == ("on *Low Tide*",)
    assert credit("reviewer", About()).lines == ()


def test_a_reviewer_is_no_speaker_and_a_film_no_author():
    """The speaker of a film's line never signs what the reviewer said."""
    assert credit("reviewer", About(speaker="Anna", film="Low Tide"), "Anna").speaker is None
    assert credit("film", About(speaker="Anna", film="Low Tide")).lines == ("Anna", "in *Low Tide*")


def test_someone_quoted_is_credited_as_quoted():
    """A third person's words carry that person, where they were quoted, and the film."""
    assert credit("quoted", TIDE, "Béla Kun").lines == (
        "Béla Kun",
        "quoted in “*Low Tide*: what the sea keeps”",
        "on Ines Varga’s *Low Tide*, 1998",
    )
    assert credit("quoted", About(film="Low Tide")).lines == ("quoted in a review of *Low Tide*",)


@pytest.mark.parametrize(
    ("title", "film", "line"),
    [
        ("ebb – An Ines Varga Love Story", "ebb", "“*ebb* – An Ines Varga Love Story”"),
        ("Ebb Reflection: glimmering", "Ebb", "“*Ebb* Reflection: glimmering”"),
        ("Why ‘ebb’ matters", "ebb", "“Why *ebb* matters”"),
        ("Review: ebb (1998)", "ebb", "“Review: *ebb* (1998)”"),
        ("At a low ebb of the year", "ebb", "“At a low ebb of the year”"),
        ("A day at Low Tide", "Low Tide", "“A day at *Low Tide*”"),
        ('The "sea" of love', "Ebb", "“The ‘sea’ of love”"),
        ("Five * for Ebb", "Ebb", "“Five for *Ebb*”"),
    ],
)
def test_the_films_title_is_marked_in_the_reviews_title_where_it_is_one(title, film, line):
    """At the head, before a colon or a dash, in its own marks; not where the same letters are a plain word."""
    assert credit("reviewer", About(title=title, film=film)).lines[0] == line


def test_a_german_review_is_credited_in_german():
    """The wording follows the language of the review, the marks as well; one without a file gets English."""
    german = replace(TIDE, language="de", title="Was das Meer behält")
    assert credit("film", german).lines == (
        "*Low Tide*, 1998",
        "Regie: Ines Varga",
        "zitiert in „Was das Meer behält“",
    )
    assert credit("reviewer", replace(german, language="eu")).lines[1] == "on Ines Varga’s *Low Tide*, 1998"


@pytest.mark.parametrize(
    ("language", "kind", "speaker", "lines"),
    [
        ("pt-br", "reviewer", None, ("“Low”", "sobre *Low Tide*, 1998, de Ines Varga")),
        (
            "fr",
            "quoted",
            None,
            ("cité dans «\u202fLow\u202f»", "sur *Low Tide*, 1998, réalisé par Ines Varga"),
        ),
        ("ja", "film", "ママ", ("ママ", "『*Low Tide*』（1998年）より", "監督：Ines Varga", "「Low」に引用")),
        ("ar", "film", None, ("«*Low Tide*»\u200f، 1998", "إخراج: Ines Varga", "نقلًا عن «Low»")),
    ],
)
def test_a_credit_speaks_the_language_of_its_review(language, kind, speaker, lines):
    """The joining words, their order and the marks are the language's own, of a region's as well."""
    assert credit(kind, replace(TIDE, language=language, title="Low"), speaker).lines == lines


# ---------------------------------------------------------------- the proof

TEXT = 'She said "wait" -- and the sea did.'
PASSAGE = Passage(0, len(TEXT), "sentence", "reviewer", 0, 0, 0)
CLEANED = Cleaned(Review(TEXT, "invented.txt", record="7"), (), (), "en")
SCORED = Scored(PASSAGE, TEXT, 0.8, {"verdict": 0.8}, (), ("spoiler",))
EDITS = (
    Edit("curl-quotes", 9, 10, '"', "“"),
    Edit("curl-quotes", 14, 15, '"', "”"),
    Edit("dash", 16, 18, "--", "—"),
)
SET = "She said “wait” — and the sea did."


def test_a_quote_holds_everything_that_proves_it():
    """Source, offsets, verbatim, edits, credit, score and flags, as the stages before said."""
    made = quote(CLEANED, SCORED, SET, EDITS, Credit(film="Low Tide"), 2)
    assert made.verbatim == TEXT[made.start : made.end]
    assert (made.quote, made.source, made.record, made.kind, made.rank) == (
        SET,
        "invented.txt",
        "7",
        "reviewer",
        2,
    )
    assert (made.score, made.taste, made.flags, made.language) == (0.8, {"verdict": 0.8}, ("spoiler",), "en")


@pytest.mark.parametrize(
    ("scored", "text", "edits"),
    [
        (SCORED, SET.replace("sea", "wave"), EDITS),
        (SCORED, SET.replace("She said ", ""), EDITS),
        (SCORED, SET, EDITS[:2]),
        (SCORED, TEXT, EDITS),
        (SCORED, SET, (replace(EDITS[0], before="'"), *EDITS[1:])),
        (SCORED, SET, EDITS[::-1]),
        (SCORED, SET, (*EDITS, Edit("dash", 900, 901, "", ""))),
        (replace(SCORED, text=TEXT.replace("sea", "wave")), SET, EDITS),
        (replace(SCORED, passage=replace(PASSAGE, start=4)), SET, EDITS),
        (replace(SCORED, passage=replace(PASSAGE, end=0), text=""), "", ()),
    ],
)
def test_a_quote_that_differs_by_more_than_its_edits_is_refused(scored, text, edits):
    """One word replaced, one left out, an edit missing, out of order or of other characters: each is caught."""
    with pytest.raises(QuotecardsError, match=r"invented\.txt, characters"):
        quote(CLEANED, scored, text, edits, Credit(), 1)


@pytest.mark.parametrize(
    ("line", "rating"),
    [
        ("★★★½", "★★★½"),
        ("Rating: 4/5", "4/5"),
        ("3.5 out of 5 stars", "3.5 out of 5"),
        ("Grade: B+", "B+"),
        ("Wertung: 7 von 10", "7 von 10"),
        ("MPAA Rating: PG-13", None),
    ],
)
def test_the_rating_comes_from_its_line(line, rating):
    """As it stands there; for what age a film is, is no rating."""
    text = f"A Quiet Orchard\n\n{line}\n\nThe film holds a city of tired strangers today, and the score follows it."
    cleaned = clean(Review(text=text, source="x"))
    found = about(cleaned, voices(cleaned))
    assert found.rating == rating
    assert dict(found.origin).get("rating") == ("rating line" if rating else None)


@pytest.mark.parametrize(
    ("heading", "prose", "film"),
    [
        ("Review: A Quiet Orchard", "It holds a city of tired strangers.", "A Quiet Orchard"),
        ("A Quiet Orchard – Film Review", "It holds a city of tired strangers.", "A Quiet Orchard"),
        (
            "Kritik: Der stille Garten",
            "Es ist ein Film, der lange bei einem bleibt und nicht geht.",
            "Der stille Garten",
        ),
        ("“A Quiet Orchard”: what the trees know", "It holds a city of tired strangers.", "A Quiet Orchard"),
        (
            "A Quiet Orchard, or what we keep",
            "I loved A Quiet Orchard from its first tree on.",
            "A Quiet Orchard",
        ),
        ("A QUIET ORCHARD", "I loved A Quiet Orchard from its first tree on.", "A Quiet Orchard"),
        ("A Quiet Orchard", "It holds a city of tired strangers.", None),
        ("Why we cried", "It holds a city of tired strangers.", None),
    ],
)
def test_a_heading_names_the_film_where_its_form_or_the_prose_says_so(heading, prose, film):
    """A heading alone may be about anything."""
    text = f"{heading}\n\n{prose} And the score follows it through the small hours of the night."
    cleaned = clean(Review(text=text, source="x"))
    assert about(cleaned, voices(cleaned)).film == film
