"""The whole way: the five seeds' cards, from the command line to two servers, read back by other programs."""

from __future__ import annotations

import contextlib
import hashlib
import json

import pytest
from atproto import Client
from mastodon import Mastodon

from servers import real
from servers.bench import command, ran

pytest_plugins = ["servers.fixtures"]


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    """A card of each of the five seeds."""
    folder = tmp_path_factory.mktemp("seeds") / "cards"
    seeds = real.HERE.parent.parent / "seeds"
    code, _, err = ran(command("batch", seeds, "--out", folder, "--top", 1, environment={}))
    assert code == 0, err
    return folder


@pytest.fixture
def environment(pds, mastodon, tmp_path):
    """What a user sets to post to both; the secrets in files, as they should be."""
    person = pds.join()
    (tmp_path / "app").write_text(person.app_password + "\n")
    (tmp_path / "token").write_text(mastodon.token)
    for name in ("app", "token"):
        (tmp_path / name).chmod(0o600)
    return person, {
        "QUOTECARDS_HOME": str(tmp_path / "home"),
        "QUOTECARDS_ALLOW_LOOPBACK": "1",
        "QUOTECARDS_BLUESKY_HANDLE": person.handle,
        "QUOTECARDS_BLUESKY_APP_PASSWORD_FILE": str(tmp_path / "app"),
        "QUOTECARDS_BLUESKY_SERVICE": pds.url,
        "QUOTECARDS_MASTODON_SERVER": mastodon.url,
        "QUOTECARDS_MASTODON_TOKEN_FILE": str(tmp_path / "token"),
    }


def test_the_seeds_cards_stand_whole_on_both_servers_and_the_receipts_say_so(
    cards, environment, pds, mastodon, tmp_path
):
    """Five cards, two networks: text, alt text and the very bytes that were sent, read by other clients."""
    person, around = environment
    code, out, err = ran(
        command("post", cards, "--to", "bluesky", "--to", "mastodon", "--yes", environment=around)
    )
    assert code == 0, err
    assert out.count(" done ") == 10
    lines = [json.loads(row) for row in (cards / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 5
    receipts = [json.loads(path.read_text()) for path in (tmp_path / "home" / "receipts").iterdir()]
    assert len(receipts) == 10
    _on_bluesky(pds, person, lines, sent(receipts, "bluesky"))
    _on_mastodon(mastodon, lines, sent(receipts, "mastodon"))
    assert all(proof["same"] for receipt in receipts for proof in receipt["read_back"])
    assert {receipt["cards"][0]["sha256"] for receipt in receipts} == {line["sha256"] for line in lines}


def test_no_secret_is_written_down_or_said(some_cards, environment, tmp_path):
    """Dry run, posts, errors and the story: the app password and the token are in none of it."""
    person, around = environment
    said = []
    card = some_cards(words="No secret") / "card-0.jpg"
    for arguments in (
        ("post", card, "--to", "bluesky", "--to", "mastodon", "--dry-run"),
        ("post", card, "--to", "bluesky", "--to", "mastodon", "--yes"),
        ("queue", "show", "1"),
        ("queue", "list", "--json"),
        ("accounts", "list"),
    ):
        said += ran(command(*arguments, environment=around))[1:]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert person.handle.encode() in kept
    for secret in (person.app_password, "mock_token"):
        assert secret.encode() not in kept
        assert not any(secret in text for text in said)


def test_a_wrong_password_is_told_and_the_card_waits(some_cards, environment):
    """Exit code 9, what the server said, and what to do; the row is tried again later."""
    _, around = environment
    around = around | {"QUOTECARDS_BLUESKY_APP_PASSWORD": "wron-gwro-ngwr-ongw"}
    card = some_cards(words="Wrong password") / "card-0.jpg"
    code, _, err = ran(command("post", card, "--to", "bluesky", "--yes", environment=around))
    assert code == 9
    assert "AuthenticationRequired" in err
    assert "accounts check" in err
    rows = json.loads(ran(command("queue", "list", "--json", environment=around))[1])
    assert [row["state"] for row in rows] == ["retry_at"]


def sent(receipts, network):
    """By alt text, the hash of the picture that went out: the card's own, or one encoded to a limit."""
    pictures = [one["pictures"][0] for one in receipts if one["network"] == network]
    return {picture["alt"]: picture["sha256"] for picture in pictures}


def _on_bluesky(pds, person, lines, hashes):
    client = Client(base_url=f"{pds.url}/xrpc")
    with contextlib.closing(client.request._client):
        asked = {"repo": person.did, "collection": "app.bsky.feed.post"}
        posts = [one.value for one in client.com.atproto.repo.list_records(asked).records]
        by_alt = {post.embed.images[0].alt: post for post in posts}
        assert sorted(by_alt) == sorted(line["alt"] for line in lines)
        for line in lines:
            post = by_alt[line["alt"]]
            assert line["quote"][:40] in post.text
            reference = post.embed.images[0].image.ref.link
            bytes_there = client.com.atproto.sync.get_blob({"did": person.did, "cid": reference})
            assert hashlib.sha256(bytes_there).hexdigest() == hashes[line["alt"]]


def _on_mastodon(server, lines, hashes):
    client = Mastodon(api_base_url=server.url, access_token=server.token, ratelimit_method="throw")
    with contextlib.closing(client.session):
        posts = client.account_statuses(client.me()["id"], limit=40)
        media = {one["description"]: one for post in posts for one in post["media_attachments"]}
        for line in lines:
            there = real.fetch(media[line["alt"]]["url"])
            assert hashlib.sha256(there).hexdigest() == hashes[line["alt"]]
            assert sum(line["alt"] == one["media_attachments"][0]["description"] for one in posts) == 1
