"""Stage 8, its ease: plans for a credit too long for a layout's own, ever roomier; nothing of it is left out.

Its lines are turned over more freely; then the layout's own `roomy` tables give it more of the card; then
its lines run on, one after the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.layout.plan import Plan, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.models import Credit, Still

LONG = 60  # letters of a credit, from which it may be what has no room
BEYOND = 4  # words more than a layout is made for, from which it is they that have no room
RUN_ON = (3, 2, 1)  # lines that all of a credit is gathered into


def eased(made: Plan, credit: Credit, still: Still | None, count: int) -> Iterator[Plan]:
    """A plan in which so many words and their credit do not fit becomes others, what changes least first."""
    if sum(map(len, credit.lines)) < LONG or count > made.layout.words[1] + BEYOND:
        return
    yield _loose(made)
    room = None
    if any(made.layout.roomy_tables(made.size)):
        room = plan(replace(made.layout, roomy=True), made.size, made.palette, still)
        yield _loose(room)
    for one in filter(None, (made, room)):
        for most in RUN_ON:
            if most < min(one.credit.most, len(credit.lines)) and one.credit.form in {
                "stacked",
                "row",
                "page",
            }:
                yield _loose(one, most)


def _loose(made: Plan, most: int = 9) -> Plan:
    """The credit of a plan may be turned over anywhere, down to the least legible size."""
    credit, least = made.credit, made.size.least_credit
    sizes = credit.sizes if min(credit.sizes) <= least else (*credit.sizes, least)
    return replace(made, credit=replace(credit, loose=True, sizes=sizes, most=min(credit.most, most)))
