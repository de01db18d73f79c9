"""Cards and accounts become orders: which payload goes to which account, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotecards.errors import NetworkError, QuotecardsError
from quotecards.post import payload
from quotecards.post.limits import limits as usual
from quotecards.post.outbox import Plan
from quotecards.post.seam import Taken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from quotecards.post.cards import Card
    from quotecards.post.seam import Account, Limits, Network, Payload

    When = Callable[[Sequence[Taken], str | None], datetime]


@dataclass(frozen=True, slots=True)
class Target:
    """An account with its network, and what that takes; `told` is what could not be asked of its server."""

    account: Account
    network: Network
    limits: Limits
    told: str = ""

    @property
    def name(self) -> str:
        """As the command line spells it."""
        account = self.account
        return account.network if account.name == "main" else f"{account.network}:{account.name}"


@dataclass(frozen=True, slots=True)
class Order:
    """One card for one account, fitted; `due_at` in UTC."""

    card: Card
    target: Target
    payload: Payload
    due_at: datetime

    @property
    def plan(self) -> Plan:
        """The order as the outbox takes it."""
        return Plan(
            card=self.card.card,
            content=self.card.content,
            account=self.target.account.name,
            title=self.card.title,
            film=self.card.film,
            files=tuple((str(path), sha256) for path, sha256 in self.card.files),
            payload=self.payload,
            due_at=self.due_at,
        )

    @property
    def price_usd(self) -> float:
        """What the network takes for the post, as far as that is known."""
        limits = self.target.limits
        price = limits.price_with_link_usd if self.payload.link else limits.price_usd
        return price or 0.0


def target(account: Account, network: Network) -> Target:
    """An account becomes a target: its server is asked for its limits, else the usual ones hold."""
    try:
        return Target(account, network, network.limits(account))
    except NetworkError as error:
        told = f"{account.hidden(str(error))} The usual limits are taken."
        return Target(account, network, usual(account.network), told)


def orders(
    cards: Sequence[Card], targets: Sequence[Target], when: When, taken: Sequence[Taken]
) -> tuple[list[Order], list[QuotecardsError]]:
    """Every card for every account becomes an order, or the error why it cannot be one.

    `when` gives a card its time, seeing all times that are taken before it.
    """
    made: list[Order] = []
    errors: list[QuotecardsError] = []
    times = list(taken)
    for card in cards:
        for one in targets:
            try:
                fitted = payload.make(card.posting, one.limits)
                mine = [time for time in times if _same(time, one.account)]
                due_at = when(mine, card.film)
            except QuotecardsError as error:
                error.where = error.where or f"{card.path.name} for {one.name}"
                errors.append(error)
                continue
            times.append(Taken(due_at, one.account.network, one.account.name, card.film))
            made.append(Order(card, one, fitted, due_at))
    return made, errors


def _same(time: Taken, account: Account) -> bool:
    return (time.network, time.account) == (account.network, account.name)
