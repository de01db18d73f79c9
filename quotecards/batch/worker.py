"""A process that makes one part after the other: what `cell.py` starts, with `python -m` and two pipes.

It is told parts on stdin and tells on stdout which step it is about to take, so that whoever waits knows
what it was doing when it died. Nothing it does can take another process with it.
"""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from quotecards.batch.pipe import receive, send
from quotecards.errors import OutputError, QuotecardsError

if TYPE_CHECKING:
    from quotecards.batch.process import Step

_MEGABYTE = 1_000_000
_WINDOW = 64  # reviews: the more, the more cards share what was drawn; their scenes take some 20 MB
_LOOK_SECONDS = 1.0


def main() -> None:
    """Parts in, reports out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the one who asked for parts ends us
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    incoming, outgoing = sys.stdin.buffer, _own_stdout()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            send(outgoing, _answer(receive(incoming), outgoing))


def _answer(asked: Any, outgoing: BinaryIO) -> tuple[str, Any]:
    from quotecards.batch.process import Attempt, process_part

    part, job, condemned, drafts = asked

    def tell(step: Step) -> None:
        _allow_memory(job.settings.review_memory)
        send(outgoing, ("step", step))

    try:
        _go_to(job.folder)
        done = _finished(drafts)
        attempt = Attempt(condemned, done, tell, lambda path: send(outgoing, ("draft", path)), _WINDOW)
        return "report", process_part(part, job, attempt)
    except QuotecardsError as error:
        return "error", error
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the one who asked has to know
        return "error", QuotecardsError(f"an unexpected {type(error).__name__}: {error}")


def _go_to(folder: str) -> None:
    """Paths mean here what they mean where the run was begun; "": there are none but addresses."""
    if not folder:
        return
    try:
        os.chdir(folder)
    except OSError as error:
        raise OutputError(
            f"this folder is not to be seen from {platform.node()}: {(error.strerror or str(error)).lower()}.",
            where=folder,
            remedy="All machines of a run must see the reviews and the cards under the same path.",
        ) from error


def _finished(drafts: list[Path]) -> dict[str, Any]:
    from quotecards.batch.rows import finished

    return {recipe: lines for draft in drafts for recipe, lines in finished(draft).items()}


def _own_stdout() -> BinaryIO:
    """The pipe to the parent; whatever else prints, prints to stderr."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


def _allow_memory(megabytes: int) -> None:
    """From here on this process may take so much more memory than it has; 0: as much as there is.

    Where the system does not tell (it does on Linux), there is no limit.
    """
    if not megabytes:
        return
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * _MEGABYTE
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))


def _end_with_parent(parent: int) -> None:
    """A process whose parent was killed goes, too, also from the middle of a review."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
