"""The Mastodon family, on a server that speaks its API: one post whatever happens, read back whole."""

from __future__ import annotations

import json

import pytest
from mastodon import Mastodon as Client
from quotecards.errors import CannotTell, NotSent, Refused, SignedOut, UploadGone
from quotecards.post.guard import Rules
from quotecards.post.networks import mastodon as family
from quotecards.post.seam import Account, Moment, Secret
from quotecards.post.wire import Answer, Wire

from servers.bench import Bench
from servers.troubles import KINDS as KINDS_OF
from servers.troubles import SECONDS, TROUBLES

pytest_plugins = ["servers.fixtures"]

KINDS = KINDS_OF["mastodon"]


@pytest.fixture
def ready(mastodon, proxied, tmp_path):
    """A bench before the server, with a proxy between."""
    proxy = proxied(mastodon.url)
    desk = Bench(tmp_path / "bench", None, holder(proxy.url, mastodon.token))
    desk.network = family.network(Wire(desk.clock.now, rules=Rules(loopback=True), seconds=SECONDS))
    desk.proxy = proxy
    yield desk
    desk.close()


def holder(url, token="mock_token", **values):
    return Account("mastodon", "main", url, values, {"token": Secret(token)})


def posts(server, words):
    """What stands on the server with these words in it, read with Mastodon.py."""
    client = Client(
        api_base_url=server.url, access_token=server.token, ratelimit_method="throw", request_timeout=20
    )
    try:
        page = client.account_statuses(client.me()["id"], limit=40)
        found = []
        while page:
            found += [one for one in page if words in one["content"]]
            page = client.fetch_next(page)
        return found
    finally:
        client.session.close()


def test_a_card_stands_there_with_text_alt_language_and_the_very_bytes(ready, mastodon, some_cards):
    """Read by another program: all is as it was meant."""
    limits = ready.network.limits(ready.account)
    ready.plan(some_cards(1, words="Read back whole", link="https://example.org/review"), limits=limits)
    ready.run()
    (row,) = ready.outbox.rows()
    assert {proof.what: proof.same for proof in row.proofs} == dict.fromkeys(
        ("text", "alt", "language", "warning", "picture"), True
    )
    (post,) = posts(mastodon, "Read back whole")
    assert post["media_attachments"][0]["description"] == row.payload.pictures[0].alt
    assert post["language"] == "en"
    assert post["visibility"] == "public"


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_goes_wrong_one_post_stands_there(ready, mastodon, some_cards, kind):
    """Every trouble at every kind of request ends in one post with its alt text, and nothing in doubt."""
    mark = f"Trouble at {KINDS.index(kind)} of"
    for number, trouble in enumerate(TROUBLES):
        (row,) = ready.plan(some_cards(1, words=f"{mark} {number} {trouble}"))
        ready.network.forget()
        ready.proxy.faults.clear()
        ready.proxy.next(trouble.effect, kind, times=trouble.times, **trouble.more)
        ready.run(hours=24)
        assert ready.proxy.faults[0].times < trouble.times, f"{trouble} never came"
        done = ready.outbox.row(row.id)
        assert done.state == "done", f"{trouble}: {done.error}"
        assert {proof.what for proof in done.proofs if proof.same is False} == set(), trouble
    alts = sorted(post["media_attachments"][0]["description"] for post in posts(mastodon, mark))
    assert alts == sorted(row.payload.pictures[0].alt for row in ready.outbox.rows())
    assert len(set(alts)) == len(TROUBLES)


def test_a_look_that_goes_wrong_is_no_look(ready, mastodon, some_cards):
    """The answer is lost and then so is the look for it, in every way there is: still one post."""
    ready.network = WithoutKey(ready.network)  # nothing but the look stands between us and a double post
    for number, trouble in enumerate(TROUBLES):
        (row,) = ready.plan(some_cards(1, words=f"Twice in doubt {number}"))
        ready.proxy.faults.clear()
        ready.proxy.next("lost", "POST /api/v1/statuses")
        ready.proxy.next(trouble.effect, "GET .*/statuses\\?", times=trouble.times, **trouble.more)
        ready.run(hours=24)
        assert [fault.times for fault in ready.proxy.faults] == [0, 0], f"{trouble} never came"
        assert ready.outbox.row(row.id).state == "done", trouble
    assert len(posts(mastodon, "Twice in doubt")) == len(TROUBLES)


def test_a_server_that_ignores_the_idempotency_key_still_gets_one_post(ready, mastodon, some_cards):
    """The key is stripped on the way: after a lost answer the media ids tell that the post stands there."""
    ready.network = WithoutKey(ready.network)
    ready.plan(some_cards(3, words="No key"))
    ready.proxy.next("lost", "POST /api/v1/statuses", times=3)
    ready.run(hours=5)
    assert ready.states() == ["done"] * 3
    assert len(posts(mastodon, "No key")) == 3
    assert sum(f"{method} {path}" == "POST /api/v1/statuses" for method, path, _, _ in ready.proxy.log) == 3


