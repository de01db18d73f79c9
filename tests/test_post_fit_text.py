"""Fitting: never over the limit, credit and link always kept, alt text always there."""

from __future__ import annotations

from dataclasses import replace

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from quotecards.errors import DataError, Refused, UsageError
from quotecards.post.fit import limits, text
from quotecards.post.limits import names
from quotecards.post.seam import Picture, Posting
from twitter_text import parse_tweet

QUOTE = "Sometimes I think I have felt everything I’m ever gonna feel. And from here on out, nothing new."
CREDIT = ("her, 2013", "written and directed by Spike Jonze")
LINK = "https://example.com/reviews/her"
ALT = "Quote card with a line of film dialogue: “We are only here briefly.” Credited: her, 2013."
NETWORKS = names()


def posting(**changes):
    picture = Picture(b"", "image/png", 1080, 1350, changes.pop("alt", ALT))
    base = Posting((picture,), "", QUOTE, CREDIT, "her", LINK, ("her", "film quotes"))
    return replace(base, **changes)


# ---------------------------------------------------------------- an independent count

GRAPHEME = regex.compile(r"\X")
URL = regex.compile(r"https?://\S+")


def independent(words, network):
    """The text's length by another way than the program's: per network, from its own words."""
    if network in ("bluesky", "folder"):
        return len(GRAPHEME.findall(words))
    if network == "mastodon":
        return len(GRAPHEME.findall(URL.sub("x" * 23, words)))
    if network == "x":
        return parse_tweet(words).weightedLength
    if network == "discord":
        return len(words)
    if network == "threads":
        return sum(
            len(one.encode()) if regex.search(r"\p{Extended_Pictographic}", one) else len(one)
            for one in words
        )
    return sum(2 if ord(letter) > 0xFFFF else 1 for letter in words)


pieces = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("abcdefgh    .,;—’“”é\n日本愛👍🏽👨\u200d👩न\u0938्त")),
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]),
    ),
    max_size=90,
)
# long ones are what the limits are about
letters = st.builds(lambda piece, times: piece * times, pieces, st.integers(1, 30))


@pytest.mark.parametrize("network", NETWORKS)
@settings(max_examples=60, deadline=None)
@given(
    quote=letters,
    extra=st.lists(st.text("abc é", min_size=1, max_size=30), max_size=12),
    spoiler=st.booleans(),
)
def test_no_text_is_ever_over_its_limit_and_credit_and_link_are_kept(network, quote, extra, spoiler):
    """Whatever the quote: the network takes the text, and who is credited stands in it."""
    allowed = limits(network)
    fitted = text(posting(quote=quote, tags=tuple(extra), spoiler=spoiler), allowed)
    assert independent(fitted.text, network) <= allowed.text_most
    assert len(fitted.text.encode()) <= (allowed.text_bytes_most or 10**9)
    assert all(line in fitted.text for line in CREDIT)
    assert LINK in fitted.text or any(facet.target == LINK for facet in fitted.facets)
    assert len(fitted.tags) <= (allowed.tags_most if allowed.tags_most is not None else 99)
    assert fitted.alts == (ALT,)


@settings(max_examples=150, deadline=None)
@given(quote=letters, link=st.one_of(st.none(), st.just(LINK), st.just(LINK + "/" + "x" * 200)))
def test_every_facet_slices_back_to_its_text(quote, link):
    """Byte offsets are right whatever stands before them, and no facet lies over another."""
    allowed = limits("bluesky")
    fitted = text(posting(quote=quote, link=link), allowed)
    content, last = fitted.text.encode(), 0
    for facet in fitted.facets:
        shown = content[facet.start : facet.end].decode()
        assert last <= facet.start < facet.end <= len(content)
        last = facet.end
        if facet.kind == "tag":
            assert shown == f"#{facet.target}"
        elif facet.kind == "mention":
            assert shown == f"@{facet.target}"
        elif facet.target != shown:
            assert facet.target == link
            assert shown.rstrip("…") in link
    if link:
        assert [facet.target for facet in fitted.facets if facet.kind == "link"][-1:] == [link]


