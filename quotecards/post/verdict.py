"""What an error means for a row: the one table that decides between again, later, doubt and no.

Not a word of it may be kinder than the error: a row is only sent again when it certainly does not stand
there or its network takes a repetition for the same post.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from quotecards.errors import (
    AccountError,
    CannotTell,
    NetworkError,
    NotSent,
    OutcomeUnknown,
    SignedOut,
    TryLater,
    UploadGone,
)
from quotecards.post import waits

if TYPE_CHECKING:
    from datetime import datetime

    from quotecards.errors import QuotecardsError
    from quotecards.post.outbox import Row, State

Phase = Literal["upload", "send", "look"]

TRIES_MOST = 20  # about 15 hours of waits that double up to an hour; then a person decides
SIGNED_OUT = timedelta(hours=1)  # an account whose secret is not taken is not asked again sooner

_START_ANEW = {"uploaded": "[]", "uploaded_at": None, "intent": None, "body": None, "sends": 0}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row's next state, when it is due again (None: when a person says so), and what else changes.

    `pause`: until then nothing goes to this account.
    """

    state: State
    at: datetime | None
    tries: int
    pause: datetime | None = None
    anew: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a row that change."""
        changes: dict[str, Any] = {"state": self.state, "again_at": self.at, "tries": self.tries}
        return changes | (_START_ANEW if self.anew else {})


def verdict(
    row: Row, phase: Phase, error: QuotecardsError, now: datetime, *, settle_seconds: float, chance: float
) -> Verdict:
    """An error in a phase of a row's way becomes what is next.

    upload  nothing can be visible yet
    send    the intent has left, or may have
    look    it is in doubt already, and looking has failed: it stays in doubt
    """
    rests = isinstance(error, SignedOut | AccountError)
    tries = row.tries + (not rests)
    asked = error.at if isinstance(error, NetworkError) else None
    wait = now + SIGNED_OUT if rests else waits.after(tries, now, chance)
    at = max(asked or wait, now)
    spent = tries >= TRIES_MOST
    pause = at if rests or isinstance(error, TryLater) else None
    if phase == "look":
        return Verdict("unknown", None if spent or isinstance(error, CannotTell) else at, tries, pause)
    if phase == "send" and _in_doubt(error):
        soon = now + timedelta(seconds=settle_seconds)
        look = max(soon, asked or soon, wait if tries > 1 else soon)
        return Verdict("unknown", None if spent else look, tries)
    if spent or not (rests or isinstance(error, NotSent | TryLater | OutcomeUnknown)):
        return Verdict("failed", None, tries)
    return Verdict("retry_at", at, tries, pause, anew=isinstance(error, UploadGone))


def _in_doubt(error: QuotecardsError) -> bool:
    """Whether a failed sending may have made the post; an error that no network told is in doubt, too."""
    return isinstance(error, OutcomeUnknown | CannotTell) or not isinstance(
        error, NetworkError | AccountError
    )
