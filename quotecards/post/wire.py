"""The only way out of this machine: one request, one connection, bounded in time and size, never redirected.

A connection is never used twice: one that the server has closed meanwhile looks like an answer that
got lost, and would make the outcome of a perfectly good request unknown.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from quotecards.errors import NotSent, OutcomeUnknown, PostingError, Refused, SignedOut, TryLater
from quotecards.post import guard, waits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

Risk = Literal["harmless", "visible"]

ANSWER_MOST = 4 * 2**20  # bytes; the longest answer seen (a Mastodon instance's description) has 40 kB
SECONDS = 60.0
# httpcore's debug lines hold the headers of answers, in which a server may repeat a secret.
logging.getLogger("httpcore").setLevel(logging.INFO)
_AGENT = "quotecards"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back whole: status, headers by lower-case name, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object.

        Raises:
            ValueError: it is none.

        """
        value = json.loads(self.body)
        if not isinstance(value, dict):
            raise ValueError("no JSON object")  # noqa: TRY004 - one kind of error for whoever asks
        return value


class Wire:
    """The way out: `call` for an answer as it is, `ask` for a good answer's JSON or the error it means.

    `now` is only asked for turning a server's "in 30 seconds" into a time.
    """

    def __init__(self, now: Callable[[], datetime], *, rules: guard.Rules, seconds: float = SECONDS) -> None:
        self._now = now
        self._rules = rules
        self._seconds = seconds

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        most: int = ANSWER_MOST,
        patience: float = 1.0,
        shown: str | None = None,
    ) -> Answer:
        """Send one request; the whole answer comes back, whatever its status.

        `patience`: how many times the usual seconds it may take. `shown` is the address as errors tell it, for a URL that holds a secret.

        Raises:
            NotSent: no connection, so nothing can have happened over there.
            OutcomeUnknown: it went out, but no whole answer came back.
            Refused: this address must not be spoken to, or this is no request; nothing has left.

        """
        import httpcore

        guard.check(url, self._rules)
        place, longest = _place(shown or url), self._seconds * patience
        backend = guard.backend(self._rules, longest)
        timeouts = dict.fromkeys(("read", "write"), longest) | dict.fromkeys(
            ("connect", "pool"), min(15.0, longest)
        )
        pool = httpcore.ConnectionPool(network_backend=backend, max_keepalive_connections=0)
        request = pool.stream(
            method,
            url,
            headers=_heads(method, url, headers or {}, body),
            content=body or None,
            extensions={"timeout": timeouts},
        )
        try:
            with pool, request as response:
                content = _read(response, most)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout) as error:
            what = f"no connection: {_told(error)}."
            raise NotSent(what, where=place, remedy="It will be tried again.") from error
        except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as error:
            raise Refused(f"this request cannot be made: {_told(error)}.", where=place) from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, _TooLong) as error:
            what = f"the request went out, but no whole answer came back: {_told(error)}."
            raise OutcomeUnknown(what, where=place) from error
        heads = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        return Answer(response.status, heads, content)

    def ask(
        self,
        method: str,
        url: str,
        *,
        risk: Risk,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        patience: float = 1.0,
        shown: str | None = None,
    ) -> dict[str, Any]:
        """Send one request; a good answer's JSON comes back, all else is raised as what it means.

        `risk` is "visible" for the request that makes the post, "harmless" for all that may be repeated.

        Raises:
            NetworkError: one of its kinds; NotSent instead of OutcomeUnknown where repeating is harmless.

        """
        answer = self.risky(method, url, risk, headers=headers, body=body, patience=patience, shown=shown)
        return self.good(answer, shown or url, risk)

    def risky(
        self,
        method: str,
        url: str,
        risk: Risk,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        most: int | None = None,
        patience: float = 1.0,
        shown: str | None = None,
    ) -> Answer:
        """As `call`, but where repeating is harmless a lost answer is NotSent instead of OutcomeUnknown."""
        limit = ANSWER_MOST if most is None else most
        try:
            return self.call(
                method, url, headers=headers, body=body, most=limit, patience=patience, shown=shown
            )
        except OutcomeUnknown as error:
            if risk == "visible":
                raise
            raise NotSent(error.what, where=error.where, remedy="It will be tried again.") from error

    def in_a(self, while_: timedelta) -> datetime:
        """The time after a while from now."""
        return self._now() + while_

    def good(self, answer: Answer, url: str, risk: Risk) -> dict[str, Any]:
        """A good answer's JSON; all else is raised as what it means."""
        if 200 <= answer.status < 300:
            try:
                return answer.json()
            except ValueError as error:
                raise self._doubtful(risk, "the answer is no JSON", url) from error
        raise self.meaning(answer, url, risk)

    def meaning(self, answer: Answer, url: str, risk: Risk) -> PostingError:
        """An answer that is not good becomes the error it means."""
        status, at = answer.status, waits.until(answer, self._now())
        what = f"answered {status}{_words(answer)}"
        if status == 429:
            return TryLater(f"{what}: too many requests.", where=_place(url), at=at)
        if status >= 500 or status in {408, 425}:
            return self._doubtful(risk, what, url, at)
        if status in {401, 403}:
            return SignedOut(f"{what}.", where=_place(url), remedy="Try quotecards accounts check.")
        if status < 400:
            remedy = "Redirects are not followed; set the server's own address."
            return Refused(f"{what} instead of doing what was asked.", where=_place(url), remedy=remedy)
        return Refused(f"{what}.", where=_place(url))

    def _doubtful(self, risk: Risk, what: str, url: str, at: datetime | None = None) -> PostingError:
        if risk == "visible":
            return OutcomeUnknown(f"{what}, so the post may stand there or not.", where=_place(url), at=at)
        return NotSent(f"{what}.", where=_place(url), at=at, remedy="It will be tried again.")


