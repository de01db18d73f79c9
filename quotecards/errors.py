"""The errors of quotecards; each kind knows its exit code.

    QuotecardsError                 1  something the user can act on; the base of all below
    |- UsageError                   2  a flag, a name or a value that is not known
    |- SourceError                  3  a source that cannot be read as reviews
    |  |- SourceMissing             3  no such file, folder or pattern
    |  |- SourceEmpty               3  it is there, but holds no review
    |  `- AboutError                5  what is said about a review is wrong; a DataError too
    |- NothingQuotable              4  a review without one line that passes the gates
    |- DataError                    5  a palette, layout, size, template or settings file that is wrong
    |- FontError                    5  a font that is missing or not one, or a character that no font has
    |- DoesNotFit                   6  words that no legible size of the layout can hold
    |- OutputError                  7  a file or folder that cannot be written
    |- PartialFailure               8  some items failed, the others are done
    `- PostingError                 9  an account, a network or the outbox said no
       |- AccountError              9  no such account, or a secret that is missing or not safe
       |- OutboxError               9  the outbox is locked, damaged, or says the card was posted already
       `- NetworkError              9  what a network answered, by what it means for the post:
          |- NotSent                9  it never got there: may be tried again as it is
          |  `- UploadGone          9  nothing stands there, and its picture has to be uploaded anew
          |- TryLater               9  it was turned away for now; knows until when
          |- OutcomeUnknown         9  it may stand there: to be read back before anything else
          |- CannotTell             9  reading back is not possible there: a person has to look
          |- SignedOut              9  the account's secret is no longer taken: nothing stands there
          `- Refused                9  a no to this very post: nothing stands there, trying again is no use

A message says what was tried, what was found and what to do next: `what` is the sentence,
`where` the file and place, `remedy` the next step.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class ExitCode(IntEnum):
    """What the process returns to its shell."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    SOURCE = 3
    NOTHING_QUOTABLE = 4
    DATA = 5
    DOES_NOT_FIT = 6
    OUTPUT = 7
    PARTIAL = 8
    POSTING = 9
    INTERRUPTED = 130


class QuotecardsError(Exception):
    """Something went wrong that the user can act on."""

    exit_code = ExitCode.FAILURE

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.remedy}" if self.remedy else head


class UsageError(QuotecardsError):
    """A flag, a name or a value that is not known."""

    exit_code = ExitCode.USAGE


class SourceError(QuotecardsError):
    """A source that cannot be read as reviews."""

    exit_code = ExitCode.SOURCE


class SourceMissing(SourceError):
    """No such file, folder or pattern."""


class SourceEmpty(SourceError):
    """The source is there but holds no review."""


class NothingQuotable(QuotecardsError):
    """A review without one line that passes the gates."""

    exit_code = ExitCode.NOTHING_QUOTABLE


class DataError(QuotecardsError):
    """A palette, layout, size, template or settings file that is wrong."""

    exit_code = ExitCode.DATA


class AboutError(SourceError, DataError):
    """What a sidecar or front matter says about a review is wrong: spoils that review, not the others."""

    exit_code = ExitCode.DATA


class FontError(QuotecardsError):
    """A font that is missing or not one, or a character that no font has."""

    exit_code = ExitCode.DATA


class DoesNotFit(QuotecardsError):
    """Words that no legible size of the layout can hold."""

    exit_code = ExitCode.DOES_NOT_FIT


class OutputError(QuotecardsError):
    """A file or folder that cannot be written."""

    exit_code = ExitCode.OUTPUT


class PartialFailure(QuotecardsError):
    """Some items failed; the others are done."""

    exit_code = ExitCode.PARTIAL


class PostingError(QuotecardsError):
    """An account, a network or the outbox said no."""

    exit_code = ExitCode.POSTING


class AccountError(PostingError):
    """No such account, or a secret that is missing or not safe."""


class OutboxError(PostingError):
    """The outbox is locked, damaged, or says the card was posted already."""


class NetworkError(PostingError):
    """What a network answered; each kind below says what it means for the post."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", at: datetime | None = None) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.at = at  # the network's own word on when to try again


class NotSent(NetworkError):
    """It never got there: may be tried again as it is."""


class UploadGone(NotSent):
    """Nothing stands there, and what was uploaded for it is gone: to be uploaded anew."""


class TryLater(NetworkError):
    """It was turned away for now; `at` is when to come again, None if the network did not say."""


class OutcomeUnknown(NetworkError):
    """It may stand there or not: to be read back before anything else is done."""


class CannotTell(NetworkError):
    """Reading back is not possible there: a person has to look."""


class SignedOut(NetworkError):
    """The account's secret is no longer taken, or the account is gone: nothing stands there."""


class Refused(NetworkError):
    """A no to this very post: nothing stands there, and trying again is of no use."""


def near(name: str, known: Iterable[str], *, most: int = 1, alike: float = 0.6) -> str:
    """A name that is not known becomes the question whether one of those most like it was meant.

    "" where none is as much as `alike` (0..1) like it. For a remedy.
    """
    import difflib  # here, since most runs mistype nothing

    found = difflib.get_close_matches(name, known, n=most, cutoff=alike)
    return f"Did you mean {' or '.join(found)}?" if found else ""
