"""Stage 1: RSS and Atom feeds."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read.limits import limits

from sources import good, items, kept_whole, of, only

ENTRY = """<item><title>Her, 2013 - ★★★★</title><link>https://boxd.example/her</link><guid>r-1</guid>
<pubDate>Tue, 25 Feb 2014 00:10:00 +1300</pubDate><letterboxd:filmTitle>Her</letterboxd:filmTitle>
<letterboxd:filmYear>2013</letterboxd:filmYear><letterboxd:memberRating>4.0</letterboxd:memberRating>
<description><![CDATA[ <p><img src="x.jpg"/></p> <p>Such a <i>tender</i> film &amp; more.</p><blockquote>No plan.</blockquote> ]]></description>
<dc:creator>Ann</dc:creator></item>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Quiet Reels</title>
<author><name>Nora Field</name></author><entry><title>Low Tide</title><id>tag:x,1</id><link href="https://x.example/1"/>
<updated>2014-02-25T10:00:00Z</updated><summary>Short.</summary><content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two is longer.&lt;/p&gt;</content></entry></feed>"""


def rss(*entries):
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:letterboxd="https://letterboxd.com" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ann’s diary</title><language>en</language>'
        f"{''.join(entries)}</channel></rss>"
    )


def item(description):
    return f"<item><description>{html.escape(description)}</description></item>"


def test_an_entry_knows_its_film_its_writer_and_its_place():
    """The day is the writer's own, not the server's; the language is not the feed's to say."""
    (found,) = good(rss(ENTRY), "feed.xml")
    about = found.about
    assert found.text == "Such a tender film & more.\n\nNo plan."
    assert (found.record, about.film, about.year, about.rating) == ("r-1", "Her", 2013, "4")
    assert (about.author, about.outlet, about.url) == ("Ann", "Ann’s diary", "https://boxd.example/her")
    assert (about.published, about.language) == ("2014-02-25", None)
    assert [(mark.kind, of(found, mark)) for mark in found.markup] == [
        ("italic", "tender"),
        ("blockquote", "No plan."),
    ]
    assert dict(about.origin)["outlet"] == "feed"


def test_the_whole_text_is_taken_and_not_the_teaser():
    """Atom has both; the feed's author is every entry's."""
    (found,) = good(ATOM, "feed.atom")
    assert found.text == "One.\n\nTwo is longer."
    assert (found.about.author, found.about.published, found.about.title) == (
        "Nora Field",
        "2014-02-25",
        "Low Tide",
    )


def test_an_entry_without_words_costs_itself():
    """A picture, a title alone."""
    found = items(rss(item('<img src="x.jpg">'), "<item><title>T</title></item>", item("Words.")), "feed.rss")
    assert [type(one) for one in found] == [SourceEmpty, SourceEmpty, Review]
    assert [one.where for one in found[:2]] == ["feed.rss, entry 1", "feed.rss, entry 2"]


def test_a_page_where_a_feed_was_expected_says_so():
    """A log-in page, mostly."""
    error = only("<!DOCTYPE html><html><body>Sign in</body></html>", "feed.xml")
    assert "a web page where a feed was expected" in error.what
    assert ".html" in error.remedy


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        ("", SourceEmpty, "empty"),
        ("<?xml version='1.0'?><catalog/>", SourceError, "no RSS or Atom feed"),
        ("words", SourceError, "no RSS or Atom feed"),
        (b"\x00\x01\x02" * 50, SourceError, "no RSS or Atom feed"),
        (rss(), SourceEmpty, "no entries"),
    ],
)
def test_what_is_no_feed_says_why(content, kind, says):
    """An error of its own for each."""
    error = only(content, "feed.xml")
    assert type(error) is kind
    assert says in error.what


def test_a_feed_that_breaks_off_yields_what_it_holds():
    """And says that there was more."""
    whole = rss(item("First."), item("Second."))
    found = items(whole[: whole.index("cond")], "feed.xml")
    assert [type(one) for one in found] == [Review, SourceEmpty, SourceError]
    assert "breaks off" in found[2].what


def test_a_feed_in_utf16_does_not_break_off():
    """Its end is its end in any encoding."""
    assert good(ATOM.replace("utf-8", "utf-16").encode("utf-16"), "feed.atom")[0].about.title == "Low Tide"


def test_a_feed_has_a_greatest_length(monkeypatch):
    """It has to be held whole."""
    assert "read as one feed" in only(rss(item("x" * limits().whole_bytes)), "feed.xml").what


def test_entities_that_grow_do_not():
    """A thousand laughs stay one."""
    lol = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY lol0 "lol">{lol}]>'
        + rss("<item><description>&lol9;</description></item>")[38:]
    )
    assert all(len(one.text) < 1000 for one in items(bomb, "feed.xml") if isinstance(one, Review))


def test_a_feed_is_known_in_a_pipe_and_under_the_name_of_a_page():
    """Some servers call it text/html."""
    assert good(ATOM, "-")[0].about.title == "Low Tide"
    assert good(ATOM, "index.html")[0].about.title == "Low Tide"


@given(
    words=st.lists(
        st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8), min_size=1, max_size=8
    )
)
def test_the_words_of_an_entry_come_back(words):
    """Whatever the alphabet; offsets go into the words as they are read."""
    text = " ".join(words)
    (found,) = good(rss(item(f"<p>{html.escape(text)}</p>")), "feed.xml")
    assert found.text == text
    assert kept_whole(found)
