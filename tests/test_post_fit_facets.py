"""Facets: what in a text is a link, a tag or a mention, and where, in bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.post.fit.facets import facets


def found(text):
    """(kind, target, the text that the offsets slice out)."""
    content = text.encode()
    return [(one.kind, one.target, content[one.start : one.end].decode()) for one in facets(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://example.com/a.", [("link", "https://example.com/a", "https://example.com/a")]),
        ("“é” https://é.example/ü", [("link", "https://é.example/ü", "https://é.example/ü")]),
        (
            "(https://en.wikipedia.org/wiki/Her_(film)), “https://a.example/b”",
            [
                (
                    "link",
                    "https://en.wikipedia.org/wiki/Her_(film)",
                    "https://en.wikipedia.org/wiki/Her_(film)",
                ),
                ("link", "https://a.example/b", "https://a.example/b"),
            ],
        ),
        ("#her", [("tag", "her", "#her")]),
        ("👨‍👩‍👧‍👦 #Her2013, #спайк", [("tag", "Her2013", "#Her2013"), ("tag", "спайк", "#спайк")]),
        ("#नमस्ते", [("tag", "नमस्ते", "#नमस्ते")]),
        ("＃映画", [("tag", "映画", "＃映画")]),
        ("#2013 # her a#b ##x &#39;", []),
        ("#" + "x" * 65, []),
        ("by @card.bsky.social!", [("mention", "card.bsky.social", "@card.bsky.social")]),
        ("(@a-b.example)", [("mention", "a-b.example", "@a-b.example")]),
        ("me@example.com, @nodot, @-a.example, https://a.example/@b.example", None),
        ("https://example.com/#her", [("link", "https://example.com/#her", "https://example.com/#her")]),
        ("https:// and http://. are none", []),
        ("nothing at all", []),
        ("", []),
    ],
)
def test_what_is_more_than_text_is_found_where_it_stands(text, expected):
    """Links end before the stop, tags need a letter, mentions a host name; an address of mail is none."""
    if expected is None:
        assert [kind for kind, _, _ in found(text)] == ["link"]
    else:
        assert found(text) == expected


def test_a_link_that_is_shown_shortened_keeps_its_whole_address():
    """The last place where it stands so is the link's."""
    text = "example.com/x… is not it\n\nexample.com/x…"
    (one,) = facets(text, "example.com/x…", "https://example.com/xyz")
    assert text.encode()[one.start :].decode() == "example.com/x…"
    assert one.target == "https://example.com/xyz"


parts = st.sampled_from(
    ["#her ", "@a.example ", "https://a.example/b ", "é", "👍🏽", "\n", "#", "@", "日本 ", ". "]
)


@given(st.lists(parts, max_size=25).map("".join))
def test_facets_stand_in_order_and_never_over_each_other(text):
    """And every one of them slices a whole piece out of the text."""
    last = 0
    for one in facets(text):
        assert last <= one.start < one.end <= len(text.encode())
        assert text.encode()[one.start : one.end].decode().lstrip("#@") == one.target
        last = one.end
