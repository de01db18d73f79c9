"""One table of failures for all networks: what goes wrong, what it means, and that nothing stands twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from quotecards.errors import CannotTell, NotSent, OutcomeUnknown, SignedOut, TryLater
from quotecards.post import guard
from quotecards.post.networks import make
from quotecards.post.seam import Facet, Moment, Payload, Picture, Sent
from quotecards.post.wire import Wire

from doubles_all import DOUBLES
from loopback import Fault, Said, closed_port

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MANY = Said(429, {"error": "slow down"}, (("retry-after", "30"),))
MANY_SILENT = Said(429, {"error": "slow down"})
BROKEN = Said(500, {"error": "broken"})
GATEWAY = Said(502, b"<html>Bad gateway</html>")
NO_JSON = Said(200, b"<html>Please log in</html>")

# what happens, what is raised, how many posts stand there afterwards
TABLE = {
    "refused": (None, NotSent, 0),
    "time-out": (("mute", Said()), OutcomeUnknown, 0),
    "half an answer": (("half", Said()), OutcomeUnknown, 1),
    "429 with header": (("say", MANY), TryLater, 0),
    "429 without header": (("say", MANY_SILENT), TryLater, 0),
    "500": (("say", BROKEN), OutcomeUnknown, 0),
    "502 after commit": (("say-after", GATEWAY), OutcomeUnknown, 1),
    "stall after commit": (("stall", Said()), OutcomeUnknown, 1),
    "wrong JSON": (("say", NO_JSON), OutcomeUnknown, 0),
    "expired session": ("expired", SignedOut, 0),
    "account gone": ("gone", SignedOut, 0),
}


def payload(network, *, pictures=1, spoiler=False):
    """A post as it was fitted."""
    text = "“We are only here briefly.”\n\n*her*, 2013\n\nhttps://example.com/r"
    start = len(text.encode()) - len("https://example.com/r")
    return Payload(
        network=network,
        text=text,
        facets=(Facet(start, len(text.encode()), "link", "https://example.com/r"),),
        pictures=tuple(
            Picture(f"picture {number}".encode(), "image/jpeg", 1080, 1350, f"Quote card {number}: “We…”")
            for number in range(1, pictures + 1)
        ),
        link="https://example.com/r",
        spoiler=spoiler,
    )


@pytest.fixture
def wire():
    """A short-tempered way out that may speak to this machine."""
    return Wire(lambda: NOW, rules=guard.Rules(loopback=True), seconds=0.25)


@pytest.fixture(params=DOUBLES, ids=lambda double: double.name)
def double(request, monkeypatch):
    """Each network's double in turn, up and running."""
    monkeypatch.setenv("QUOTECARDS_ALLOW_LOOPBACK", "1")
    server = request.param()
    yield server
    server.close()


def uploaded(network, post, account):
    """All that a post needs, uploaded one after the other."""
    references = ()
    while (reference := network.upload(post, references, account)) is not None:
        references = (*references, reference)
    return references


def ready(network, double, **more):
    """A post up to its frozen request."""
    account = double.account()
    post = payload(double.name, **more)
    moment = Moment(datetime.now(UTC), "0123456789abcdef" * 2)
    return network.prepare(post, uploaded(network, post, account), account, moment), account


@pytest.mark.parametrize("case", TABLE)
def test_every_failure_means_the_same_on_every_network(double, wire, case):
    """The error says whether the post may stand there, and the server agrees."""
    effect, expected, standing = TABLE[case]
    network = make(double.name, wire)
    intent, account = ready(network, double)
    if effect is None:
        dead = closed_port()
        account = double.account(dead)
        intent = moved(intent, double.url, dead)
    elif isinstance(effect, str):
        double.faults.append(
            Fault(*double.visible, "say", getattr(double, effect), times=times(double, effect))
        )
    else:
        double.faults.append(Fault(*double.visible, effect[0], effect[1]))
    if (double.name, case) == ("bluesky", "expired session"):
        network.send(intent, account)  # a session that has ended is begun anew: the app password still holds
        assert len(double.posts) == 1
        return
    with pytest.raises(expected) as caught:
        network.send(intent, account)
    assert len(double.posts) == standing
    assert "PLANTED" not in str(caught.value)
    if case == "429 with header":
        assert caught.value.at == NOW + timedelta(seconds=30)
    if case == "429 without header":
        assert caught.value.at is None


