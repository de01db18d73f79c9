"""The page shows every card with its words, can be read by anyone, and needs nothing from elsewhere."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quotecards import gallery
from quotecards.errors import DataError

VOID = {"meta", "img", "br"}


def entry(**known):
    quote = known.get("quote", "With it comes a sense of hope <& more>.")
    return {
        "quote": quote,
        "verbatim": quote,
        "edits": [{"kind": "curl-quotes"}],
        "source": "seeds/004.txt",
        "record": None,
        "start": 3,
        "end": 40,
        "kind": "reviewer",
        "credit": {
            "title": "her – A *Love* Story",
            "film": "her",
            "lines": ["“*her* – A <Love> Story”", "on *her*, 2013"],
        },
        "score": 0.93,
        "taste": {},
        "rank": 1,
        "reasons": [
            {"feature": "a", "effect": 0.31, "says": "stands alone"},
            {"feature": "b", "effect": -0.08, "says": "is rather long"},
        ],
        "flags": ["spoiler"],
        "language": "en",
        "card": "004-1-portrait-abc.png",
        "width": 1080,
        "height": 1350,
        "palette": "sun-kissed",
        "layout": "panel",
        "size": "portrait",
        "alt": 'Quote card: "hope"',
        "error": None,
    } | known


class Page(HTMLParser):
    """The page's elements with their attributes and texts; every element must be closed where it was opened."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.texts = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def test_each_card_stands_with_quote_credit_score_and_reasons():
    """What a reader needs to judge a card is beside it."""
    page = Page(gallery.page([entry()], "My cards"))
    for words in (
        "My cards",
        "With it comes a sense of hope <& more>.",
        "0.93",
        "stands alone",
        "is rather long",
    ):
        assert words in page.text
    assert "+0.31" in page.text
    assert "−0.08" in page.text
    assert "on her , 2013" in page.text
    assert "spoiler" in page.text
    assert "curl quotes" in page.text
    (image,) = page.all("img")
    assert (image["src"], image["alt"]) == ("004-1-portrait-abc.png", 'Quote card: "hope"')
    assert (image["width"], image["height"]) == ("1080", "1350")


def test_a_film_title_is_a_title_and_nothing_else_is_markup():
    """Asterisks become <cite>; the words themselves are escaped."""
    html = gallery.page([entry()], "x")
    assert "“<cite>her</cite> – A &lt;Love&gt; Story”" in html
    assert "*" not in Page(html).text


def test_the_page_can_be_walked_without_eyes_or_mouse():
    """Language, title, one main, a skip link to it, headings without a gap, a name for each navigation."""
    page = Page(gallery.page([entry(), entry(source="b.txt"), entry(card=None, error="no")], "Cards"))
    assert page.all("html") == [{"lang": "en"}]
    assert page.all("title")
    assert [main["id"] for main in page.all("main")] == ["cards"]
    assert page.all("a")[0]["href"] == "#cards"
    assert all(nav["aria-label"] for nav in page.all("nav"))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - former <= 1 for former, later in itertools.pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {
        attributes["href"][1:] for attributes in page.all("a") if attributes["href"].startswith("#")
    } <= set(ids)


def test_the_page_needs_nothing_from_elsewhere():
    """No script, no address of another machine, no font, no sheet: a file among files."""
    html = gallery.page([entry()], "x")
    assert not re.search(r"<script|<link|<iframe|https?:|//|@import|url\(", html)


def test_quotes_of_one_review_and_sizes_of_one_quote_stand_together():
    """One section for a review, one article for a quote, one figure for a card."""
    cards = [
        entry(size="portrait"),
        entry(size="story"),
        entry(rank=2, start=50, quote="Another."),
        entry(source="b.txt"),
    ]
    page = Page(gallery.page(cards, "x"))
    counts = {tag: len(page.all(tag)) for tag in ("section", "article", "figure", "h2", "h3")}
    assert counts == {"section": 2, "article": 3, "figure": 4, "h2": 2, "h3": 3}


def test_reviews_of_the_same_name_are_told_apart():
    """Two links must not read the same and lead to different places."""
    page = Page(
        gallery.page([entry(), entry(source="seeds/b.txt"), entry(source="seeds/b.txt", record="7")], "x")
    )
    navigation = page.text.partition("Seeds")[0]
    for place in ("(004.txt)", "(b.txt)", "(b.txt, 7)"):
        assert f"her – A Love Story {place}" in navigation


def test_what_could_not_be_made_is_told_at_the_end():
    """An error has its source and its reason."""
    page = Page(
        gallery.page([entry(), entry(card=None, source="gone.txt", error="there is no such file.")], "x")
    )
    assert page.text.index("gone.txt") > page.text.index("sense of hope")
    assert "there is no such file." in page.text


def test_a_name_with_signs_is_a_good_link():
    """File names of other scripts are encoded in addresses."""
    page = Page(gallery.page([entry(card="мастер-1-portrait-a.png")], "x"))
    assert page.all("img")[0]["src"].startswith("%D0%BC")


@pytest.mark.parametrize(("colours", "least"), [(("--ink", "--paper"), 7), (("--soft", "--paper"), 4.5), (("--accent", "--paper"), 4.5), (("--soft", "--sheet"), 4.5), (("--ink", "--flag"), 7), (("--ink", "--glow-1"), 4.5), (("--ink", "--glow-2"), 4.5), (("--ink", "--glow-3"), 4.5)])  # fmt: skip
@pytest.mark.parametrize("scheme", [0, 1])
def test_words_stand_out_from_their_ground(scheme, colours, least):
    """Contrast by day and by night, as WCAG 2 measures it."""
    blocks = re.findall(r":root \{(.*?)\}", gallery.page([entry()], "x"), re.DOTALL)
    values = dict(re.findall(r"(--[\w-]+): (#\w{6})", blocks[scheme]))
    high, low = sorted((luminance(values[name]) for name in colours), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= least


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@settings(max_examples=30)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1))
def test_any_words_stay_words(text):
    """No words can break the page."""
    page = Page(gallery.page([entry(quote=text, alt=text)], text))
    assert page.all("img")[0]["alt"] == text
    assert len(page.all("article")) == 1


def test_a_broken_template_of_the_users_is_told(home):
    """The name of the template stands in the message."""
    (home / "templates").mkdir()
    (home / "templates" / "gallery.html.j2").write_text("{% for %}")
    with pytest.raises(DataError, match="template does not work") as raised:
        gallery.page([], "x")
    assert raised.value.where == "gallery.html.j2:1"