@settings(max_examples=150, deadline=None)
@given(alt=letters, network=st.sampled_from(NETWORKS))
def test_no_alt_text_is_ever_over_its_limit(alt, network):
    """And none is ever empty."""
    assume(alt.strip())
    allowed = limits(network)
    (fitted,) = text(posting(alt=alt * 8), allowed).alts
    assert fitted
    if allowed.alt_most and allowed.alt_unit == "utf16":
        assert len(fitted.encode("utf-16-le")) // 2 <= allowed.alt_most
    elif allowed.alt_most:
        assert len(GRAPHEME.findall(fitted)) <= allowed.alt_most


# ---------------------------------------------------------------- what a post says


def test_the_whole_post_where_there_is_room():
    """Quote in its marks, credit, link, tags: with air between."""
    assert text(posting(), limits("mastodon")).text == (
        f"“{QUOTE}”\n\nher, 2013\nwritten and directed by Spike Jonze\n\n{LINK}\n\n#her #FilmQuotes"
    )


def test_the_quote_stands_in_its_languages_marks():
    """A German quote opens low."""
    assert text(posting(language="de"), limits("mastodon")).text.startswith(f"„{QUOTE}“")


def test_tags_go_before_words_do():
    """A quote that just fits keeps its words and loses its tags."""
    tight = replace(limits("mastodon"), text_most=179)
    fitted = text(posting(), tight)
    assert QUOTE in fitted.text
    assert fitted.tags == ("her",)


def test_a_quote_is_cut_inside_its_marks():
    """The closing mark stays; a whole sentence needs no ellipsis."""
    tight = replace(limits("mastodon"), text_most=150)
    assert text(posting(), tight).text.startswith(
        "“Sometimes I think I have felt everything I’m ever gonna feel.”\n\nher, 2013"
    )


def test_a_long_link_is_shown_short_where_a_facet_holds_it():
    """On Bluesky the address stands in the facet, so the text may show less of it."""
    link = "https://www.example.com/" + "x" * 240
    fitted = text(posting(link=link), limits("bluesky"))
    assert QUOTE in fitted.text
    assert "example.com/xxx" in fitted.text
    assert "https://" not in fitted.text
    assert fitted.facets[0].target == link


def test_a_link_that_has_room_stands_whole():
    """Nothing is shortened that need not be."""
    assert LINK in text(posting(), limits("bluesky")).text


def test_credit_and_link_that_do_not_fit_are_refused():
    """Rather no post than one without its credit."""
    with pytest.raises(Refused, match="credit and link alone have"):
        text(posting(credit=("x" * 400,)), limits("bluesky"))


def test_a_picture_without_alt_text_is_refused():
    """Alt text always."""
    with pytest.raises(Refused, match="no alt text"):
        text(posting(alt=" "), limits("telegram"))


def test_a_caption_of_ones_own_is_taken_as_it_is():
    """Words that are not the quote's stand without marks; credit and link are not said twice."""
    own = f"Still thinking of this one.\n\nher, 2013\nwritten and directed by Spike Jonze\n{LINK}"
    said = text(posting(caption=own, tags=()), limits("mastodon")).text
    assert said == f"Still thinking of this one.\n\nher, 2013\nwritten and directed by Spike Jonze\n\n{LINK}"


def test_a_caption_made_from_the_quote_is_made_anew():
    """The card's usual caption is no reason to say everything twice."""
    usual = f"“{QUOTE}”\n\nher, 2013"
    assert text(posting(caption=usual), limits("mastodon")).text.count(QUOTE) == 1


def test_a_warning_opens_the_text_where_there_is_no_field_for_it():
    """Mastodon has a field; X has none, so it is said first."""
    warned = posting(warning="Grief")
    assert text(warned, limits("x")).text.startswith("Grief\n\n“")
    assert "Grief" not in text(warned, limits("mastodon")).text


