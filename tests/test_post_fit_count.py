"""Counting as the networks count."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.post.fit.count import count, fits, length, links
from quotecards.post.limits import limits

FAMILY = "👨‍👩‍👧‍👦"
LINK = "https://example.com/a/very/long/path?with=a&query=too#and-more"


@pytest.mark.parametrize(
    ("text", "graphemes", "characters", "utf16", "utf8"),
    [
        ("plain", 5, 5, 5, 5),
        ("é", 1, 1, 1, 2),
        ("e\u0301", 1, 2, 2, 3),
        (FAMILY, 1, 7, 11, 25),
        ("🇩🇪🇫🇷", 2, 4, 8, 16),
        ("नमस्ते", 3, 6, 6, 18),
        ("क्षि", 1, 4, 4, 12),
        ("한국", 2, 2, 2, 6),
        ("\r\n", 1, 2, 2, 2),
        ("“her”", 5, 5, 5, 9),
        ("👍🏽", 1, 2, 4, 8),
        ("", 0, 0, 0, 0),
    ],
)
def test_each_unit_counts_its_own_way(text, graphemes, characters, utf16, utf8):
    """What a reader sees as one letter may be many of something else."""
    assert count(text, "graphemes") == graphemes
    assert count(text, "characters") == characters
    assert count(text, "utf16") == utf16
    assert count(text, "utf8") == utf8


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("plain", 5),
        ("“her”", 5),
        ("日本", 4),
        (FAMILY, 2),
        (LINK, 23),
        (f"see {LINK} now", 31),
        ("her.com", 23),
        ("e\u0301", 1),
    ],
)
def test_x_weighs_letters_and_shortens_links(text, weight):
    """Latin letters and quotation marks weigh 1, others 2, an emoji 2, a link 23."""
    assert count(text, "weighted") == weight


@pytest.mark.parametrize(
    ("text", "counted"), [("plain", 5), ("her 👍", 8), (FAMILY, 25), ("“é”", 3), ("©", 2), ("日本", 2)]
)
def test_threads_counts_an_emoji_as_its_bytes(text, counted):
    """Letters of any script count 1, an emoji as many as its UTF-8 bytes."""
    assert count(text, "emoji-bytes") == counted


def test_mastodon_counts_any_link_as_23():
    """A long link costs no more than a short one."""
    mastodon = limits("mastodon")
    assert length(f"see {LINK}", mastodon) == 27
    assert length("see https://a.de/", mastodon) == 27
    assert length(f"{LINK} {LINK}", mastodon) == 47


def test_bluesky_counts_every_letter_of_a_link():
    """There links are as long as they look."""
    assert length(LINK, limits("bluesky")) == len(LINK)


def test_bluesky_has_a_second_limit_in_bytes():
    """A family of four is one letter and 25 bytes: 121 of them are too many bytes, not too many letters."""
    bluesky = limits("bluesky")
    assert fits(FAMILY * 120, bluesky)
    assert not fits(FAMILY * 121, bluesky)
    assert length(FAMILY * 121, bluesky) == 121


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.com/a.", ["https://example.com/a"]),
        ("(https://en.wikipedia.org/wiki/Her_(film))", ["https://en.wikipedia.org/wiki/Her_(film)"]),
        ("HTTPS://EXAMPLE.COM and her.com", ["HTTPS://EXAMPLE.COM"]),
        ("no link, at all", []),
        ("ftp://example.com", []),
    ],
)
def test_a_link_ends_where_the_sentence_goes_on(text, found):
    """Stops and brackets around a link are not part of it."""
    assert [text[start:end] for start, end in links(text)] == found


@given(st.text())
def test_no_unit_counts_more_than_bytes_or_less_than_graphemes(text):
    """The units stand in their order, whatever the text."""
    clean = unicodedata.normalize("NFC", text)
    graphemes, characters = count(clean, "graphemes"), count(clean, "characters")
    utf16, utf8 = count(clean, "utf16"), count(clean, "utf8")
    assert graphemes <= characters <= utf16 <= max(utf8, utf16)
    assert graphemes <= count(clean, "emoji-bytes") <= max(utf8, characters)
