"""`quotecards post`: cards go to networks, now or at a time, each once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from quotecards.cli import console
from quotecards.cli.desk import PATIENCE_SECONDS, Desk, finish, line
from quotecards.errors import PostingError, QuotecardsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from quotecards.post.cards import Card
    from quotecards.post.orders import Order, When
    from quotecards.post.outbox import Outbox, Row
    from quotecards.post.seam import Taken


def post(
    cards: Annotated[
        list[str], typer.Argument(metavar="CARDS...", help="Card files, or the folder of a batch.")
    ],
    to: Annotated[
        list[str],
        typer.Option("--to", metavar="NETWORK[:ACCOUNT]", help="Where to. May be given several times."),
    ],
    *,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN", help="A time, such as 'tomorrow 9:00', or 'next' for the next free slot."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print and save the exact requests; send nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Approve without asking.")] = False,
    together: Annotated[
        bool, typer.Option("--together", help="The cards as one post of several pictures.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also what was posted before, a second time.")
    ] = False,
) -> None:
    """Post cards, each once: into the outbox and, unless --at, out at once."""
    from quotecards.post.cards import read
    from quotecards.post.cards import together as as_one

    desk = Desk()
    found = [as_one(read(cards))] if together else read(cards)
    wanted = len(found) * len(dict.fromkeys(to))
    if dry_run:
        orders, errors = _ordered(desk, found, to, at, [])
        _rehearse(desk, orders)
        finish(errors, wanted)
        return
    with desk.outbox() as outbox:
        orders, errors = _ordered(desk, found, to, at, _taken(outbox))
        rows = _placed(outbox, orders, desk.clock.now(), errors, again=again)
        if rows and _approved(outbox, rows, orders, desk.clock.now(), yes=yes):
            if at is None:
                errors += _sent(desk, outbox, rows)
            _show(outbox, rows)
    finish(errors, wanted)


def _ordered(
    desk: Desk, cards: Sequence[Card], to: Sequence[str], at: str | None, taken: Sequence[Taken]
) -> tuple[list[Order], list[QuotecardsError]]:
    from quotecards.post.orders import orders

    now = desk.clock.now()
    return orders(cards, desk.targets(to), _when(at, now), taken)


def _when(at: str | None, now: datetime) -> When:
    """The words of --at become what gives each post its time."""
    if at is None:
        return lambda _taken, _film: now
    from quotecards.post import when

    return lambda taken, film: when.at(at, now, taken, film)


def _taken(outbox: Outbox) -> list[Taken]:
    """The times that posts have, for the spacing of new ones."""
    from quotecards.post.seam import Taken

    rows = outbox.rows("planned", "approved", "media_uploaded", "sending", "retry_at", "unknown", "done")
    return [Taken(row.sending_at or row.due_at, row.network, row.account, row.film) for row in rows]


def _rehearse(desk: Desk, orders: Sequence[Order]) -> None:
    """The requests are saved and printed; the page over all of them is named."""
    from quotecards.post.rehearsal import PAGE, rehearse

    saved = rehearse(orders, desk.folder, desk.clock)
    for one in saved:
        console.result(f"# {one.request}")
        console.result(one.request.read_text(encoding="utf-8"))
    if saved:
        console.say(f"Nothing was sent. To look at: {saved[0].request.parent / PAGE}")


def _placed(
    outbox: Outbox, orders: Sequence[Order], now: datetime, errors: list[QuotecardsError], *, again: bool
) -> list[Row]:
    """The orders become rows; those that are in the outbox already become errors."""
    rows: list[Row] = []
    for order in orders:
        try:
            rows.append(outbox.add(order.plan, now, again=again))
        except PostingError as error:
            errors.append(error)
    return rows


def _approved(outbox: Outbox, rows: list[Row], orders: Sequence[Order], now: datetime, *, yes: bool) -> bool:
    """Whether a person said yes, by --yes or when asked; the approval is bound to each row's payload."""
    if not yes:
        for row in rows:
            console.say(line(row))
            console.say(console.paragraph(row.payload.text, "        "))
        if price := sum(order.price_usd for order in orders):
            console.say(f"The networks take about ${price:.2f} for this.")
        if not sys.stdin.isatty():
            console.say("Not sent: nobody said yes. Look at them, then: quotecards queue approve --all")
            return False
        if not typer.confirm(f"Post {'this' if len(rows) == 1 else f'these {len(rows)}'}?", err=True):
            console.say("Kept as planned. quotecards queue approve sends them, queue cancel drops them.")
            return False
    for row in rows:
        outbox.approve(row.id, row.payload_sha256, now)
    return True


def _sent(desk: Desk, outbox: Outbox, rows: Sequence[Row]) -> list[QuotecardsError]:
    """The rows go out; what is not done afterwards becomes errors."""
    from quotecards.post import delivery

    numbers = [row.id for row in rows]
    for row in rows:  # who posts by hand does not wait for an account that rests: it may be mended
        outbox.resume(row.network, row.account)
    delivery.run(outbox, desk.ways(), only=numbers, patience_seconds=PATIENCE_SECONDS)
    left = [row for row in map(outbox.row, numbers) if row.state != "done"]
    return [_not_done(row) for row in left]


def _not_done(row: Row) -> PostingError:
    remedies = {
        "failed": f"Mend it, then: quotecards queue retry {row.id}",
        "unknown": f"It will be looked up by quotecards queue run; if it cannot be: queue resolve {row.id}",
        "cancelled": "",
    }
    remedy = remedies.get(row.state, "It will be tried again by quotecards queue run.")
    return PostingError(row.error or f"it is {row.state}.", where=f"#{row.id} {row.target}", remedy=remedy)


def _show(outbox: Outbox, rows: Sequence[Row]) -> None:
    for row in rows:
        console.result(line(outbox.row(row.id)))
