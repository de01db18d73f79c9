"""Due rows of the outbox go out, one after the other. Any number of these may run at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from quotecards.post.courier import LEASE_SECONDS, Courier, Ways

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from quotecards.post.outbox import Outbox

__all__ = ["Ways", "run"]


def run(
    outbox: Outbox, ways: Ways, *, only: Sequence[int] | None = None, patience_seconds: float = 0.0
) -> int:
    """All due rows (of these) go out; how often one was taken in hand comes back.

    Rows that become due within the patience are waited for.
    """
    runner = outbox.runner(ways.clock.token())
    until = ways.clock.now() + timedelta(seconds=patience_seconds)
    taken = 0
    try:
        while True:
            row = outbox.claim(runner.name, ways.clock.now(), LEASE_SECONDS, only)
            if row is not None:
                Courier(outbox, ways, runner.name, row).take()
                taken += 1
            elif not _waited(outbox, ways, only, until):
                return taken
    finally:
        runner.close()


def _waited(outbox: Outbox, ways: Ways, only: Sequence[int] | None, until: datetime) -> bool:
    """Sleep till the next row is due; False, at once, if that is later than the patience lasts."""
    due, now = outbox.next_at(only), ways.clock.now()
    if due is None or due > until:
        return False
    ways.clock.sleep(max((due - now).total_seconds(), 0.05))
    return True
