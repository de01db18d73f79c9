"""A network that is not there: takes posts in memory and fails when and how it is told to. For tests."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quotecards.errors import CannotTell
from quotecards.post.networks import proofs
from quotecards.post.seam import Intent, Limits, Sent, Standing

if TYPE_CHECKING:
    from quotecards.errors import NetworkError
    from quotecards.post.seam import Account, Moment, Network, Payload
    from quotecards.post.wire import Wire


@dataclass(frozen=True, slots=True)
class Fault:
    """An error to raise, before the step has happened or `after` it has: the answer that got lost."""

    error: Exception
    after: bool = False


@dataclass(slots=True)
class Fake:
    """`script` holds for each step ("upload", "send", "find") what its next calls raise; None: nothing.

    `posts` is all that stands there, each time it was put there: a double post shows as two.
    """

    script: dict[str, list[Fault | NetworkError | None]] = field(default_factory=dict)
    name: str = "fake"
    settle_seconds: float = 0.0
    media_seconds: float = 3600.0
    can_tell: bool = True
    posts: list[Intent] = field(default_factory=list)
    uploads: list[str] = field(default_factory=list)

    def limits(self, account: Account) -> Limits:  # noqa: ARG002 - the same for everyone
        return Limits(network=self.name, text_most=300, text_unit="graphemes", alt_most=1000)

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:  # noqa: ARG002 - nobody asks who
        """Each picture becomes its hash."""
        if len(uploaded) == len(payload.pictures):
            return None
        after = self._before("upload")
        self.uploads.append(hashlib.sha256(payload.pictures[len(uploaded)].content).hexdigest())
        _after(after)
        return self.uploads[-1]

    def prepare(
        self, payload: Payload, uploaded: tuple[str, ...], account: Account, moment: Moment
    ) -> Intent:
        """The words, alt texts and references as JSON."""
        alts = [picture.alt for picture in payload.pictures]
        body = {"text": payload.text, "alts": alts, "uploaded": list(uploaded), "account": account.name}
        return Intent(
            network=self.name,
            method="POST",
            url="https://fake.example/posts",
            headers=(),
            body=json.dumps(body).encode(),
            key=moment.token,
            at=moment.now.isoformat(),
        )

    def send(self, intent: Intent, account: Account) -> Sent:  # noqa: ARG002 - nobody asks who
        """Another post stands there, even if one with this key does already: this network is a bad one."""
        after = self._before("send")
        self.posts.append(intent)
        _after(after)
        return Sent(id=intent.key, url=f"https://fake.example/posts/{intent.key}")

    def find(self, intent: Intent, account: Account) -> Sent | None:  # noqa: ARG002 - nobody asks who
        """The post with the intent's key."""
        _after(self._before("find"))
        if not self.can_tell:
            raise CannotTell("this network shows nothing.")
        for post in self.posts:
            if post.key == intent.key:
                wanted, seen = json.loads(intent.body), json.loads(post.body)
                compared = (
                    proofs.text(wanted["text"], seen["text"]),
                    proofs.alt(wanted["alts"], seen["alts"]),
                )
                return Sent(intent.key, f"https://fake.example/posts/{intent.key}", compared)
        return None

    def check(self, account: Account) -> Standing:
        return Standing(who=account.name, may_post=True)

    def _before(self, step: str) -> Fault | None:
        """The next fault of a step: raised now, or handed back for after it."""
        planned = self.script.get(step) or []
        fault = planned.pop(0) if planned else None
        if isinstance(fault, Fault) and fault.after:
            return fault
        if fault is not None:
            raise fault.error if isinstance(fault, Fault) else fault
        return None


def _after(fault: Fault | None) -> None:
    if fault is not None:
        raise fault.error


def network(wire: Wire) -> Network:  # noqa: ARG001 - it goes nowhere
    """A fake needs no way out."""
    return Fake()