class WithoutKey(family.Mastodon):
    """The family, before a server that knows no idempotency key."""

    def __init__(self, inner):
        super().__init__(inner._wire)

    def prepare(self, payload, uploaded, account, moment):
        from dataclasses import replace

        return replace(
            super().prepare(payload, uploaded, account, moment),
            headers=(("content-type", "application/json"),),
        )


def test_a_wrong_token_keeps_the_post_for_later(ready, some_cards):
    """The account rests, the row waits."""
    ready.account = holder(ready.proxy.url, "no-such-token")
    (row,) = ready.plan(some_cards())
    ready.run()
    assert ready.outbox.row(row.id).state == "retry_at"
    assert "401" in ready.outbox.row(row.id).error
    with pytest.raises(SignedOut):
        ready.network.check(ready.account)


def test_a_warning_and_a_veil_go_with_the_post(ready, mastodon, some_cards):
    """A spoiler's picture is hidden and the warning stands before the text."""
    folder = some_cards(1, words="He never wakes")
    line = json.loads((folder / "manifest.jsonl").read_text())
    line |= {"flags": ["spoiler"], "warning": "Spoilers for Her"}
    (folder / "manifest.jsonl").write_text(json.dumps(line))
    ready.plan(folder, limits=ready.network.limits(ready.account))
    ready.run()
    (post,) = posts(mastodon, "He never wakes")
    assert post["sensitive"]
    assert post["spoiler_text"] == "Spoilers for Her"


def test_the_servers_own_limits_hold(ready):
    """Asked of the server at /api/v2/instance, or at the first version where there is no second."""
    limits = ready.network.limits(ready.account)
    assert limits.text_most == 500
    assert limits.url_weight == 23
    body = json.dumps({"configuration": {"statuses": {"max_characters": 5000}}}).encode()
    ready.proxy.next("status", "v2/instance", status=404)
    ready.proxy.next("status", "v1/instance", status=200, body=body)
    assert ready.network.limits(ready.account).text_most == 5000


def test_pictures_that_the_server_is_still_at_work_on_are_waited_for(ready, mastodon, some_cards):
    """202 for the upload, 206 while it is processed: the status is not sent before."""
    ready.proxy.next("after", "api/v2/media", status=202, body=None)
    ready.proxy.next("status", "GET /api/v1/media/", status=206, times=2)
    ready.plan(some_cards(1, words="Slow picture"))
    ready.run(hours=1)
    assert ready.states() == ["done"]
    assert len(posts(mastodon, "Slow picture")) == 1


@pytest.mark.parametrize(
    ("media", "kind"),
    [(206, NotSent), (404, UploadGone), (200, Refused)],
    ids=["processing", "gone", "words"],
)
def test_a_422_is_told_by_the_state_of_its_pictures(ready, some_cards, media, kind):
    """The server's words are in its own language; what became of the pictures is not."""
    (row,) = ready.plan(some_cards())
    uploaded = (ready.network.upload(row.payload, (), ready.account),)
    intent = ready.network.prepare(row.payload, uploaded, ready.account, Moment(ready.clock.now(), "5" * 32))
    ready.proxy.next("status", "POST /api/v1/statuses", status=422, body='{"error": "Überprüfung"}'.encode())
    ready.proxy.next("status", "GET /api/v1/media/", status=media)
    with pytest.raises(kind):
        ready.network.send(intent, ready.account)


def test_a_search_that_does_not_get_back_to_the_time_of_sending_says_so():
    """A busy account: no guess."""
    status = {"id": "1", "created_at": "2026-11-22T10:00:00.000Z", "media_attachments": []}

    class Busy:
        def risky(self, method, url, risk, **_):
            body = {"id": "7"} if "verify" in url else [status]
            return Answer(200, {}, json.dumps(body).encode())

        def good(self, answer, url, risk):
            return answer.json()

    network = family.Mastodon(Busy())
    who = holder("https://example.social")
    intent = network.prepare(_payload(), (), who, Moment(_at("2026-11-22T09:00:00+00:00"), "0" * 32))
    with pytest.raises(CannotTell):
        network.find(intent, who)
    later = network.prepare(_payload(), (), who, Moment(_at("2026-11-22T11:00:00+00:00"), "0" * 32))
    assert network.find(later, who) is None


def test_check_tells_whose_token_it_is(ready):
    """The account's name; and what the token lacks, where the server says."""
    assert ready.network.check(ready.account).may_post
    ready.proxy.next("status", "apps/verify", status=200, body=b'{"scopes": ["read", "write:media"]}')
    standing = ready.network.check(ready.account)
    assert not standing.may_post
    assert "lacks: write:statuses" in standing.notes


def test_a_status_without_a_source_is_compared_as_it_reads():
    """Markup goes, line breaks stay."""
    html = '<p>&quot;A line&quot;<br />on <a href="#">Her</a></p><p>two</p>'
    assert family._plain(html) == '"A line"\non Her\ntwo'


def _payload():
    from quotecards.post.seam import Payload, Picture

    return Payload("mastodon", "A line.", (), (Picture(b"bytes", "image/png", 1, 1, "alt"),))


def _at(text):
    from datetime import datetime

    return datetime.fromisoformat(text)
