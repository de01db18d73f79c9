"""The outbox's SQL that more than one place needs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from quotecards.post.outbox.row import stamp

if TYPE_CHECKING:
    import sqlite3

# When a row may be taken: those that may stand there or do, when they were told to be looked up (NULL:
# never), others when all is due.
_AT = (
    "CASE WHEN r.state IN ('unknown', 'done') THEN r.again_at"
    " ELSE max(r.due_at, coalesce(r.again_at, r.due_at)) END"
)
# What is in doubt comes first: the sooner it is looked up, the shorter the list to look through.
_WAITING = "r.state IN ('approved', 'media_uploaded', 'sending', 'retry_at', 'unknown', 'done')"

DUE = f"""
  SELECT r.id FROM rows AS r
  WHERE {_WAITING} AND {_AT} <= :now
    AND (:only IS NULL OR r.id IN (SELECT value FROM json_each(:only)))
    AND (r.lease_owner IS NULL OR r.lease_until <= :now
         OR r.lease_owner IN (SELECT value FROM json_each(:dead)))
    AND NOT EXISTS (SELECT 1 FROM pauses AS p
                    WHERE p.network = r.network AND p.account = r.account AND p.until > :now)
  ORDER BY r.state NOT IN ('unknown', 'sending'), {_AT}, r.id LIMIT 1
"""  # noqa: S608 - parts of our own

NEXT = f"""
  SELECT min(max({_AT}, coalesce(p.until, ''), coalesce(r.lease_until, '')))
  FROM rows AS r LEFT JOIN pauses AS p ON p.network = r.network AND p.account = r.account
  WHERE {_WAITING} AND {_AT} IS NOT NULL AND (:only IS NULL OR r.id IN (SELECT value FROM json_each(:only)))
"""  # noqa: S608 - parts of our own


def put(do: sqlite3.Connection, number: int, values: dict[str, Any], now: datetime) -> None:
    """New values for a row; times become text."""
    plain = {name: stamp(value) if isinstance(value, datetime) else value for name, value in values.items()}
    plain["updated_at"] = stamp(now)
    changes = ", ".join(f"{name} = :{name}" for name in plain)
    do.execute(f"UPDATE rows SET {changes} WHERE id = :number", plain | {"number": number})  # noqa: S608 - our own names


def tell(do: sqlite3.Connection, number: int, state: str, what: str, now: datetime) -> None:
    """One more line of a row's story."""
    do.execute(
        "INSERT INTO events (row_id, at, state, what) VALUES (?, ?, ?, ?)", (number, stamp(now), state, what)
    )
