"""A card on its way to a network's double: what several tests do alike."""

from __future__ import annotations

from datetime import UTC, datetime

from quotecards.post.networks import make
from quotecards.post.seam import Moment, Payload, Picture

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEXT = "“Love & we are only here.”\n\n*her*, 2013\n\nhttps://example.com/r\n\n#her (film)"


def payload(network, pictures=1, *, spoiler=False):
    return Payload(
        network=network,
        text=TEXT,
        facets=(),
        pictures=tuple(
            Picture(f"picture {number}".encode(), "image/jpeg", 1080, 1350, f"Quote card {number}: “We…”")
            for number in range(1, pictures + 1)
        ),
        link="https://example.com/r",
        spoiler=spoiler,
    )


def posted(server, wire, pictures=1, *, spoiler=False):
    """A card goes the whole way; the network, the frozen request, the account and the answer come back."""
    network, account = make(server.name, wire), server.account()
    post = payload(server.name, pictures, spoiler=spoiler)
    references = ()
    while (reference := network.upload(post, references, account)) is not None:
        references = (*references, reference)
    intent = network.prepare(post, references, account, Moment(datetime.now(UTC), "0123456789abcdef" * 2))
    return network, intent, account, network.send(intent, account)


def shown(sent):
    return {proof.what: proof.same for proof in sent.proofs}
