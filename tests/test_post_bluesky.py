"""Bluesky, on a real server: one post whatever happens, read back whole."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from atproto import Client
from quotecards.errors import Refused, SignedOut
from quotecards.post.guard import Rules
from quotecards.post.networks import bluesky
from quotecards.post.seam import Account, Facet, Moment, Payload, Picture, Secret
from quotecards.post.wire import Wire

from servers.bench import Bench
from servers.troubles import KINDS as KINDS_OF
from servers.troubles import SECONDS, TROUBLES

pytest_plugins = ["servers.fixtures"]

KINDS = KINDS_OF["bluesky"]


@pytest.fixture
def person(pds):
    """An account nobody has posted with."""
    return pds.join()


@pytest.fixture
def ready(pds, person, proxied, tmp_path):
    """A bench before the real server, with a proxy between."""
    proxy = proxied(pds.url)
    desk = Bench(tmp_path / "bench", None, holder(person, proxy.url))
    desk.network = bluesky.network(Wire(desk.clock.now, rules=Rules(loopback=True), seconds=SECONDS))
    desk.proxy = proxy
    yield desk
    desk.close()


def holder(person, url):
    return Account(
        network="bluesky",
        name="main",
        service=url,
        values={"handle": person.handle},
        secrets={"app_password": Secret(person.app_password)},
    )


def posts(pds, person):
    """What stands on the server, read with the protocol's own client library."""
    client = Client(base_url=f"{pds.url}/xrpc")
    asked = {"repo": person.did, "collection": bluesky.COLLECTION, "limit": 100}
    with contextlib.closing(client.request._client):
        return [one.value for one in client.com.atproto.repo.list_records(asked).records]


def payload(text="A line. #her", facets=(), **more):
    picture = Picture(b"\xff\xd8 not looked at", "image/jpeg", 8, 10, "What it says.")
    return Payload("bluesky", text, tuple(facets), (picture,), **more)


def test_a_card_stands_there_with_text_alt_facets_language_and_the_very_bytes(ready, pds, person, some_cards):
    """Read by another program: all is as it was meant."""
    folder = some_cards(1, link="https://example.org/review?a=1")
    ready.plan(folder, limits=ready.network.limits(ready.account))
    ready.run()
    (row,) = ready.outbox.rows()
    assert {proof.what: proof.same for proof in row.proofs} == dict.fromkeys(
        ("text", "alt", "facets", "language", "picture"), True
    )
    (post,) = posts(pds, person)
    assert post.text == row.payload.text
    assert post.embed.images[0].alt == row.payload.pictures[0].alt
    assert post.embed.images[0].aspect_ratio.height == 75
    assert post.langs == ["en"]
    index = post.facets[0].index
    assert post.text.encode()[index.byte_start : index.byte_end].decode().startswith("https://example.org")
    assert post.facets[0].features[0].uri == "https://example.org/review?a=1"


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_goes_wrong_one_post_stands_there(ready, pds, person, some_cards, kind):
    """Every trouble at every kind of request ends in one post with its alt text, and nothing in doubt."""
    for trouble in TROUBLES:
        (row,) = ready.plan(some_cards(1, words=f"{kind} {trouble}"))
        if kind == "createSession":
            ready.network.forget()
        ready.proxy.faults.clear()
        ready.proxy.next(trouble.effect, kind, times=trouble.times, **trouble.more)
        ready.run(hours=24)
        assert ready.proxy.faults[0].times < trouble.times, f"{trouble} never came"
        done = ready.outbox.row(row.id)
        assert done.state == "done", f"{trouble}: {done.error}"
        assert all(proof.same for proof in done.proofs if proof.what != "picture"), trouble
    alts = sorted(post.embed.images[0].alt for post in posts(pds, person))
    assert alts == sorted(row.payload.pictures[0].alt for row in ready.outbox.rows())
    assert len(set(alts)) == len(TROUBLES)


def test_a_look_that_goes_wrong_is_no_look(ready, pds, person, some_cards):
    """The answer is lost and then so is the look for it, in every way there is: still one post."""
    for number, trouble in enumerate(TROUBLES):
        (row,) = ready.plan(some_cards(1, words=f"Twice in doubt {number}"))
        ready.proxy.faults.clear()
        ready.proxy.next("lost", "putRecord")
        ready.proxy.next(trouble.effect, "getRecord", times=trouble.times, **trouble.more)
        ready.run(hours=24)
        assert [fault.times for fault in ready.proxy.faults] == [0, 0], f"{trouble} never came"
        assert ready.outbox.row(row.id).state == "done", trouble
    assert len(posts(pds, person)) == len(TROUBLES)


@pytest.mark.parametrize("kind", ["uploadBlob", "putRecord", "getRecord"])
def test_an_expired_session_is_made_anew_without_a_word(ready, pds, person, some_cards, kind):
    """The server says that the token is old: sign in once more, and go on in the same step."""
    ready.plan(some_cards())
    old = b'{"error": "ExpiredToken", "message": "Token has expired"}'
    ready.proxy.next("status", kind, status=400, body=old)
    ready.run()
    assert ready.states() == ["done"]
    assert len(posts(pds, person)) == 1
    assert sum("createSession" in path for _, path, _, _ in ready.proxy.log) == 2


