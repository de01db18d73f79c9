"""A worker process and the watch over it: whoever dies, hangs or eats memory in there hurts nobody else.

A step (reading or making one review) that kills its process twice, or takes longer than a review may, is
not taken again: it becomes one error line, and its part goes on without it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from quotecards.batch.pipe import receive, send
from quotecards.errors import QuotecardsError

if TYPE_CHECKING:
    from pathlib import Path

    from quotecards.batch.part import Part
    from quotecards.batch.process import Job, Report, Step

_STRIKES = 2
# A new process imports the program and the stages; on a machine that is busy that takes its time.
_START_SECONDS = 300
# There is a process for each core already: what counts with many threads by itself counts with one.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class DiedError(Exception):
    """The process ended in the middle of a part; `step` is what it was doing, None if nothing yet."""

    def __init__(self, step: Step | None, reason: QuotecardsError | None = None) -> None:
        super().__init__(step)
        self.step = step
        self.reason = reason


class StoppedError(Exception):
    """The run is over: nothing more is to be done."""


class Cell:
    """A process of its own for parts, started when it is needed and anew when it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._stopped = False

    def make(self, part: Part, job: Job) -> Report:
        """A part becomes its report, whatever a review does to the process.

        Raises:
            QuotecardsError: the part as a whole cannot be made: the disk is full, the program is not whole.
            StoppedError: `stop` was called.

        """
        condemned: dict[Step, QuotecardsError] = {}
        strikes: Counter[Step | None] = Counter()
        drafts: list[Path] = []
        while True:
            try:
                report = self._attempt(part, job, condemned, drafts)
            except DiedError as died:
                self._kill()
                if self._stopped:
                    job.place.forget(drafts)
                    raise StoppedError from died
                strikes[died.step] += 1
                if died.reason is None and strikes[died.step] < _STRIKES:
                    continue
                if died.step is None:
                    raise QuotecardsError(
                        "a worker process ends before it has begun.",
                        remedy="See what it says above, and whether the machine is out of memory.",
                    ) from died
                condemned[died.step] = died.reason or _killed(died.step)
            else:
                job.place.forget(drafts)
                return report

    def stop(self) -> None:
        """The process is gone, at once; what it was making is made by the next run."""
        self._stopped = True
        self._kill()

    def _attempt(
        self, part: Part, job: Job, condemned: dict[Step, QuotecardsError], drafts: list[Path]
    ) -> Report:
        process = self._running()
        step: Step | None = None
        try:
            send(cast("BinaryIO", process.stdin), (part, job, condemned, drafts))
        except OSError as error:
            raise DiedError(None) from error
        while True:
            kind, value = self._next(step, job.settings.review_seconds)
            match kind:
                case "step":
                    step = value
                case "draft":
                    drafts.append(value)
                case "report":
                    assert not isinstance(value, BaseException)
                    return value  # type: ignore[no-any-return] # what `process_part` returned over there
                case "error":
                    raise value
                case _:
                    raise DiedError(step)

    def _next(self, step: Step | None, seconds: int) -> tuple[str, Any]:
        """What the process says next; it must say something before a review's time is over."""
        limit = _START_SECONDS if step is None else seconds or None
        try:
            return self._heard.get(timeout=limit)
        except queue.Empty:
            raise DiedError(step, _too_long(limit or 0)) from None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise StoppedError
        if self._process is None or self._process.poll() is not None:
            self._heard = queue.Queue()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "quotecards.batch.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_ONE_THREAD | os.environ,
            )
            threading.Thread(target=_listen, args=(self._process.stdout, self._heard), daemon=True).start()
        return self._process

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        with contextlib.suppress(OSError):
            if process.stdin:
                process.stdin.close()


def _listen(stream: BinaryIO, heard: queue.Queue[tuple[str, Any]]) -> None:
    """What the process says goes into the queue, and at last that it is gone."""
    with stream, contextlib.suppress(EOFError, OSError, ValueError):
        while True:
            heard.put(receive(stream))
    heard.put(("gone", time.monotonic()))


def _killed(step: Step) -> QuotecardsError:
    verb = "reading" if step[2] == "read" else "making cards of"
    return QuotecardsError(
        f"{verb} this review ended its process without a word, twice.",
        remedy="Look at it by itself: quotecards extract.",
    )


def _too_long(seconds: float) -> QuotecardsError:
    return QuotecardsError(
        f"it took longer than a review may: {seconds:g} s.", remedy="Allow more: --review-seconds."
    )
