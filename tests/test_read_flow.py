"""Stage 1: the tree of a page becomes its words in reading order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.models import Review
from quotecards.read.flow import flowed
from quotecards.read.page_labels import labels
from quotecards.read.tree import tree

from sources import kept_whole


def flow(html):
    return flowed(tree(html, "x"))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One  two\n three.</p>", "One two three."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<div>One.<div>Two.</div>Three.</div>", "One.\n\nTwo.\n\nThree."),
        ("One.<br>Two.", "One.\nTwo."),
        ("One.<br><br> Two.", "One.\n\nTwo."),
        ("<p>a <b> bold </b> word</p>", "a bold word"),
        ("<p>a<b>b</b>c</p>", "abc"),
        ("<p>a <i>b</i>.</p>", "a b."),
        ("<p>no\u00a0break &amp; more &eacute;</p>", "no\u00a0break & more é"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<pre>one\n  two\n\nthree</pre>", "one\n  two\n\nthree"),
        ("<p>She said <q>no</q>.</p>", "She said “no”."),
        ("<p>One.<!-- two --> Three.</p>", "One. Three."),
        ("<p>One<script>x()</script> two<style>p{}</style>.</p>", "One two."),
        (
            "<p>One.</p><p hidden>Two.</p><p style='display: none'>Three.</p><p class='sr-only'>Four.</p>",
            "One.",
        ),
        ("<p>A claim.<sup class='reference'>[1]</sup> Next. 10<sup>2</sup></p>", "A claim. Next. 102"),
        ("<p></p><p> </p>", ""),
        ("<custom-tag>One <other-tag>two</other-tag></custom-tag>", "One two"),
    ],
)
def test_words_stand_as_a_browser_shows_them(html, text):
    """White space is one space; what stands on lines of its own does."""
    assert flow(f"<body>{html}</body>").text == text


def test_markup_holds_the_words_it_is_set_on():
    """Italic, bold, a link, a list's item, a block quote: in the order in which they begin, the outer first."""
    html = "<blockquote><p>I saw <em>Her</em> <b><a href='x'>twice</a></b>.</p></blockquote><ul><li>One</li></ul>"
    found = flow(html)
    assert [(mark.kind, found.text[mark.start : mark.end]) for mark in found.markup] == [
        ("blockquote", "I saw Her twice."),
        ("italic", "Her"),
        ("bold", "twice"),
        ("link", "twice"),
        ("item", "One"),
    ]


@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "<p>",
                    "</p>",
                    "<div class='comment ad'>",
                    "</div>",
                    "<br>",
                    "<h2>",
                    "</h2>",
                    "<nav>",
                    "</nav>",
                ]
            ),
            st.sampled_from(
                [
                    "<i>",
                    "</i>",
                    "<blockquote>",
                    "<li>",
                    "<a href=x>",
                    "</a>",
                    "<pre>",
                    "</pre>",
                    "<table><td>",
                    "<q>",
                ]
            ),
            st.text(alphabet="ab .\n\t\u00a0é<&;", max_size=8),
        ),
        max_size=30,
    )
)
def test_any_tangle_of_tags_gives_words_and_spans_within_them(parts):
    """The same every time; no line begins or ends with a space."""
    html = f"<body>x {''.join(parts)}</body>"
    found = flow(html)
    assert found == flow(html) or found.text == flow(html).text
    review = Review(found.text, "x", labels=labels(found), markup=found.markup)
    assert kept_whole(review)
    if "<pre" not in html:
        assert all(line == line.strip(" ") for line in found.text.split("\n"))
        assert "\n\n\n" not in found.text


@given(
    words=st.lists(
        st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=6), min_size=1, max_size=12
    )
)
def test_no_word_is_lost_or_moved(words):
    """Every word of the page is in the text, in its order, wherever the tags stand."""
    html = "".join(
        f"{open_}{word} {close}"
        for word, (open_, close) in zip(
            words, [("<p>", "</p>"), ("<b>", "</b>"), ("", ""), ("<td>", "")] * 3, strict=False
        )
    )
    assert flow(f"<body>{html}</body>").text.split() == words
