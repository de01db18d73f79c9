"""Limits of networks: every figure has a source and a day, and a wrong file is told with its line."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from quotecards.datafiles import load, packaged
from quotecards.errors import DataError, UsageError
from quotecards.post import limits as book
from quotecards.post.fit import limits

if TYPE_CHECKING:
    from pathlib import Path

NETWORKS = (
    "bluesky",
    "mastodon",
    "x",
    "linkedin",
    "instagram",
    "threads",
    "facebook",
    "telegram",
    "discord",
    "folder",
)
GOOD = """
[here]
title = "Here"
text_most = 10
text_unit = "graphemes"
pictures_most = 1
picture_kinds = ["image/png"]
[[here.source]]
name = "a page"
read = 2026-11-22
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A networks.toml of the user's own, which wins over the packaged one."""
    monkeypatch.setenv("QUOTECARDS_HOME", str(tmp_path))
    return tmp_path / "networks.toml"


def test_every_network_of_the_design_is_there() -> None:
    """The ten networks are named in the order in which they are explained."""
    assert book.names() == NETWORKS


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_says_where_its_figures_come_from(network: str) -> None:
    """No figure without a source and the day it was read."""
    found = limits(network)
    assert found.source
    assert date.fromisoformat(found.read) <= date(2026, 11, 22)


@pytest.mark.parametrize("network", NETWORKS)
def test_what_is_not_confirmed_is_a_figure_that_is_there(network: str) -> None:
    """An unconfirmed figure is named as such and exists."""
    table = load(packaged("networks.toml"))[network]
    assert set(book.sheet(network).unconfirmed) <= set(table)


def test_the_figures_that_servers_enforce() -> None:
    """The limits that tests on real servers rely on."""
    bluesky = limits("bluesky")
    assert (bluesky.text_most, bluesky.text_unit, bluesky.text_bytes_most) == (300, "graphemes", 3000)
    mastodon = limits("mastodon")
    assert (mastodon.text_most, mastodon.url_weight, mastodon.alt_most) == (500, 23, 1500)
    assert (limits("x").text_most, limits("x").text_unit) == (280, "weighted")


def test_a_post_with_a_link_costs_what_x_asks() -> None:
    """X is the one network where a post has a price, and a link raises it."""
    priced = {name for name in NETWORKS if limits(name).price_usd is not None}
    assert priced == {"x"}
    assert (limits("x").price_usd, limits("x").price_with_link_usd) == (0.015, 0.2)


def test_a_secret_is_never_a_default() -> None:
    """What is secret is asked for; the file holds at most "none"."""
    secret = [need for name in NETWORKS for need in book.sheet(name).needs if need.secret]
    assert len(secret) >= 9
    assert all(not need.default for need in secret)


def test_every_address_in_the_file_is_https() -> None:
    """No default sends anything in the clear."""
    text = packaged("networks.toml").read_text(encoding="utf-8")
    assert "http://" not in text
    assert len(re.findall(r'"https://', text)) >= 10


def test_an_unknown_network_is_told_with_the_known_ones() -> None:
    """The message names what there is."""
    with pytest.raises(UsageError, match=r"no network 'myspace'.*bluesky"):
        limits("myspace")


def test_the_users_own_file_wins(own: Path) -> None:
    """A network that changed its mind costs one file in the user's folder."""
    own.write_text(GOOD, encoding="utf-8")
    assert limits("here").text_most == 10


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("text_most = 10", "text_most = -1", r":4: here.text_most: -1 is not possible"),
        ("text_most = 10", "text_most = true", "True is not possible"),
        ("text_most = 10", "text_most = 1.5", "1.5 is not possible"),
        ("text_most = 10\n", "", "text_most is missing"),
        ('"graphemes"', '"letters"', r":5: here.text_unit: 'letters' is no unit"),
        ('["image/png"]', '["image/tiff"]', "not a list of known names"),
        ("text_most = 10", "text_most = 10\nwarning = 1", "1 is neither true nor false"),
        ("text_most = 10", "text_most = 10\ntxt = 1", "'txt' is not known"),
        ('name = "a page"', 'name = ""', "name is missing or no text"),
        ("read = 2026-11-22", 'read = "lately"', "the day it was read is missing"),
        ("[[here.source]]\n", "[[here.account]]\n", "it has no source"),
        (GOOD, "here = 1\n", "this is no table of a network"),
        ("text_most = 10", 'text_most = 10\nunconfirmed = ["nothing"]', "not a list of known names"),
    ],
)
def test_a_wrong_file_is_told_with_file_and_line(own: Path, old: str, new: str, said: str) -> None:
    """Each mistake has its message, with the place."""
    assert old in GOOD
    own.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        limits("here")
    assert re.search(r"networks\.toml:\d+$", caught.value.where)


def test_an_account_entry_that_is_wrong_is_told(own: Path) -> None:
    """A misspelt key of [[account]] is an error, not a silent nothing."""
    own.write_text(
        GOOD + '[[here.account]]\nname = "token"\nasks = "Token"\nsecrte = true\n', encoding="utf-8"
    )
    with pytest.raises(DataError, match="not what an account needs"):
        limits("here")


def test_an_oauth_entry_without_scopes_is_told(own: Path) -> None:
    """Where a user is sent to, it is said what is asked for."""
    own.write_text(GOOD + '[here.oauth]\nauthorize = "https://a"\ntoken = "https://b"\n', encoding="utf-8")
    with pytest.raises(DataError, match="scopes are missing"):
        limits("here")


def test_an_instance_tells_its_own_limits() -> None:
    """What /api/v2/instance says wins over the usual figures."""
    document = {
        "configuration": {
            "statuses": {
                "max_characters": 5000,
                "max_media_attachments": 6,
                "characters_reserved_per_url": 25,
            },
            "media_attachments": {
                "image_size_limit": 100,
                "image_matrix_limit": 200,
                "description_limit": 10_000,
                "supported_mime_types": ["image/png", "video/mp4"],
            },
        }
    }
    found = book.told(limits("mastodon"), document)
    assert (found.text_most, found.pictures_most, found.url_weight) == (5000, 6, 25)
    assert (found.picture_bytes_most, found.picture_pixels_most, found.alt_most) == (100, 200, 10_000)
    assert found.picture_kinds == ("image/png",)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"configuration": None},
        {"configuration": {"statuses": {"max_characters": "many"}, "media_attachments": []}},
        {"configuration": {"statuses": {"max_characters": 0}}},
        {"configuration": {"statuses": {"max_characters": True}}},
    ],
)
def test_an_instance_that_tells_nonsense_changes_nothing(document: dict[str, object]) -> None:
    """What is missing or absurd stays as it usually is."""
    assert book.told(limits("mastodon"), document) == limits("mastodon")