def times(double, effect):
    return 1 if (double.name, effect) == ("bluesky", "expired") else 1000


def moved(intent, old, new):
    """A frozen request to another address."""
    from dataclasses import replace

    return replace(intent, url=intent.url.replace(old, new))


@pytest.mark.parametrize("case", ["half an answer", "502 after commit", "stall after commit"])
def test_a_lost_answer_is_looked_up_and_nothing_stands_twice(double, wire, case):
    """Where a network can tell, the post is found again; where it cannot, that is said."""
    network = make(double.name, wire)
    intent, account = ready(network, double)
    double.faults.append(Fault(*double.visible, *TABLE[case][0], times=1))
    with pytest.raises(OutcomeUnknown):
        network.send(intent, account)
    if not double.reads_back:
        with pytest.raises(CannotTell):
            network.find(intent, account)
        return
    found = network.find(intent, account)
    assert isinstance(found, Sent)
    assert {proof.what: proof.same for proof in found.proofs}["text"] is True
    assert {proof.what: proof.same for proof in found.proofs}["alt"] is not False
    assert len(double.posts) == 1


def test_what_never_arrived_is_not_found(double, wire):
    """None is only said where nothing stands there."""
    network = make(double.name, wire)
    intent, account = ready(network, double)
    if not double.reads_back:
        with pytest.raises(CannotTell):
            network.find(intent, account)
        return
    assert network.find(intent, account) is None


def test_a_failed_upload_is_tried_again_and_shows_nothing(double, wire):
    """Whatever goes wrong before the post, the error says that nothing can stand there."""
    network = make(double.name, wire)
    account = double.account()
    post = payload(double.name)
    if network.upload(post, (), account) is None:
        assert double.log == []  # the post carries its pictures
        return
    for said in (GATEWAY, NO_JSON, BROKEN):
        for method in ("POST", "PUT"):
            double.faults.append(Fault(method, ".*", "say", said))
        with pytest.raises(NotSent):
            uploaded(make(double.name, wire), post, account)
        double.faults.clear()
    assert double.posts == []


def test_the_frozen_request_holds_no_secret(double, wire):
    """What is written down in the outbox can be read by whoever reads the outbox."""
    network = make(double.name, wire)
    intent, _ = ready(network, double, pictures=2)
    assert b"PLANTED" not in intent.body
    assert "PLANTED" not in repr(intent)
    assert "PLANTED" not in str(intent.values)


def test_a_dry_run_prepares_without_a_single_request(double, wire):
    """Without uploads the request shows marks in the places of references."""
    network = make(double.name, wire)
    account = double.account()
    moment = Moment(NOW, "0123456789abcdef" * 2)
    intent = network.prepare(payload(double.name, pictures=2), (), account, moment)
    assert intent.body
    assert intent.network == double.name
    assert double.log == []


def test_the_same_moment_makes_the_same_request(double, wire):
    """A request can be made again to the very same bytes."""
    network = make(double.name, wire)
    account, post = double.account(), payload(double.name, pictures=2)
    moment = Moment(NOW, "0123456789abcdef" * 2)
    assert network.prepare(post, (), account, moment) == network.prepare(post, (), account, moment)


def test_a_redirect_is_not_followed(double, wire):
    """The body of a post, secrets and all, goes to no other server."""
    network = make(double.name, wire)
    intent, account = ready(network, double)
    elsewhere = Said(307, b"", (("location", f"{double.url}/elsewhere"),))
    double.faults.append(Fault(*double.visible, "say", elsewhere))
    with pytest.raises(Exception, match=r"answered 307|Redirect"):
        network.send(intent, account)
    assert double.asked("POST", "/elsewhere") == []
    assert double.posts == []
