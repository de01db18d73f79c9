"""What the thin networks share: limits from the file, one way to ask, errors that hold no secret.

Each of them was written from its network's documentation and is tested against a server of our own that
behaves as documented; none has been tried on the real network.
"""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from quotecards.errors import PostingError
from quotecards.post.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quotecards.post.seam import Account, Limits, Moment, Payload
    from quotecards.post.wire import Answer, Risk, Wire

SKEW = timedelta(minutes=30)  # by how much a server's clock may be behind ours
JSON = ("content-type", "application/json")
FORM = ("content-type", "application/x-www-form-urlencoded")


class Thin:
    """A network that needs no more than requests with a token."""

    name = ""
    settle_seconds = 60.0  # no network says how long it may take; answers come within a few seconds
    media_seconds = 20 * 3600.0  # most keep an upload without a post for a day

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def limits(self, account: Account) -> Limits:  # noqa: ARG002 - they are the same for everyone
        """The limits that the file tells."""
        return limits(self.name)

    def _ask(
        self,
        method: str,
        url: str,
        account: Account,
        risk: Risk,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        shown: str | None = None,
    ) -> dict[str, Any]:
        """A good answer's JSON; all else is raised as what it means on this network."""
        answer = self._answer(method, url, account, risk, headers=headers, body=body, shown=shown)
        with hushed(account):
            return self._wire.good(answer, shown or url, risk)

    def _answer(
        self,
        method: str,
        url: str,
        account: Account,
        risk: Risk,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        shown: str | None = None,
    ) -> Answer:
        """A good answer, or the error that its status means on this network."""
        with hushed(account):
            answer = self._wire.risky(method, url, risk, headers=headers, body=body, shown=shown)
            if not 200 <= answer.status < 300:
                place = shown or url
                raise self._special(answer, place, risk) or self._wire.meaning(answer, place, risk)
            return answer

    def _special(self, answer: Answer, url: str, risk: Risk) -> PostingError | None:  # noqa: ARG002 - for those who know more
        """What an answer means here that it does not mean everywhere; None if there is nothing special."""
        return None


@contextlib.contextmanager
def hushed(account: Account, *more: str) -> Iterator[None]:
    """Whatever is raised inside holds none of the account's secrets (and no more), though a server may repeat them."""
    try:
        yield
    except PostingError as error:
        for name in ("what", "where", "remedy"):
            text = account.hidden(getattr(error, name))
            for one in more:
                text = text.replace(one, "...")
            setattr(error, name, text)
        error.args = (error.what,)
        raise error from None  # a library's own error may hold the address, and that the secret


def told(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer, empty if it is none."""
    try:
        return answer.json()
    except ValueError:
        return {}


def table(value: Any) -> dict[str, Any]:
    """A JSON object, empty if it is something else."""
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[dict[str, Any]]:
    """The JSON objects of a list, none if it is something else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def references(uploaded: tuple[str, ...], key: str) -> list[str]:
    """What was written down under a key when it was uploaded, in order."""
    return [str(found[key]) for one in uploaded if key in (found := json.loads(one))]


def filled(known: list[str], payload: Payload, what: str) -> list[str]:
    """The references of all pictures, with a mark in the place of each that is not uploaded yet."""
    missing = range(len(known) + 1, len(payload.pictures) + 1)
    return [*known, *(f"<{what} {number}>" for number in missing)]


def stamp(moment: Moment) -> str:
    """A moment as an intent holds it."""
    return moment.now.astimezone(UTC).isoformat()


def since(at: str) -> datetime:
    """The earliest time at which a post of an intent can stand there, by the server's clock."""
    return datetime.fromisoformat(at) - SKEW


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def bearer(account: Account) -> dict[str, str]:
    return {"authorization": f"Bearer {account.secret('token')}"}