def test_a_spoiler_is_announced_where_it_cannot_be_veiled():
    """Threads veils the picture, Bluesky cannot."""
    spoiler = posting(spoiler=True)
    assert text(spoiler, limits("bluesky")).text.startswith("Spoilers ahead.")
    assert "Spoilers" not in text(spoiler, limits("threads")).text


def test_without_link_and_tags_nothing_is_left_hanging():
    """No empty lines at the end."""
    said = text(posting(link=None, tags=()), limits("mastodon")).text
    assert said.endswith("Spike Jonze")


# ---------------------------------------------------------------- templates


@pytest.fixture
def own_template(home):
    folder = home / "templates" / "post"
    folder.mkdir(parents=True)
    return folder


def test_a_template_of_ones_own_wins(own_template):
    """One file in the user's folder changes one network's words."""
    (own_template / "bluesky.txt.j2").write_text(
        '{% extends "post/text.txt.j2" %}{% block words %}{{ words }} 🎬\n\n{% endblock %}', encoding="utf-8"
    )
    assert "” 🎬" in text(posting(), limits("bluesky")).text
    assert "🎬" not in text(posting(), limits("mastodon")).text


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ("{{ words", r"post/bluesky\.txt\.j2:1"),
        ("\n{% if %}", r"post/bluesky\.txt\.j2:2"),
        ("{{ wrods }}", r"post/bluesky\.txt\.j2"),
        ("{{ words + 1 }}", r"post/bluesky\.txt\.j2"),
        ('{% extends "nowhere.j2" %}', r"post/bluesky\.txt\.j2"),
    ],
)
def test_a_template_with_an_error_is_told_with_its_place(own_template, wrong, where):
    """A misspelt name is an error before anything is sent."""
    (own_template / "bluesky.txt.j2").write_text(wrong, encoding="utf-8")
    with pytest.raises(DataError, match="does not work") as caught:
        text(posting(), limits("bluesky"))
    assert regex.match(where, caught.value.where)


# ---------------------------------------------------------------- tags from the settings


def test_a_set_of_tags_is_named_in_the_settings(inside):
    """@NAME stands for the tags of a set; each tag stands once."""
    (inside / "quotecards.toml").write_text('[tags]\nfilm = ["film", "movie quotes"]\n', encoding="utf-8")
    fitted = text(posting(tags=("Film", "@film", "#cinema", "!!", "2013")), limits("mastodon"))
    assert fitted.tags == ("Film", "MovieQuotes", "cinema")


def test_a_post_without_tags_gets_those_of_its_network(inside):
    """A set named like a network, or "default", is for posts that bring none."""
    (inside / "quotecards.toml").write_text(
        '[tags]\nbluesky = ["filmsky"]\ndefault = ["film"]\n', encoding="utf-8"
    )
    assert text(posting(tags=()), limits("bluesky")).tags == ("filmsky",)
    assert text(posting(tags=()), limits("mastodon")).tags == ("film",)


def test_the_working_folders_sets_win_over_the_users(inside, home):
    """The nearer file wins, set by set."""
    (home / "config.toml").write_text('[tags]\na = ["far"]\nb = ["far"]\n', encoding="utf-8")
    (inside / "quotecards.toml").write_text('[tags]\na = ["near"]\n', encoding="utf-8")
    assert text(posting(tags=("@a", "@b")), limits("mastodon")).tags == ("near", "far")


def test_an_unknown_set_is_told_with_the_known_ones(inside):
    """The message names what there is."""
    (inside / "quotecards.toml").write_text('[tags]\nfilm = ["film"]\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"no set of tags '@flim'.*@film"):
        text(posting(tags=("@flim",)), limits("mastodon"))


def test_a_set_that_is_no_list_is_told_with_its_line(inside):
    """File and line."""
    (inside / "quotecards.toml").write_text('[tags]\n\nfilm = "film"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"quotecards\.toml:3: film: this is no list"):
        text(posting(tags=("@film",)), limits("mastodon"))


def test_no_more_tags_than_the_network_takes():
    """Threads takes one, the first."""
    assert text(posting(), limits("threads")).tags == ("her",)
