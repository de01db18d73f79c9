"""The words around a card hold the whole quote and the whole credit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards import caption
from quotecards.errors import DataError
from quotecards.models import Credit, Quote

LINES = ("*her*, 2013", "written and directed by Spike Jonze", "quoted in “*her* – A Spike Jonze Love Story”")
QUOTE = Quote(
    quote="I can still feel you <and> the words & all.",
    verbatim="I can still feel you <and> the words & all.",
    edits=(),
    source="seeds/004.txt",
    record=None,
    start=0,
    end=43,
    kind="film",
    credit=Credit(film="her", year=2013, lines=LINES),
    score=0.9,
    taste={},
    rank=1,
    reasons=(),
)


def test_alt_text_says_what_it_is_and_holds_quote_credit_and_mood():
    """A quote card, the quote in marks, the credit without asterisks, the mood without its name."""
    assert caption.alt(QUOTE, mood="her, by day: low sun") == (
        "Quote card with a line of film dialogue: “I can still feel you <and> the words & all.” Credited: her, 2013; "
        "written and directed by Spike Jonze; quoted in “her – A Spike Jonze Love Story”. Mood: low sun."
    )


def test_alt_text_of_a_reviewers_line_without_credit_or_mood():
    """What is not known is left out."""
    bare = replace(QUOTE, kind="reviewer", credit=Credit())
    assert caption.alt(bare) == "Quote card: “I can still feel you <and> the words & all.”"


def test_a_caption_is_quote_credit_and_the_tags_given():
    """Words of a tag are joined; a tag without letters is none."""
    assert caption.caption(QUOTE, tags=["her", "Spike Jonze", "!"]) == (
        "“I can still feel you <and> the words & all.”\n\nher, 2013\nwritten and directed by Spike Jonze\n"
        "quoted in “her – A Spike Jonze Love Story”\n\n#her #SpikeJonze"
    )
    assert "#" not in caption.caption(QUOTE)


@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        ("en-GB", "“x”"),
        ("de", "„x“"),
        ("fr", "«\u00a0x\u00a0»"),
        ("xx", "“x”"),
        ("ja", "「x」"),
        ("DE_at", "„x“"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language, quoted):
    """A language that is not known gets English marks."""
    assert quoted in caption.alt(replace(QUOTE, quote="x", language=language))


@given(st.text(min_size=1), st.lists(st.text(min_size=1)))
def test_no_word_of_quote_or_credit_is_lost(text, lines):
    """Whatever the words, they stand unchanged in alt text and caption."""
    lines = [line.replace("*", "") for line in lines]
    quote = replace(QUOTE, quote=text, credit=Credit(lines=tuple(lines)))
    for written in (caption.alt(quote), caption.caption(quote)):
        assert f"“{text}”" in written
        assert all(line.strip() in written for line in lines)


def test_a_users_template_stands_for_the_packages(home):
    """One file in the user's templates folder changes the wording."""
    (home / "templates").mkdir()
    (home / "templates" / "alt.txt.j2").write_text("Card: {{ quote }}")
    assert caption.alt(QUOTE) == f"Card: {QUOTE.quote}"
    assert "her, 2013" in caption.caption(QUOTE)


@pytest.mark.parametrize(
    ("text", "where"), [("a\n{{ quote", "alt.txt.j2:2"), ("{{ nothing }}", "alt.txt.j2")]
)
def test_a_broken_template_is_told_with_its_name(home, text, where):
    """A mistake in a template is a data error, not a traceback."""
    (home / "templates").mkdir()
    (home / "templates" / "alt.txt.j2").write_text(text)
    with pytest.raises(DataError, match="template does not work") as raised:
        caption.alt(QUOTE)
    assert raised.value.where == where
