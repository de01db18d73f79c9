"""The page to look at before anything goes: text as it will stand, counts, alt texts, nothing executable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from quotecards.post.fit import limits, text
from quotecards.post.limits import names
from quotecards.post.preview import Measure, Preview, alt_measure, measures, page, price, stretches
from quotecards.post.seam import Facet, Payload, Picture, Posting

PICTURE = Picture(b"x" * 1234, "image/jpeg", 1080, 1350, "Quote card: “We are <b>here</b>.”")


def preview(network, **changes):
    posting = Posting(
        (PICTURE,), "", "We are <i>only</i> here.", ("her, 2013",), "her", "https://example.com/r", ("her",)
    )
    fitted = text(posting, limits(network))
    payload = Payload(network, fitted.text, fitted.facets, (PICTURE,), link=posting.link, tags=fitted.tags)
    return Preview(
        network, "2026-11-23 09:00", replace(payload, **changes), limits(network), ("a b.jpg",), "a.http"
    )


@pytest.mark.parametrize("network", names())
def test_every_network_has_its_page(network):
    """Text, alt text, counts and the picture, for each."""
    shown = page([preview(network)])
    assert "We are &lt;i&gt;only&lt;/i&gt; here." in shown
    assert "&lt;b&gt;here&lt;/b&gt;" in shown
    assert "<i>" not in shown
    assert 'src="a b.jpg" width="1080" height="1350"' in shown
    assert 'href="a.http"' in shown
    assert "1234 bytes" in shown


def test_counts_stand_against_their_limits():
    """Letters and, where there is a second limit, bytes."""
    one = preview("bluesky", text="“é”")
    assert measures(one.payload, one.limits) == [Measure(3, 300, "graphemes"), Measure(8, 3000, "bytes")]
    assert "3 of 300 graphemes" in page([one])


def test_alt_text_has_its_count_or_a_word_that_there_is_none():
    """Telegram has no alt text, and the page says so."""
    assert alt_measure("four", limits("mastodon")) == Measure(4, 1500, "characters")
    assert alt_measure("four", limits("telegram")) is None
    assert "this network has none" in page([preview("telegram")])


def test_links_and_tags_are_shown_where_they_will_be():
    """The page cuts the text by the same bytes that are sent."""
    content = "“é” #her x"
    assert stretches(content, [Facet(9, 13, "tag", "her")]) == [("“é” ", ""), ("#her", "tag"), (" x", "")]
    assert stretches("plain", []) == [("plain", "")]
    assert '<span class="tag">#her</span>' in page([preview("bluesky")])


def test_a_price_is_told_with_the_day_it_was_read():
    """With a link X asks more than ten times as much."""
    one = preview("x")
    assert price(one.payload, one.limits) == "about $0.200 (read 2026-11-22)"
    assert price(replace(one.payload, link=None), one.limits) == "about $0.015 (read 2026-11-22)"
    assert price(one.payload, limits("bluesky")) == ""


def test_warnings_and_doubtful_figures_are_told():
    """What the reader of the page should know."""
    shown = page([preview("linkedin", warning="Grief", spoiler=True)])
    assert "Content warning: Grief" in shown
    assert "marked as a spoiler" in shown
    assert "Not confirmed for this network: text_unit" in shown
