"""What a run has come to, in numbers and in what went wrong; the same size however many reviews it had."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quotecards.batch.verdict import failure, verdict

if TYPE_CHECKING:
    from quotecards.batch.process import Report
    from quotecards.errors import QuotecardsError

TOLD = 1000  # failures held; every one stands in the manifest


@dataclass(slots=True)
class Outcome:
    """What a run has come to so far.

    `strangers` counts the cards of earlier runs that it left alone. `seconds` are those that its
    processes spent in each stage, `size` the bytes of its cards. `total` reviews are to come in all, None
    if not known yet. `lines` are those of a dry run.
    """

    reviews: int = 0
    made: int = 0
    kept: int = 0
    errors: int = 0
    strangers: int = 0
    left_out: int = 0
    size: int = 0
    parts: int = 0
    total: int | None = None
    failures: list[QuotecardsError] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def add(self, report: Report) -> None:
        """Count a part in."""
        self.parts += 1
        self.reviews += report.reviews
        self.made += report.made
        self.kept += report.kept
        self.errors += report.errors
        self.size += report.size
        self.seconds.update(report.seconds)
        self.lines += report.lines
        for where, what, code in report.failures:
            self.fail(where, what, code)

    def fail(self, where: str, what: str, code: int) -> None:
        """Note what went wrong, as long as there is room."""
        if len(self.failures) < TOLD:
            self.failures.append(failure(what, where, code))

    def verdict(self) -> QuotecardsError | None:
        """The error to end with, if any."""
        return verdict(self.failures, self.made + self.kept, self.errors)
