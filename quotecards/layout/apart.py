"""Stage 8, its clearance: of fitted lines the best of which none touches another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from quotecards.fonts import Stack, stack
from quotecards.layout.clash import Touch
from quotecards.layout.rules import rules
from quotecards.layout.solve import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from quotecards.fonts import Measurer
    from quotecards.layout.fit import Fitted
    from quotecards.layout.planned import QuotePlan
    from quotecards.layout.setting import Token
    from quotecards.layout.wrap import Lines, Text

LOOK = 60  # fitted sizes that are looked at for one whose lines do not touch


class Apart:
    """Keeps the lines of one quote apart, at whatever size."""

    def __init__(
        self, row: Sequence[Token], plan: QuotePlan, measurer: Measurer, text_at: Callable[[int], Text]
    ) -> None:
        self.row, self.plan, self.measurer, self.text_at = row, plan, measurer, text_at
        self.most = math.inf  # the leading in em that no lines of this quote could need more than
        self.touches: dict[Stack, Touch] = {}
        self.broken: dict[tuple[int, int], Lines | None] = {}

    def best(self, found: Iterable[Fitted]) -> Fitted | None:
        """The best of fitted lines (given best first), broken anew or led wider where some would touch.

        Where no way is clear, the first with the leading that it needs.
        """
        best: Fitted | None = None
        first: Fitted | None = None
        for at, fitted in enumerate(found):
            if best is not None and fitted.score <= best.score:
                return best
            if at >= LOOK and (best or first):
                break
            if self.most <= fitted.leading:
                return fitted
            needed = self._touch(fitted.size).needed(fitted.lines.spans)
            if needed <= fitted.leading:
                return fitted
            first = first or (fitted._replace(leading=needed) if _has_room(fitted, needed) else None)
            for other in (self._led(fitted, needed), self._broken(fitted)):
                if other is not None and (best is None or other.score > best.score):
                    best = other
        return best or first

    def _touch(self, size: int) -> Touch:
        key = stack(self.plan.style, size)
        if key not in self.touches:
            self.touches[key] = Touch(self.row, self.measurer, size)
        return self.touches[key]

    def _led(self, fitted: Fitted, needed: float) -> Fitted | None:
        """Fitted lines with a wider leading; None if it is not allowed at that size, or too high."""
        if needed > rules().opened(fitted.size) or not _has_room(fitted, needed):
            return None
        more = max(0.0, _more(fitted, needed))
        beyond = max(0.0, needed - rules().widest(fitted.size))
        return fitted._replace(
            leading=max(needed, fitted.leading),
            spare=fitted.spare - more,
            score=fitted.score - self.plan.costs.open * beyond,
        )

    def _broken(self, fitted: Fitted) -> Fitted | None:
        """Other breaks at the same size, with nothing that touches at the widest leading allowed."""
        key = (fitted.size, len(fitted.lines.ends))
        touch = self._touch(fitted.size)
        if key not in self.broken:
            limits = Limits(self.plan.box.width / fitted.size, rules().measure.display)
            weighed = self.text_at(fitted.size).band(limits.letters).table(key[1], limits)
            self.broken[key] = touch.clear(weighed, key[1], rules().widest(fitted.size))
        lines = self.broken[key]
        if lines is None:
            return None
        score = fitted.score + fitted.lines.cost - lines.cost
        return self._led(fitted._replace(lines=lines, score=score), touch.needed(lines.spans))


def _more(fitted: Fitted, leading: float) -> float:
    """The px of height that fitted lines take more at a wider leading."""
    return (leading - fitted.leading) * fitted.size * (len(fitted.lines.ends) - 1)


def _has_room(fitted: Fitted, leading: float) -> bool:
    return _more(fitted, leading) <= fitted.spare
