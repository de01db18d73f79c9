"""Stage 11: the weekly plan of the settings: when posts go out, how far apart, and one film a day.

[plan]                                  in quotecards.toml or the user's config.toml
zone = "Europe/Berlin"                  where these times are; without it this machine's zone
slots = ["mon 9:00", "sat 11:30"]       a time without a day stands for every day
spacing_minutes = 30                    between two posts of one account
film_days = 1                           days between two posts of one film; 0: no such rule
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from quotecards.datafiles import home, line_of
from quotecards.datafiles import load as read_toml
from quotecards.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotecards.post.seam import Taken

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>am|pm)?", re.IGNORECASE)
_HORIZON = 366  # days in which a free time is looked for


@dataclass(frozen=True, slots=True)
class Plan:
    """When posts may go out. `slots` are (day of the week from Monday 0, or None for all; time of day)."""

    zone: ZoneInfo | None = None
    slots: tuple[tuple[int | None, time], ...] = ()
    spacing: timedelta = timedelta(minutes=15)
    film_days: int = 1

    def utc(self, day: date, at: time) -> datetime:
        """A day and a time of the plan's zone in UTC; a time that the clocks skip is the one after it."""
        local = datetime.combine(day, at)
        return (local.replace(tzinfo=self.zone) if self.zone else local.astimezone()).astimezone(UTC)

    def local(self, at: datetime) -> datetime:
        """A time as the clocks of the plan's zone show it."""
        return at.astimezone(self.zone)

    def free(self, at: datetime, taken: Sequence[Taken], film: str | None) -> bool:
        """Whether a time keeps its distance from all others, and its film from itself."""
        if any(abs(at - one.at) < self.spacing or at == one.at for one in taken):
            return False
        return not self._too_soon(at, taken, film)

    def moved(self, at: datetime, taken: Sequence[Taken], film: str | None) -> datetime:
        """A time, or the first free one after it: later the same day, or at the same time another day."""
        for _ in range(_HORIZON):
            found = self._spaced(at, taken)
            if not self._too_soon(at, taken, film) and not self._too_soon(found, taken, film):
                return found
            local = self.local(at)
            at = self.utc(local.date() + timedelta(days=1), local.time())
        raise _full()

    def _spaced(self, at: datetime, taken: Sequence[Taken]) -> datetime:
        """A time, or the first one after it that keeps its distance from all others."""
        while near := [one.at for one in taken if abs(at - one.at) < self.spacing or at == one.at]:
            at = max(near) + max(self.spacing, timedelta(seconds=1))
        return at

    def next(self, now: datetime, taken: Sequence[Taken], film: str | None) -> datetime:
        """The first free slot after now.

        Raises:
            UsageError: there are no slots, or none is free for a year.

        """
        if not self.slots:
            raise UsageError(
                "there is no plan.", remedy='Write one in quotecards.toml: [plan] and slots = ["mon 9:00"].'
            )
        for at in self._upcoming(now):
            if self.free(at, taken, film):
                return at
        raise _full()

    def _upcoming(self, now: datetime) -> Iterator[datetime]:
        today = self.local(now).date()
        for ahead in range(_HORIZON):
            day = today + timedelta(days=ahead)
            times = sorted({at for weekday, at in self.slots if weekday in (None, day.weekday())})
            yield from (at for one in times if (at := self.utc(day, one)) > now)

    def _too_soon(self, at: datetime, taken: Sequence[Taken], film: str | None) -> bool:
        """Whether a post of the same film has its place on this day, or within the days between."""
        if not film or not self.film_days:
            return False
        day = self.local(at).date()
        days = [self.local(one.at).date() for one in taken if (one.film or "").casefold() == film.casefold()]
        return any(abs((day - one).days) < self.film_days for one in days)


def load(places: Sequence[Path] | None = None) -> Plan:
    """The first settings file with a [plan] becomes it; the working folder's before the user's.

    Raises:
        DataError: it is wrong; `where` holds file and line.

    """
    for path in (Path("quotecards.toml"), home() / "config.toml") if places is None else places:
        table = read_toml(path).get("plan") if path.is_file() else None
        if table is not None:
            return _plan(path, table)
    return Plan()


def clock(text: str) -> time | None:
    """A time of day such as 9:00, 18.30 or 6 pm; None if it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None or (match["minute"] is None and match["half"] is None):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def weekday(text: str) -> int | None:
    """A day such as mon or Monday, counted from Monday 0; None if it is none."""
    word = text.strip().casefold()
    full = {day: number for number, day in enumerate(DAYS)}
    rests = ("day", "sday", "nesday", "rsday", "day", "urday", "day")
    if word[:3] in full and (len(word) == 3 or word[3:] == rests[full[word[:3]]]):
        return full[word[:3]]
    return None


def zone(name: str) -> ZoneInfo | None:
    """A zone's name such as Europe/Berlin or UTC; None if there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _plan(path: Path, table: Any) -> Plan:
    rules = {"zone": _zone, "slots": _slots, "spacing_minutes": _minutes, "film_days": _days}
    if not isinstance(table, dict):
        raise _wrong(path, "plan", "this is no table")
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name not in rules:
            raise _wrong(path, f"plan.{name}", f"there is no {name!r}", f"Known: {', '.join(rules)}.")
        found["spacing" if name == "spacing_minutes" else name] = rules[name](path, value)
    return Plan(**found)


def _zone(path: Path, value: Any) -> ZoneInfo:
    if isinstance(value, str) and (found := zone(value)):
        return found
    raise _wrong(path, "plan.zone", f"{value!r} is no zone", "Use one such as Europe/Berlin or UTC.")


def _slots(path: Path, value: Any) -> tuple[tuple[int | None, time], ...]:
    slots: list[tuple[int | None, time]] = []
    for text in value if isinstance(value, list) else [value]:
        day, _, rest = str(text).strip().partition(" ")
        number = weekday(day)
        at = clock(str(text) if number is None else rest)
        if at is None:
            raise _wrong(path, "plan.slots", f"{text!r} is no time of a week", 'Write it as "mon 9:00".')
        slots.append((number, at))
    return tuple(slots)


def _minutes(path: Path, value: Any) -> timedelta:
    return timedelta(minutes=_whole(path, "plan.spacing_minutes", value, 10_080))


def _days(path: Path, value: Any) -> int:
    return _whole(path, "plan.film_days", value, 365)


def _whole(path: Path, place: str, value: Any, most: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
        return value
    raise _wrong(path, place, f"{value!r} is not possible", f"Use a whole number from 0 to {most}.")


def _wrong(path: Path, place: str, what: str, remedy: str = "") -> DataError:
    return DataError(f"{place}: {what}.", where=f"{path}:{line_of(path, place)}", remedy=remedy)


def _full() -> UsageError:
    return UsageError("no time is free for a year.", remedy="Add slots to the plan, or let posts be closer.")
