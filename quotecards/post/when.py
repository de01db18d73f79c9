"""Stage 11: when a post goes out: a time as a person writes it, or the next free slot of the weekly plan."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from quotecards.errors import UsageError
from quotecards.post import plan as plans
from quotecards.post.ical import calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.post.plan import Plan
    from quotecards.post.seam import Taken

__all__ = ["at", "calendar"]

_NEXT = frozenset({"next", "next slot", "plan"})
_IN = re.compile(
    r"in (?P<number>\d{1,4})\s*(?P<unit>m|min|minutes?|h|hours?|d|days?|w|weeks?)", re.IGNORECASE
)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_ZONED = re.compile(r"(?P<rest>.*\S)\s+(?P<zone>[A-Za-z]+/[A-Za-z_/+-]+|UTC|GMT)")
_TOLERANCE = timedelta(minutes=1)  # "18:30", typed at 18:30:20, is now
_EXAMPLES = (
    'Write it as "2026-12-24 18:30", "tomorrow 9:00", "fri 18:30 Europe/Berlin", "in 2 hours" or "next".'
)


def at(
    text: str, now: datetime, taken: Sequence[Taken], film: str | None, plan: Plan | None = None
) -> datetime:
    """A time as it was written becomes one in UTC, moved on while the plan's rules leave it no room.

    `next` is the next free slot of the plan. A time without a zone is in the plan's, else this machine's.

    Raises:
        UsageError: it cannot be understood, it is in the past, or no time is free.
        DataError: the plan in the settings is wrong.

    """
    plan = plans.load() if plan is None else plan
    asked = " ".join(text.split())
    if asked.casefold() in _NEXT:
        return plan.next(now, taken, film)
    found = _read(asked, now, plan)
    if found is None:
        raise UsageError(f"{text!r} is not a time that is understood.", where="--at", remedy=_EXAMPLES)
    if found < now - _TOLERANCE:
        raise UsageError(
            f"{text!r} is in the past: {plan.local(found):%Y-%m-%d %H:%M %Z}, and it is {plan.local(now):%H:%M} now.",
            where="--at",
            remedy="Leave --at out to post now.",
        )
    return plan.moved(max(found, now), taken, film)


def _read(asked: str, now: datetime, plan: Plan) -> datetime | None:
    """The time that a text means, wherever it lies; None if it means none."""
    if asked.casefold() == "now":
        return now
    if match := _IN.fullmatch(asked):
        unit = _UNITS[match["unit"][0].lower()]
        return now + timedelta(**{unit: int(match["number"])})
    if (match := _ZONED.fullmatch(asked)) and (zone := plans.zone(match["zone"])):
        return _read(match["rest"], now, plans.Plan(zone=zone))
    return _of_a_day(asked, now, plan) or _written(asked, plan)


def _of_a_day(asked: str, now: datetime, plan: Plan) -> datetime | None:
    """today, tomorrow, a day of the week, or no day at all, and a time."""
    word, _, rest = asked.casefold().partition(" ")
    today = plan.local(now).date()
    day, time = plans.weekday(word), plans.clock(rest)
    if word in ("today", "tomorrow"):
        ahead = 0 if word == "today" else 1
        return None if time is None else plan.utc(today + timedelta(days=ahead), time)
    step = 7
    if day is None:
        day, time, step = today.weekday(), plans.clock(asked), 1
    if time is None:
        return None
    found = plan.utc(today + timedelta(days=(day - today.weekday()) % 7), time)
    if found >= now - _TOLERANCE:
        return found
    return plan.utc(plan.local(found).date() + timedelta(days=step), time)


def _written(asked: str, plan: Plan) -> datetime | None:
    """A date and a time, by ISO 8601."""
    if len(asked) <= len("2026-12-24"):
        return None  # a day alone is no time
    try:
        found = datetime.fromisoformat(asked)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else plan.utc(found.date(), found.time())
