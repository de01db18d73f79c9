"""How long to wait: a server's own word in its headers, else a wait that doubles.

Servers say it as seconds, as a time since 1970, as an ISO time or as an HTTP date.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotecards.post.wire import Answer

# Where servers say when: Retry-After (RFC 9110), RateLimit-Reset (Bluesky: seconds since 1970),
# X-RateLimit-Reset (Mastodon: ISO time; X: since 1970), X-RateLimit-Reset-After (Discord: seconds).
HEADERS = (
    "retry-after",
    "x-ratelimit-reset-after",
    "ratelimit-reset",
    "x-ratelimit-reset",
    "x-rate-limit-reset",
)
SINCE_1970 = 10**9  # a number as large as this is no wait but a time
LONGEST = timedelta(days=1)  # whoever asks for more is not believed

FIRST_SECONDS = 30.0
MOST_SECONDS = 3600.0


def until(answer: Answer, now: datetime) -> datetime | None:
    """The time an answer asks to wait for, at most a day ahead; None if it does not say."""
    for name in HEADERS:
        if (told := answer.headers.get(name)) and (at := moment(told, now)) is not None:
            return max(now, min(at, now + LONGEST))
    return None


def moment(told: str, now: datetime) -> datetime | None:
    """A header's value becomes a time in UTC; None if it is none of the known ways to say it."""
    text = told.strip()
    for read in (_number, _iso, _date):
        try:
            at = read(text, now)
        except (ValueError, OverflowError, OSError):
            continue
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return None


def after(attempts: int, now: datetime, chance: float) -> datetime:
    """When to try again after so many attempts: 30 s, 1 min, 2 min, ... 1 h, each up to a fifth later.

    `chance` in 0..1 spreads runners that failed together.
    """
    seconds = min(FIRST_SECONDS * 2 ** min(max(attempts - 1, 0), 20), MOST_SECONDS)
    return now + timedelta(seconds=seconds * (1 + 0.2 * chance))


def _number(text: str, now: datetime) -> datetime:
    seconds = float(text)
    if not 0 <= seconds < 10**11:
        raise ValueError(text)
    return datetime.fromtimestamp(seconds, UTC) if seconds >= SINCE_1970 else now + timedelta(seconds=seconds)


def _iso(text: str, _now: datetime) -> datetime:
    return datetime.fromisoformat(text)


def _date(text: str, _now: datetime) -> datetime:
    return parsedate_to_datetime(text)
