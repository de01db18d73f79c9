"""Stage 1: a saved web page is one review, with what is not its main text told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read.limits import limits

from pages import FRAME, PAGES, PROSE
from sources import good, kept_whole, of, only


def free(review):
    """The words that no label holds."""
    left, at = [], 0
    for label in review.labels:
        left.append(review.text[at : label.start])
        at = label.end
    return "".join([*left, review.text[at:]])


def page(body, head=""):
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("name", PAGES)
def test_of_every_way_to_write_a_page_the_review_is_left_and_nothing_else(name):
    """No paragraph is lost; no teaser, comment, caption, notice or biography is let through."""
    html, prose = PAGES[name]
    (review,) = good(html, f"{name}.html")
    assert kept_whole(review)
    left = free(review)
    assert [line for line in prose if line not in left] == []
    assert [line for line in FRAME if line in left] == []


@pytest.mark.parametrize(
    ("element", "label"),
    [
        ("<nav><a href='/'>Home</a></nav>", "navigation"),
        ("<div role='navigation'>Home</div>", "navigation"),
        ("<aside>Read this too.</aside>", "widget"),
        ("<div class='c7 related-posts'>Another film.</div>", "widget"),
        ("<figure><figcaption>A still.</figcaption></figure>", "caption"),
        ("<form>Your name</form>", "widget"),
        ("<div id='comments'>First!</div>", "comment"),
        ("<div class='ad_slot'>Buy this.</div>", "advertisement"),
        ("<div class='sharedaddy'>Tweet</div>", "share"),
        ("<div class='newsletter-signup'>Get it weekly.</div>", "newsletter"),
        ("<div class='cookie-banner'>We bake.</div>", "cookies"),
        ("<div class='star-rating'>4/5</div>", "rating"),
        ("<p>By <span class='byline'>Nora Field</span></p>", "byline"),
        ("<p><time datetime='2014-02-25'>25 February</time></p>", "date"),
        ("<h2>The music</h2>", "heading"),
    ],
)
def test_each_mark_of_a_page_has_its_label(element, label):
    """By the element, its role, its class or its id; in the middle of the main text, too."""
    body = "".join(f"<p>{line}</p>" for line in PROSE)
    (review,) = good(page(f"<article><h1>Low Tide</h1>{body}{element}{body}</article>"), "a.html")
    assert label in {one.label for one in review.labels}
    assert all(one.why for one in review.labels)
    assert all(line in free(review) for line in PROSE)


def test_a_mark_that_would_hide_the_review_is_not_believed():
    """A theme that calls its content a widget, a page within a form."""
    body = "".join(f"<p>{line}</p>" for line in PROSE)
    for around in (
        "<div class='widget'>{}</div>",
        "<form>{}</form>",
        "<div class='modal-body overlay'>{}</div>",
    ):
        (review,) = good(page(around.format(f"<article>{body}</article>")), "a.html")
        assert all(line in free(review) for line in PROSE)


def test_a_mark_on_every_paragraph_is_not_believed():
    """A sign of the shop's till, not of what is sold."""
    body = "".join(f"<p class='subscription-content'>{line}</p>" for line in PROSE)
    (review,) = good(
        page(f"<article>{body}<p class='subscription-box'>Subscribe now.</p></article>"), "a.html"
    )
    assert all(line in free(review) for line in PROSE)


def test_a_page_of_nothing_but_a_marked_box_is_what_is_in_the_box():
    """Where nothing else is the main text, the box is."""
    (review,) = good(page("<div class='widget'><p>It is a patient film.</p></div>"), "a.html")
    assert "patient" in free(review)


def test_the_title_is_the_heading_that_the_page_calls_itself_by():
    """Not the site's name above it."""
    body = "".join(f"<p>{line}</p>" for line in PROSE)
    html = page(
        f"<h1>Quiet Reels</h1><article><h2 class='entry-title'>Low Tide</h2>{body}</article>",
        "<title>Low Tide | Quiet Reels</title>",
    )
    (review,) = good(html, "a.html")
    assert review.about.title == "Low Tide"
    assert [of(review, one) for one in review.labels if one.label == "title"] == ["Low Tide"]


def test_a_paragraph_set_as_a_heading_is_prose():
    """Some builders know no other way to make it large."""
    (review,) = good(page(f"<h2>{PROSE[0]} {PROSE[1]}</h2><p>{PROSE[2]}</p>"), "a.html")
    assert PROSE[1] in free(review)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"<html><head><meta charset=windows-1251></head><body>\xd4\xe8\xeb\xfc\xec</body></html>", "Фильм"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><html><body>caf\xe9</body></html>', "café"),
        ("<html><body>café</body></html>".encode(), "café"),
        ("<html><body>café</body></html>".encode("utf-16"), "café"),
        (b"<html><meta charset=utf-16><body>caf\xe9</body></html>", "café"),
    ],
)
def test_the_page_says_how_it_is_encoded(raw, text):
    """Its own word goes before guessing, unless it cannot be true."""
    assert good(raw, "a.html")[0].text == text


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        ("", SourceEmpty, "empty"),
        ("<html><body><div id=app></div><script>x()</script></body></html>", SourceEmpty, "no words"),
        (b"\x89PNG\r\n\x1a\n\0\0", SourceError, "not text"),
        ("<div>" * 10_000 + "deep", SourceError, "nested deeper"),
        ("<p>" + "word " * (limits().review_bytes // 5 + 1), SourceError, "1 MB that are read as one review"),
    ],
)
def test_what_is_no_page_with_words_says_why(content, kind, says):
    """An error of its own for each."""
    error = only(content, "a.html")
    assert type(error) is kind
    assert says in error.what
    assert error.remedy


def test_a_page_above_the_limit_is_refused():
    """Pictures may be written into it, but not films."""
    error = only("<p>x</p>" + " " * limits().whole_bytes, "a.html")
    assert "32 MB that are read as one page" in error.what


def test_a_deep_page_is_read_as_long_as_it_can_be():
    """Deeper than trafilatura goes; by the page's own marks alone."""
    (review,) = good(
        "<body>" + "<div>" * 1500 + f"<p>{PROSE[0]}</p><nav>Home</nav>" + "</div>" * 1500, "a.html"
    )
    assert PROSE[0] in free(review)
    assert [label.label for label in review.labels] == ["navigation"]


def test_a_page_is_known_in_a_pipe():
    """By how it begins."""
    assert good(page(f"<p>{PROSE[0]}</p>"), "-")[0].text == PROSE[0]


@given(body=st.text(alphabet="<>/=\"' \n" + "abdehilmnoprstuv" + "é&;!-", max_size=200))
def test_any_text_under_the_name_of_a_page_is_a_review_or_an_error(body):
    """Whatever the parser makes of it, spans stay within the text."""
    found = only(f"<html><body>{body}</body></html>", "a.html")
    assert isinstance(found, SourceError) or kept_whole(found)
    assert isinstance(found, Review | SourceError)
