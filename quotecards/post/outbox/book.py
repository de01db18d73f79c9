"""The outbox as an object: plan, look, decide, and take rows on a lease."""

from __future__ import annotations

import contextlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from quotecards.errors import OutboxError, UsageError
from quotecards.files import content_hash
from quotecards.post.outbox import file, owner, plans, row, sql

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from quotecards.post.outbox.plans import Plan
    from quotecards.post.outbox.row import Event, Row, State

NAME = "outbox.sqlite"
BACKWARDS = timedelta(minutes=10)  # more than any clock is corrected by while it runs


class Lost(OutboxError):
    """The lease is no longer ours; whatever comes next is another runner's."""


class Outbox:
    """An open outbox; `now` is what the clock says, which must not lie before what was written last."""

    def __init__(self, folder: Path, now: datetime, *, busy_seconds: float = file.BUSY_SECONDS) -> None:
        self.path = folder / NAME
        self._runners = folder / "runners"
        self._connection = file.connect(self.path, busy_seconds)
        try:
            self._check_clock(now)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---------------------------------------------------------------- plan

    def add(self, plan: Plan, now: datetime, *, again: bool = False) -> Row:
        """A plan becomes a row in state planned.

        Raises:
            OutboxError: the card went or may have gone to this account already, and `again` is not asked for.

        """
        with self._transaction() as do:
            number = plans.place(do, plan, now, again=again, is_held=lambda one: self._is_held(one, now))
        return self.row(number)

    # ---------------------------------------------------------------- look

    def row(self, number: int) -> Row:
        """A row by its number.

        Raises:
            UsageError: there is none.

        """
        with self._told():
            return row.read(_record(self._connection, number), self.picture)

    def rows(self, *states: State) -> Iterator[Row]:
        """The rows in these states (in any, if none is named), by number, without their pictures' bytes."""
        found = self._all(
            "SELECT * FROM rows WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id",
            json.dumps(states or row.STATES),
        )
        return (row.read(one, lambda _sha256: b"") for one in found)

    def story(self, number: int) -> list[Event]:
        """All that has become of a row, oldest first."""
        found = self._all("SELECT at, state, what FROM events WHERE row_id = ? ORDER BY id", number)
        return [row.Event(row.moment(one["at"]), one["state"], one["what"]) for one in found]

    def picture(self, sha256: str) -> bytes:
        """A picture's hash becomes its bytes.

        Raises:
            OutboxError: they are not there, or not what the hash says.

        """
        found = self._all("SELECT content FROM pictures WHERE sha256 = ?", sha256)
        content = bytes(found[0]["content"]) if found else b""
        if content_hash(content) != sha256:
            raise OutboxError("a picture in the outbox is not what was put there.", where=str(self.path))
        return content

    def next_at(self, only: Sequence[int] | None = None) -> datetime | None:
        """When the next row (of these) can be taken; None if none waits."""
        with self._told():
            found = self._connection.execute(sql.NEXT, {"only": _listed(only)}).fetchone()[0]
        return row.moment(found) if found else None

    def pauses(self, now: datetime) -> list[tuple[str, str, datetime, str]]:
        """The accounts that rest: network, account, until when, and why."""
        found = self._all("SELECT * FROM pauses WHERE until > ? ORDER BY network, account", row.stamp(now))
        return [(one["network"], one["account"], row.moment(one["until"]), one["why"]) for one in found]

    # ---------------------------------------------------------------- decide

    def change(self, number: int, states: Sequence[State], now: datetime, what: str, **values: Any) -> Row:
        """A person's decision becomes a row's new values, if it is in one of these states and nobody sends it.

        Raises:
            UsageError: there is no such row, or it is in another state.
            OutboxError: a runner is at work on it.

        """
        with self._transaction() as do:
            found = _record(do, number)
            if found["state"] not in states:
                raise UsageError(
                    f"post #{number} is {found['state']}.",
                    remedy=f"This is for a post that is {' or '.join(states)}.",
                )
            if self._is_held(found, now):
                raise OutboxError(f"post #{number} is being sent right now.", remedy="Try again in a minute.")
            sql.put(do, number, values | {"lease_owner": None, "lease_until": None}, now)
            sql.tell(do, number, values.get("state", found["state"]), what, now)
        return self.row(number)

    def approve(self, number: int, payload_sha256: str, now: datetime) -> Row:
        """A planned row may go: the payload of this hash and no other."""
        return self.change(
            number,
            ("planned",),
            now,
            f"approved: {payload_sha256[:12]}",
            state="approved",
            approved_sha256=payload_sha256,
        )

    def retry(self, number: int, now: datetime) -> Row:
        """A row that failed, waits or is in doubt is due now, and its account rests no more.

        What was sent before keeps its frozen request, and is looked up before it goes again.
        """
        found = self.row(number)
        state = "unknown" if found.state == "unknown" else "retry_at"
        self.resume(found.network, found.account)
        stuck: tuple[State, ...] = ("failed", "retry_at", "unknown")
        return self.change(number, stuck, now, "again, by hand", state=state, again_at=now, tries=0)

    def resolve(self, number: int, now: datetime, url: str | None) -> Row:
        """A person has looked where a row in doubt stands: `url` (empty if not told), None for nowhere."""
        if url is None:
            return self.change(
                number,
                ("unknown",),
                now,
                "not there, by hand",
                state="failed",
                again_at=None,
                error="not posted",
            )
        done = {"state": "done", "post_url": url, "again_at": None, "error": None, "proofs": "[]"}
        return self.change(number, ("unknown",), now, f"stands there, by hand {url}".strip(), **done)

    # ---------------------------------------------------------------- take

    def runner(self, token: str) -> owner.Owner:
        """A new runner, whose leases end with it."""
        return owner.Owner(self._runners, token)

    def claim(
        self, runner: str, now: datetime, seconds: float, only: Sequence[int] | None = None
    ) -> Row | None:
        """The next due row (of these) becomes the runner's for so long; None if nothing is due."""
        with self._transaction() as do:
            asked = {"now": row.stamp(now), "dead": json.dumps(self._dead(do)), "only": _listed(only)}
            found = do.execute(sql.DUE, asked).fetchone()
            if found is None:
                return None
            lease = {"lease_owner": runner, "lease_until": now + timedelta(seconds=seconds)}
            sql.put(do, found["id"], lease, now)
        return self.row(found["id"])

    def step(
        self, number: int, runner: str, now: datetime, what: str, *, lease_seconds: float = 0, **values: Any
    ) -> Row:
        """A runner's step becomes a row's new values; its lease is renewed for so long, or given back.

        Raises:
            Lost: the lease is no longer the runner's; nothing was written.

        """
        keep = lease_seconds > 0
        lease = {
            "lease_owner": runner if keep else None,
            "lease_until": now + timedelta(seconds=lease_seconds) if keep else None,
        }
        with self._transaction() as do:
            found = _record(do, number)
            if found["lease_owner"] != runner:
                raise Lost(f"post #{number} was taken over by another runner.")
            sql.put(do, number, values | lease, now)
            sql.tell(do, number, values.get("state", found["state"]), what, now)
        return self.row(number)

    def pause(self, network: str, account: str, until: datetime, why: str) -> None:
        """Nothing of this account is due before then."""
        with self._transaction() as do:
            do.execute(
                "INSERT OR REPLACE INTO pauses VALUES (?, ?, ?, ?)", (network, account, row.stamp(until), why)
            )

    def resume(self, network: str, account: str) -> None:
        """The account's pause is over."""
        with self._transaction() as do:
            do.execute("DELETE FROM pauses WHERE network = ? AND account = ?", (network, account))

    # ---------------------------------------------------------------- inside

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _all(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with self._told():
            return self._connection.execute(query, values).fetchall()

    def _told(self) -> contextlib.AbstractContextManager[None]:
        return file.told(self.path)

    def _is_held(self, found: sqlite3.Row, now: datetime) -> bool:
        """Whether a runner that may be alive has the row."""
        if not found["lease_owner"] or found["lease_until"] <= row.stamp(now):
            return False
        return not owner.is_dead(self._runners, found["lease_owner"])

    def _dead(self, do: sqlite3.Connection) -> list[str]:
        owners = do.execute("SELECT DISTINCT lease_owner FROM rows WHERE lease_owner IS NOT NULL").fetchall()
        return [name for (name,) in owners if owner.is_dead(self._runners, name)]

    def _check_clock(self, now: datetime) -> None:
        """Leases and due times mean nothing on a clock that stands before what was written last."""
        last = self._all("SELECT max(at) AS at FROM events")[0]["at"]
        if last and now < row.moment(last) - BACKWARDS:
            raise OutboxError(
                f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, but the outbox was last written to "
                f"at {row.moment(last):%Y-%m-%d %H:%M}.",
                where=str(self.path),
                remedy="Set the clock right.",
            )


def _record(do: sqlite3.Connection, number: int) -> sqlite3.Row:
    found: sqlite3.Row | None = do.execute("SELECT * FROM rows WHERE id = ?", (number,)).fetchone()
    if found is None:
        raise UsageError(f"there is no post #{number} in the outbox.", remedy="See quotecards queue list.")
    return found


def _listed(only: Sequence[int] | None) -> str | None:
    return None if only is None else json.dumps(list(only))
