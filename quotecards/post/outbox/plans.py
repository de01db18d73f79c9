"""How a card gets into the outbox: once per content, network and account, unless it is asked for again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotecards.errors import OutboxError
from quotecards.files import content_hash
from quotecards.post.outbox import row
from quotecards.post.outbox.sql import put, tell

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import datetime

    from quotecards.post.seam import Payload

_UNSENT = ("planned", "approved", "media_uploaded", "retry_at", "failed")


@dataclass(frozen=True, slots=True)
class Plan:
    """A new row: `card` tells which card it is, `content` what it holds now; `files` as (path, sha256)."""

    card: str
    content: str
    account: str
    title: str
    film: str | None
    files: tuple[tuple[str, str], ...]
    payload: Payload
    due_at: datetime


def place(
    do: sqlite3.Connection, plan: Plan, now: datetime, *, again: bool, is_held: Callable[[sqlite3.Row], bool]
) -> int:
    """A plan becomes a row in state planned; its number comes back.

    An older version of the card that was not sent yet is called back: the newer one takes its place.

    Raises:
        OutboxError: the card went or may have gone to this account already, and `again` is not asked for.

    """
    network = plan.payload.network
    earlier = do.execute(
        "SELECT * FROM rows WHERE network = ? AND account = ? AND (card = ? OR content = ?) ORDER BY id",
        (network, plan.account, plan.card, plan.content),
    ).fetchall()
    if not again:
        for one in earlier:
            _make_room(do, one, plan, now, held=is_held(one))
    same = [one for one in earlier if one["content"] == plan.content]
    values = _values(plan, now) | {
        "round": 1 + max((one["round"] for one in same), default=0),
        "version": same[0]["version"] if same else 1 + max((one["version"] for one in earlier), default=0),
    }
    for picture in plan.payload.pictures:
        do.execute(
            "INSERT OR IGNORE INTO pictures VALUES (?, ?)", (content_hash(picture.content), picture.content)
        )
    columns = f"({', '.join(values)}) VALUES ({', '.join(':' + name for name in values)})"
    number = do.execute(f"INSERT INTO rows {columns}", values).lastrowid or 0
    tell(do, number, "planned", f"planned for {plan.due_at:%Y-%m-%d %H:%M} UTC", now)
    return number


def _make_room(do: sqlite3.Connection, one: sqlite3.Row, plan: Plan, now: datetime, *, held: bool) -> None:
    """An earlier row of the card gives way to the plan, or the plan is refused."""
    if one["state"] == "cancelled":
        return
    if one["content"] == plan.content:
        raise _already(one, f"is in the outbox for {one['network']} already: #{one['id']}, {one['state']}")
    if one["state"] not in _UNSENT or held:
        raise _already(one, f"is #{one['id']}, {one['state']}, in an earlier version on {one['network']}")
    put(do, one["id"], {"state": "cancelled", "error": "a newer version of the card took its place"}, now)
    tell(do, one["id"], "cancelled", "a newer version of the card took its place", now)


def _already(one: sqlite3.Row, how: str) -> OutboxError:
    where = f" ({one['post_url']})" if one["post_url"] else ""
    return OutboxError(
        f"this card {how}{where}.",
        where=one["title"],
        remedy=f"See quotecards queue show {one['id']}; to post it once more, say --again.",
    )


def _values(plan: Plan, now: datetime) -> dict[str, Any]:
    return {
        "card": plan.card,
        "content": plan.content,
        "network": plan.payload.network,
        "account": plan.account,
        "title": plan.title,
        "film": plan.film,
        "files": json.dumps(plan.files, ensure_ascii=False),
        "payload": row.payload_text(plan.payload),
        "payload_sha256": row.payload_hash(plan.payload),
        "state": "planned",
        "due_at": row.stamp(plan.due_at),
        "created_at": row.stamp(now),
        "updated_at": row.stamp(now),
    }
