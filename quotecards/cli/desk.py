"""What `post` and `queue` share: the user's folder, the clock, the way out, and how a row is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotecards.cli import console
from quotecards.errors import PartialFailure, PostingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quotecards.errors import QuotecardsError
    from quotecards.post.clock import Clock
    from quotecards.post.courier import Ways
    from quotecards.post.orders import Target
    from quotecards.post.outbox import Outbox, Row
    from quotecards.post.seam import Account, Network

PATIENCE_SECONDS = 20.0  # so long a post that is due again soon is waited for
_COLOURS = {"done": "green", "failed": "red", "unknown": "yellow", "retry_at": "yellow", "cancelled": "dim"}


class Desk:
    """The user's posting things, opened once for a command."""

    def __init__(self) -> None:
        from quotecards.datafiles import home
        from quotecards.post.clock import System
        from quotecards.post.wire import from_environment

        self.folder: Path = home()
        self.clock: Clock = System()
        self._wire = from_environment(self.clock.now)
        self._networks: dict[str, Network] = {}

    def outbox(self) -> Outbox:
        """The user's outbox; made if there is none."""
        from quotecards.post.outbox import Outbox

        return Outbox(self.folder, self.clock.now())

    def network(self, name: str) -> Network:
        """A network by name, the same one each time: it holds the sessions."""
        from quotecards.post import networks

        if name not in self._networks:
            self._networks[name] = networks.make(name, self._wire)
        return self._networks[name]

    def account(self, network: str, name: str | None) -> Account:
        """An account with its secrets."""
        from quotecards.post import accounts

        return accounts.get(network, name)

    def targets(self, named: Sequence[str]) -> list[Target]:
        """NETWORK[:ACCOUNT], each, become targets; what could not be asked of a server is told."""
        from quotecards.post import accounts
        from quotecards.post.orders import target

        found: list[Target] = []
        for name in dict.fromkeys(named):
            network, account = accounts.parse(name)
            found.append(target(self.account(network, account), self.network(network)))
            if found[-1].told:
                console.say(f"! {found[-1].told}")
        return found

    def ways(self) -> Ways:
        """How delivery gets at accounts, networks, time and whoever listens."""
        from quotecards.post.courier import Ways

        return Ways(
            account=self.account, network=self.network, clock=self.clock, folder=self.folder, say=_say
        )


def line(row: Row) -> str:
    """A row in one line: number, state, where to, when or where, and its first words."""
    words = row.title if len(row.title) <= 48 else row.title[:47].rstrip() + "…"
    state = console.styled(f"{row.state:14}", _COLOURS.get(row.state, "cyan"))
    when = (row.again_at or row.due_at) if row.state != "done" else None
    where = row.post_url or (f"{when.astimezone():%Y-%m-%d %H:%M}" if when else "")
    return f"#{row.id:<4} {state} {row.target:18} {where}  {words}"


def values(row: Row) -> dict[str, Any]:
    """A row as JSON shows it."""
    return {
        "id": row.id,
        "state": row.state,
        "network": row.network,
        "account": row.account,
        "title": row.title,
        "film": row.film,
        "due": row.due_at.isoformat(),
        "again": row.again_at.isoformat() if row.again_at else None,
        "text": row.payload.text,
        "alt": [picture.alt for picture in row.payload.pictures],
        "post": row.post_id,
        "url": row.post_url,
        "error": row.error,
        "version": row.version,
        "round": row.round,
    }


def finish(errors: Sequence[QuotecardsError], wanted: int) -> None:
    """Each error is told; then the command fails as a whole, or in part, if anything did.

    Raises:
        QuotecardsError: the only error, or one over all of them.

    """
    if len(errors) == 1 and wanted == 1:
        raise errors[0]
    for error in errors:
        console.warn(error)
    if errors and len(errors) < wanted:
        raise PartialFailure(f"{len(errors)} of {wanted} posts could not be made; see above.")
    if errors:
        raise PostingError("none of the posts could be made; see above.")


def _say(row: Row, what: str) -> None:
    console.say(f"#{row.id} {row.target}: {what}")