def test_a_wrong_password_keeps_the_post_for_later(ready, person, some_cards):
    """The account rests, the row waits, the message says what to do."""
    ready.account = holder(
        type(person)(person.handle, person.did, "", "wrong-wron-gwro-ngwr"), ready.proxy.url
    )
    (row,) = ready.plan(some_cards())
    ready.run()
    waiting = ready.outbox.row(row.id)
    assert waiting.state == "retry_at"
    assert "AuthenticationRequired" in waiting.error
    assert "accounts check" in waiting.error
    with pytest.raises(SignedOut):
        ready.network.check(ready.account)


def test_an_account_that_is_taken_down_loses_nothing_and_goes_on_when_it_is_back(
    ready, pds, person, some_cards
):
    """Gone in the middle: the upload is there, the record is not; back again: one post."""
    subject = {"$type": "com.atproto.admin.defs#repoRef", "did": person.did}
    taken = {"subject": subject, "takedown": {"applied": True, "ref": "test"}}
    (row,) = ready.plan(some_cards())
    ready.network.check(ready.account)
    pds.call("com.atproto.admin.updateSubjectStatus", taken, as_admin=True)
    ready.run()
    assert ready.outbox.row(row.id).state == "retry_at"
    assert ready.outbox.pauses(ready.clock.now())
    pds.call("com.atproto.admin.updateSubjectStatus", taken | {"takedown": {"applied": False}}, as_admin=True)
    ready.run(hours=3)
    assert ready.states() == ["done"]
    assert len(posts(pds, person)) == 1


def test_a_place_that_another_record_has_is_a_no(ready, pds, person, some_cards):
    """swapRecord null: what stands there is never overwritten."""
    (row,) = ready.plan(some_cards())
    moment = Moment(ready.clock.now(), "0" * 32)
    uploaded = (ready.network.upload(row.payload, (), ready.account),)
    intent = ready.network.prepare(row.payload, uploaded, ready.account, moment)
    body = json.loads(intent.body)
    other = body | {"record": body["record"] | {"text": "I was here first."}}
    pds.call("com.atproto.repo.putRecord", other, pds.session(person))
    with pytest.raises(Refused, match="another record"):
        ready.network.send(intent, ready.account)
    assert [post.text for post in posts(pds, person)] == ["I was here first."]


def test_the_same_intent_sent_five_times_is_one_post(ready, pds, person, some_cards):
    """The request may be repeated by anyone at any time."""
    (row,) = ready.plan(some_cards())
    uploaded = (ready.network.upload(row.payload, (), ready.account),)
    intent = ready.network.prepare(row.payload, uploaded, ready.account, Moment(ready.clock.now(), "ab" * 16))
    answers = {ready.network.send(intent, ready.account).id for _ in range(5)}
    assert len(answers) == len(posts(pds, person)) == 1


def test_a_mention_becomes_a_facet_with_its_did_and_an_unknown_handle_stays_text(
    ready, pds, person, some_cards
):
    """Handles are looked up before the record is made."""
    (row,) = ready.plan(some_cards())
    text = f"@{person.handle} and @nobody.test"
    known = Facet(0, 1 + len(person.handle), "mention", person.handle)
    unknown = Facet(6 + len(person.handle), len(text), "mention", "nobody.test")
    given = Payload("bluesky", text, (known, unknown), row.payload.pictures)
    uploaded = ()
    while (reference := ready.network.upload(given, uploaded, ready.account)) is not None:
        uploaded = (*uploaded, reference)
    ready.network.send(
        ready.network.prepare(given, uploaded, ready.account, Moment(ready.clock.now(), "1" * 32)),
        ready.account,
    )
    (post,) = posts(pds, person)
    assert [feature.did for facet in post.facets for feature in facet.features] == [person.did]


def test_check_tells_who_it_is(ready, person):
    """A right password: the handle and that it may post."""
    standing = ready.network.check(ready.account)
    assert standing.who == f"@{person.handle}"
    assert standing.may_post


def test_a_request_is_prepared_without_any_way_out():
    """prepare touches nothing: no wire at all, and the same moment makes the same bytes."""
    network = bluesky.Bluesky(None)
    who = Account("bluesky", "main", "", {"handle": "me.test"}, {"app_password": Secret("hush-hush")})
    moment = Moment(datetime(2026, 11, 22, 9, tzinfo=UTC), "c0ffee" * 5 + "00")
    one = network.prepare(payload(), (), who, moment)
    assert one == network.prepare(payload(), (), who, moment)
    assert b"hush-hush" not in one.body + repr(one).encode()
    assert json.loads(one.body)["swapRecord"] is None
    assert b'"swapRecord": null' in one.body
    assert one.url == "https://bsky.social/xrpc/com.atproto.repo.putRecord"


def test_record_keys_sort_by_time_and_are_tids():
    """13 letters of the sortable alphabet; later is larger."""
    early = bluesky.tid(datetime(2026, 1, 1, tzinfo=UTC), 1023)
    late = bluesky.tid(datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC), 0)
    assert early < late
    assert len(early) == len(late) == 13
    assert set(early) <= set("234567abcdefghijklmnopqrstuvwxyz")
    assert early[0] in "234567abcdefghij"


def test_a_pictures_reference_is_known_before_it_is_uploaded():
    """The CID follows from the bytes; this one is known from the protocol's own documents."""
    assert bluesky.cid(b"") == "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
