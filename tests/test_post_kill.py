"""SIGKILL at every point of a post's way, on real servers: every post stands exactly once, nothing is lost.

The process that posts is the command line itself. It dies where QUOTECARDS_TEST_DIE_AT says, is started
again, dies elsewhere, and so on; then another program reads the server.
"""

from __future__ import annotations

import json
import random
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from quotecards.post import cards, trial
from quotecards.post.orders import Target, orders
from quotecards.post.outbox import Outbox
from quotecards.post.seam import Account, Limits

from servers import real
from servers.bench import command, fill, ran
from servers.troubles import KINDS, TROUBLES

pytest_plugins = ["servers.fixtures"]

ROUNDS = 3
# A kill at "finding" or "found" needs a post in doubt: one that was killed while it was sent, or after.
DOUBT = ("sending", "sent")
SCHEDULE = [
    death
    for one in range(ROUNDS)
    for point in trial.POINTS
    for death in ((DOUBT[one % 2], point) if point in {"finding", "found"} else (point,))
]
NETWORKS = ("bluesky", "mastodon")


@dataclass(frozen=True)
class Place:
    """A user's folder, what the environment says, and how the server is read by someone else."""

    network: str
    environment: dict
    alts: object

    def run(self, *arguments, die_at=None):
        return ran(command(*arguments, environment=self.environment, die_at=die_at))

    def rows(self):
        return json.loads(self.run("queue", "list", "--json")[1])


@pytest.fixture
def place(request, tmp_path):
    """A place to post to one of the networks from, with an account of its own where there can be one."""
    common = {"QUOTECARDS_HOME": str(tmp_path / "home"), "QUOTECARDS_ALLOW_LOOPBACK": "1"}
    if request.param == "bluesky":
        pds = request.getfixturevalue("pds")
        person = pds.join()
        environment = {
            "QUOTECARDS_BLUESKY_HANDLE": person.handle,
            "QUOTECARDS_BLUESKY_APP_PASSWORD": person.app_password,
            "QUOTECARDS_BLUESKY_SERVICE": pds.url,
        }
        return Place(request.param, common | environment, lambda _words: _on_bluesky(pds, person))
    server = request.getfixturevalue("mastodon")
    # GoToSocial ignores the idempotency key: here it never arrives, so that nothing but us stands guard.
    proxy = request.getfixturevalue("proxied")(server.url, strip={"idempotency-key"})
    environment = {"QUOTECARDS_MASTODON_SERVER": proxy.url, "QUOTECARDS_MASTODON_TOKEN": server.token}
    return Place(request.param, common | environment, lambda words: _on_mastodon(server, words))


@pytest.mark.parametrize("place", NETWORKS, indirect=True)
def test_killed_at_every_point_again_and_again_every_post_stands_once(place, tmp_path):
    """Each point of the way kills at least three times; in the end all is there, once, with its alt text."""
    words = f"Killed on {place.network} {time.time_ns()}"
    folder = fill(tmp_path / "cards", len(SCHEDULE), words=words)
    for number, point in enumerate(SCHEDULE):
        _plan(place, folder / f"card-{number}.jpg")
        code, _, err = place.run("queue", "run", die_at=point)
        assert code == -signal.SIGKILL, f"it did not die at {point}: {err}"
    _all_there(place, words, folder)


@pytest.mark.parametrize("place", NETWORKS, indirect=True)
def test_two_runners_and_a_third_that_is_killed_send_each_post_once(place, tmp_path):
    """Runners at the same time share the rows; the one that dies leaves its row to the others."""
    words = f"Two runners on {place.network} {time.time_ns()}"
    folder = fill(tmp_path / "cards", 16, words=words)
    place.run("post", folder, "--to", place.network)
    place.run("queue", "approve", "--all")
    chance = random.Random(place.network)
    for _ in range(3):
        points = [None, f"{chance.choice(trial.POINTS[:9])}:2", f"{chance.choice(DOUBT)}:1"]
        runners = [command("queue", "run", environment=place.environment, die_at=point) for point in points]
        for runner in runners:
            ran(runner)
    _all_there(place, words, folder)


def test_so_many_kills_and_faults_are_at_least_two_hundred():
    """The kills here and the troubles of the two networks' own tests, each of which ends in one post."""
    kills = len(SCHEDULE) * len(NETWORKS)
    troubles = len(TROUBLES) * sum(len(KINDS[network]) + 1 for network in NETWORKS)
    assert kills >= 80
    assert kills + troubles >= 200


def _plan(place, path):
    """A card goes into the outbox, approved, without a process of its own."""
    now = datetime.now(UTC)
    limits = Limits(place.network, text_most=300, text_unit="graphemes", alt_most=1000)
    target = Target(Account(place.network, "main", ""), None, limits)
    made, _ = orders(cards.read([str(path)]), [target], lambda *_: now, [])
    with Outbox(Path(place.environment["QUOTECARDS_HOME"]), now) as outbox:
        row = outbox.add(made[0].plan, now)
        outbox.approve(row.id, row.payload_sha256, now)


def _all_there(place, words, folder):
    """After one more run in peace every card's alt text stands on the server once, and every row knows it."""
    for _ in range(3):
        code, _, err = place.run("queue", "run")
        assert code == 0, err
    wanted = sorted(json.loads(line)["alt"] for line in (folder / "manifest.jsonl").read_text().splitlines())
    assert sorted(place.alts(words)) == wanted
    rows = place.rows()
    assert {row["state"] for row in rows} == {"done"}
    assert len({row["post"] for row in rows}) == len(wanted)
    receipts = list((folder.parent / "home" / "receipts").iterdir())
    assert len(receipts) == len(wanted)
    for receipt in receipts:
        assert all(one["same"] for one in json.loads(receipt.read_text())["read_back"])


def _on_bluesky(pds, person):
    """The alt texts of all that stands there."""
    found, cursor = [], ""
    while True:
        url = f"{pds.url}/xrpc/com.atproto.repo.listRecords?repo={person.did}&collection=app.bsky.feed.post"
        page = real.ask("GET", f"{url}&limit=100&cursor={cursor}")
        found += [one["value"]["embed"]["images"][0]["alt"] for one in page["records"]]
        cursor = page.get("cursor", "")
        if not cursor:
            return found


def _on_mastodon(server, words):
    """The alt texts of all that stands there and has these words in it."""
    heads = {"authorization": f"Bearer {server.token}"}
    me = real.ask("GET", f"{server.url}/api/v1/accounts/verify_credentials", heads)["id"]
    found, before = [], ""
    while True:
        url = f"{server.url}/api/v1/accounts/{me}/statuses?limit=40{before}"
        page = real.ask("GET", url, heads)
        found += [
            media["description"]
            for one in page
            if words in one["content"]
            for media in one["media_attachments"] or [{"description": None}]
        ]
        if not page:
            return found
        before = f"&max_id={page[-1]['id']}"
