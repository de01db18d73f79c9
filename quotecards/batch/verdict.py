"""What a run as a whole has come to: the error to end with, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.errors import ExitCode, PartialFailure, QuotecardsError

if TYPE_CHECKING:
    from collections.abc import Sequence


def failure(what: str, where: str, code: int) -> QuotecardsError:
    """What went wrong elsewhere, told by message and code, becomes an error again."""
    error = QuotecardsError(what, where=where)
    error.exit_code = ExitCode(code)
    return error


def verdict(
    failures: Sequence[QuotecardsError], done: int, count: int | None = None
) -> QuotecardsError | None:
    """None if nothing failed; PartialFailure if something was done; else an error of the first one's kind.

    `failures` may be only the first of `count`.
    """
    if not failures:
        return None
    count = len(failures) if count is None else count
    if done:
        return PartialFailure(f"{count} could not be done.", remedy=f"The others, {done}, are done.")
    if count == 1:
        return failures[0]
    return failure(f"none of {count} could be done; the reasons stand above.", "", failures[0].exit_code)
