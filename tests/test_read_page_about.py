"""Stage 1: what a page says of itself, the most trusted word first."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.read.page_about import about
from quotecards.read.tree import tree

REVIEW = {
    "@context": "https://schema.org",
    "@type": "Review",
    "itemReviewed": {
        "@type": "Movie",
        "name": "Her",
        "dateCreated": "2013-10-12",
        "director": [{"@type": "Person", "name": "Spike Jonze"}],
    },
    "author": {"@type": "Person", "name": "Nora Field"},
    "publisher": {"@type": "Organization", "name": "Quiet Reels"},
    "datePublished": "2014-02-25T10:00:00Z",
    "reviewRating": {"@type": "Rating", "ratingValue": 4, "bestRating": "5"},
    "url": "https://x.example/her",
    "headline": "Voices in the dark",
}


def script(*values):
    return "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)


def told(head="", body="<p>Words.</p>"):
    return about(tree(f"<html><head>{head}</head><body>{body}</body></html>", "x"))


def test_a_schema_org_review_tells_everything():
    """Film, year, director, critic, outlet, day, rating, address; each with where it was read."""
    found = told(script(REVIEW))
    assert (found.film, found.year, found.director) == ("Her", 2013, "Spike Jonze")
    assert (found.author, found.outlet, found.published) == ("Nora Field", "Quiet Reels", "2014-02-25")
    assert (found.rating, found.url, found.title) == ("4/5", "https://x.example/her", "Voices in the dark")
    assert set(dict(found.origin).values()) == {"JSON-LD review"}


def test_the_review_is_trusted_before_the_article_the_article_before_the_rest():
    """What the first leaves open the next one fills, and each fact says whose it is."""
    article = {"@type": "NewsArticle", "headline": "Other", "author": "B", "publisher": {"name": "The Times"}}
    found = told(
        script(
            {
                "@graph": [
                    article,
                    {"@type": "Review", "author": {"name": "A"}, "itemReviewed": {"name": "Her"}},
                ]
            }
        )
        + "<meta property='og:title' content='Third'><meta property='article:published_time' content='2014-02-25T01:00'>",
        "<a rel='author'>C</a>",
    )
    assert (found.film, found.author, found.title, found.outlet) == ("Her", "A", "Other", "The Times")
    assert dict(found.origin) == {
        "film": "JSON-LD review",
        "author": "JSON-LD review",
        "title": "JSON-LD article",
        "outlet": "JSON-LD article",
        "published": "page’s meta elements",
    }


def test_things_that_refer_to_each_other_are_found():
    """A graph names its people once."""
    graph = {
        "@graph": [
            {"@type": "Article", "headline": "T", "author": {"@id": "#n"}},
            {"@type": "Person", "@id": "#n", "name": "Nora Field"},
        ]
    }
    assert told(script(graph)).author == "Nora Field"


def test_a_film_that_holds_its_review_is_its_film():
    """Some pages describe the film and hang the review on it."""
    film = {"@type": ["Movie"], "name": "Her", "review": {"@type": "Review", "author": "Nora Field"}}
    found = told(script(film))
    assert (found.film, found.author) == ("Her", "Nora Field")


def test_of_several_peoples_reviews_none_is_the_pages():
    """Readers' reviews below a film: the film is sure, the writer is not."""
    reviews = [{**REVIEW, "author": {"name": name}} for name in "AB"]
    found = told(script(reviews))
    assert (found.film, found.author, found.rating) == ("Her", None, None)


@pytest.mark.parametrize(
    "item", [{"@type": "Restaurant", "name": "Chez X"}, {"@type": "Product", "name": "Phone"}]
)
def test_what_is_no_film_is_no_film(item):
    """A review of a restaurant has none."""
    assert told(script({**REVIEW, "itemReviewed": item})).film is None


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "null",
        '"x"',
        "[" * 50_000,
        '{"@type": 3}',
        '{"@type": "Review", "author": [1, null, {"name": {}}], "itemReviewed": 7}',
    ],
)
def test_broken_data_for_machines_says_nothing(content):
    """It is not the reader's business."""
    found = told(f'<script type="application/ld+json">{content}</script>')
    assert (found.author, found.film) == (None, None)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Low Tide | Quiet Reels</title>", "", "Low Tide"),
        ("<title>Low Tide - Quiet Reels</title>", "<h1>Low Tide</h1>", "Low Tide"),
        (
            "<title>Quiet Reels: Low Tide</title>",
            "<h3 class='x post-title y'>Low Tide (1998)</h3>",
            "Low Tide (1998)",
        ),
        (
            "<title>Low Tide - Quiet Reels</title><meta property='og:site_name' content='Quiet Reels'>",
            "",
            "Low Tide",
        ),
        (
            "<meta property='og:title' content='Quiet Reels – Low Tide'><meta property='og:site_name' content='quiet reels'>",
            "",
            "Low Tide",
        ),
        ("<title>Low - Tide</title>", "", "Low - Tide"),
        ("<title> </title>", "", None),
    ],
)
def test_the_title_goes_without_the_sites_name(head, body, title):
    """As it stands on the page as a heading, if it does."""
    assert told(head, body).title == title


@pytest.mark.parametrize(
    ("body", "author"),
    [
        ("<a rel='author'>Nora Field</a>", "Nora Field"),
        ("<span itemprop='author'>By Nora Field</span>", "Nora Field"),
        ("<span class='x author y'>Nora Field</span><a rel='author'>Nora Field</a>", "Nora Field"),
        ("<a rel='author'>Nora Field</a><a rel='author'>B. Other</a>", None),
        ("<div class='comment'><span class='author'>Bob</span></div>", None),
        ("<span class='author'>admin on 3 May</span>", None),
        ("<span class='author'>Nora Field writes about films and lives by the sea</span>", None),
    ],
)
def test_a_marked_writer_is_one_name_or_none(body, author):
    """A sentence is no name, and a commenter is not the writer."""
    assert told(body=body).author == author


def test_an_address_is_no_writer_and_the_templates_language_is_no_language():
    """Both are what many sites put there."""
    found = about(
        tree(
            "<html lang='en-US'><head><meta property='article:author' content='https://x.example/nora'></head><body>Worte.</body></html>",
            "x",
        )
    )
    assert (found.author, found.language) == (None, None)


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "@type",
                        "@id",
                        "@graph",
                        "author",
                        "name",
                        "itemReviewed",
                        "reviewRating",
                        "ratingValue",
                        "publisher",
                        "review",
                        "director",
                    ]
                ),
                inner | st.sampled_from(["Review", "Movie", "Article"]),
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_any_data_is_read_without_complaint(value):
    """Whatever its shape."""
    assert told(script({"@type": "Review", "x": value}, value)).title is None
