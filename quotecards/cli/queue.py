"""`quotecards queue ...`: what waits, what went, and what a person decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quotecards.cli import console
from quotecards.cli.desk import Desk, line, values
from quotecards.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.post.outbox import Event, Outbox, Row, State

Number = Annotated[int, typer.Argument(metavar="ID", help="The post's number, see quotecards queue list.")]
Numbers = Annotated[list[int] | None, typer.Argument(metavar="[ID]...", help="The posts' numbers.")]
Everything = Annotated[bool, typer.Option("--all", help="All that this can be done with.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON array.")]

LOOK_SECONDS = 30.0  # with --watch: so often at least is looked for what others have queued


def group() -> typer.Typer:
    """The commands of the queue under one name."""
    queue = typer.Typer(help="What waits to be posted, what was, and what is in doubt.", no_args_is_help=True)
    queue.command("list")(show_all)
    for command in (show, approve, run, cancel, retry, resolve, export):
        queue.command()(command)
    return queue


def show_all(
    state: Annotated[
        list[str] | None, typer.Option("--state", metavar="STATE", help="Only these states; else all.")
    ] = None,
    json: Json = False,
) -> None:
    """List the posts of the outbox."""
    from quotecards.post.outbox import STATES

    wanted = [one for one in STATES if not state or one in state]
    for unknown in set(state or ()) - set(STATES):
        raise UsageError(f"there is no state {unknown!r}.", remedy=f"Use one of: {', '.join(STATES)}.")
    desk = Desk()
    with desk.outbox() as outbox:
        rows = outbox.rows(*wanted)
        if json:
            console.result_json([values(row) for row in rows])
            return
        for row in rows:
            console.result(line(row))
        _warn_of_rests(outbox, desk)


def show(number: Number, json: Json = False) -> None:
    """Tell the whole story of a post."""
    with Desk().outbox() as outbox:
        row, story = outbox.row(number), outbox.story(number)
    if json:
        told = [{"at": one.at.isoformat(), "state": one.state, "what": one.what} for one in story]
        console.result_json([values(row) | {"story": told}])
        return
    for one in _told(row, story):
        console.result(one)


def approve(numbers: Numbers = None, everything: Everything = False) -> None:
    """Say yes to planned posts; approval is bound to what they hold now."""
    desk = Desk()
    with desk.outbox() as outbox:
        for row in _chosen(outbox, numbers, ("planned",), everything=everything):
            console.result(line(outbox.approve(row.id, row.payload_sha256, desk.clock.now())))


def run(
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and send each post when its time has come.")
    ] = False,
) -> None:
    """Send what is due, look up what is in doubt. For cron; or as a service, with --watch."""
    from quotecards.post import delivery

    desk = Desk()
    with desk.outbox() as outbox:
        while True:
            delivery.run(outbox, desk.ways(), patience_seconds=LOOK_SECONDS if watch else 5.0)
            if not watch:
                break
            desk.clock.sleep(_rest(outbox, desk))
        _warn_of_doubts(outbox)
        _warn_of_rests(outbox, desk)


def cancel(numbers: Numbers = None, everything: Everything = False) -> None:
    """Call back posts that were not sent."""
    unsent: tuple[State, ...] = ("planned", "approved", "media_uploaded", "retry_at", "failed")
    desk = Desk()
    with desk.outbox() as outbox:
        for row in _chosen(outbox, numbers, unsent, everything=everything):
            changed = outbox.change(row.id, unsent, desk.clock.now(), "cancelled by hand", state="cancelled")
            console.result(line(changed))


def retry(numbers: Numbers = None, everything: Everything = False) -> None:
    """Make posts due now that failed, wait to be tried again, or are in doubt (these are looked up first)."""
    stuck = ("failed", "retry_at", "unknown")
    desk = Desk()
    with desk.outbox() as outbox:
        for row in _chosen(outbox, numbers, stuck, everything=everything):
            console.result(line(outbox.retry(row.id, desk.clock.now())))
    console.say("They go out with: quotecards queue run")


def resolve(
    number: Number,
    posted: Annotated[
        bool | None, typer.Option("--posted/--not-posted", help="What you saw when you looked.")
    ] = None,
    url: Annotated[str, typer.Option(metavar="URL", help="Where it stands, if it does.")] = "",
) -> None:
    """Say of a post in doubt whether it stands there, where quotecards cannot look."""
    if posted is None:
        raise UsageError("say --posted or --not-posted.", remedy="Look at the account's page first.")
    desk = Desk()
    with desk.outbox() as outbox:
        console.result(line(outbox.resolve(number, desk.clock.now(), url if posted else None)))


def export(
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Write to a file; else to stdout.")] = "-",
) -> None:
    """Write what waits as a calendar (iCalendar), one event a post."""
    from pathlib import Path

    from quotecards.files import write_text
    from quotecards.post import when
    from quotecards.post.outbox import OPEN
    from quotecards.post.seam import Entry

    with Desk().outbox() as outbox:
        entries = [
            Entry(
                uid=f"{row.payload_sha256[:32]}-{row.id}@quotecards",
                at=row.again_at or row.due_at,
                title=f"{row.target}: {row.title}",
                text=row.payload.text,
                url=row.post_url,
            )
            for row in outbox.rows(*OPEN)
        ]
    calendar = when.calendar(entries)
    if out == "-":
        console.result(calendar.rstrip("\n"))
    else:
        write_text(Path(out), calendar)


# ---------------------------------------------------------------- inside


def _chosen(
    outbox: Outbox, numbers: Sequence[int] | None, states: Sequence[str], *, everything: bool
) -> list[Row]:
    """The rows named, or all in these states."""
    if bool(numbers) == everything:
        raise UsageError("name posts by their numbers, or say --all.", remedy="See quotecards queue list.")
    if numbers:
        return [outbox.row(number) for number in dict.fromkeys(numbers)]
    return [row for row in outbox.rows() if row.state in states]


def _rest(outbox: Outbox, desk: Desk) -> float:
    """Seconds until there is something to do, or to look for it."""
    due = outbox.next_at()
    left = (due - desk.clock.now()).total_seconds() if due else LOOK_SECONDS
    return min(max(left, 0.5), LOOK_SECONDS)


def _warn_of_doubts(outbox: Outbox) -> None:
    for row in outbox.rows("unknown", "failed"):
        if row.again_at is None:
            console.say(f"! #{row.id} {row.target} needs you: {row.error} (quotecards queue show {row.id})")


def _warn_of_rests(outbox: Outbox, desk: Desk) -> None:
    for network, account, until, why in outbox.pauses(desk.clock.now()):
        console.say(f"! {network}:{account} rests until {until.astimezone():%H:%M}: {why}")
        console.say("  If you have mended it: quotecards queue retry --all")


def _told(row: Row, story: Sequence[Event]) -> list[str]:
    """A row and its story, as lines to read."""
    lines = [
        line(row),
        "",
        *(console.paragraph(part, "  ") for part in row.payload.text.splitlines()),
        "",
    ]
    for number, picture in enumerate(row.payload.pictures, 1):
        lines.append(f"  picture {number}: {picture.kind}, {picture.width} x {picture.height}")
        lines.append(console.paragraph(f"alt: {picture.alt}", "    "))
    lines += [f"  file: {path}" for path, _ in row.files]
    if row.error and row.state != "done":
        lines.append(console.paragraph(f"error: {row.error}", "  "))
    lines.append("")
    lines += [
        console.paragraph(f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}  {one.what}", " " * 21, "")
        for one in story
    ]
    return lines