def from_environment(now: Callable[[], datetime]) -> Wire:
    """A wire as the environment wants it: QUOTECARDS_ALLOW_LOOPBACK, _ALLOW_PRIVATE, _TIMEOUT_SECONDS."""
    rules = guard.Rules(
        loopback=os.environ.get("QUOTECARDS_ALLOW_LOOPBACK") == "1",
        private=os.environ.get("QUOTECARDS_ALLOW_PRIVATE") == "1",
    )
    asked = os.environ.get("QUOTECARDS_TIMEOUT_SECONDS", "").strip()
    try:
        seconds = float(asked or SECONDS)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 120:
        raise PostingError(
            f"{asked!r} is not possible.",
            where="environment, QUOTECARDS_TIMEOUT_SECONDS",
            remedy="Use a number of seconds from 0.1 to 120.",
        )
    return Wire(now, rules=rules, seconds=seconds)


class _TooLong(Exception):
    """An answer longer than asked for."""


def _heads(method: str, url: str, given: Mapping[str, str], body: bytes) -> list[tuple[str, str]]:
    """All headers of a request; nothing is compressed, so that what is capped is what comes."""
    heads = {
        "host": guard.host(url),
        "user-agent": _AGENT,
        "connection": "close",
        "accept-encoding": "identity",
    }
    if method not in {"GET", "HEAD"}:
        heads["content-length"] = str(len(body))
    return [*(heads | {name.lower(): value for name, value in given.items()}).items()]


def _read(response: Any, most: int) -> bytes:
    """The answer's body, cut off where it becomes too long to be true."""
    content = bytearray()
    for piece in response.iter_stream():
        content += piece
        if len(content) > most:
            raise _TooLong(f"the answer has more than {most} bytes")
    return bytes(content)


def _told(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__


def _words(answer: Answer) -> str:
    """What the server says of its error, briefly; its own words never hold our secrets."""
    try:
        told = answer.json()
    except ValueError:
        return ""
    words = [told.get(name) for name in ("error", "message", "error_description", "detail", "title")]
    named = [word for word in words if isinstance(word, str) and word]
    return f" ({': '.join(dict.fromkeys(named))[:300]})" if named else ""


def _place(url: str) -> str:
    """An address without its query, which may hold what nobody should read."""
    return url.partition("?")[0]
