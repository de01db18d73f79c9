"""The Dask engine: the same parts, made by the workers of a cluster of any kind.

Each task of a worker has a process of its own (`cell.py`), so that what a review does to it is found
there and never hurts the worker. What the cluster loses, a worker or the way to it, is given to another;
if the scheduler goes, the run ends and the next one goes on.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import time
from typing import TYPE_CHECKING, Any

from quotecards.batch.cell import Cell, StoppedError
from quotecards.errors import QuotecardsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotecards.batch.part import Part
    from quotecards.batch.process import Job, Report

AHEAD = 2  # parts that wait for each thread of a worker
_CONNECT_SECONDS = 10
_LOOK_SECONDS = 1.0  # between two looks at whether the scheduler is still there
_GONE_SECONDS = 15  # without a scheduler before the run ends
_LEAVE_SECONDS = 5  # to tell the scheduler that we go
_RETRIES = 2  # of a part whose worker said something went wrong
_TRIES = 5  # at a part that the cluster says it lost for good

_idle: queue.LifoQueue[Cell] = queue.LifoQueue()  # this worker's processes


class Dask:
    """The workers of the scheduler at that address."""

    def __init__(self, scheduler: str | None) -> None:
        self.scheduler = scheduler

    def run(self, parts: Iterable[Part], job: Job) -> Iterator[Report]:
        """As many parts at a time as the cluster's threads ask for; workers may come and go.

        Raises:
            UsageError: Dask is not installed, or nobody answers at the address.
            QuotecardsError: the scheduler is gone.

        """
        client = _client(self.scheduler)
        try:
            yield from _Flow(client, job).reports(iter(parts))
        finally:
            with contextlib.suppress(Exception):  # of a scheduler that is gone there is nothing to take leave
                client.close(timeout=_LEAVE_SECONDS)


class _Flow:
    """The parts on their way through the cluster."""

    def __init__(self, client: Any, job: Job) -> None:
        self._client = client
        self._job = job
        self._on_their_way: dict[Any, tuple[Part, int]] = {}
        self._done: queue.Queue[Any] = queue.Queue()
        self._seen = time.monotonic()
        self._threads = 0

    def reports(self, parts: Iterator[Part]) -> Iterator[Report]:
        """Each part's report, as they come."""
        try:
            more = True
            while more or self._on_their_way:
                while more and len(self._on_their_way) < self._room():
                    self._check()
                    part = next(parts, None)
                    more = part is not None
                    if part is not None:
                        self._send(part, 1)
                yield from self._arrived()
        finally:
            with contextlib.suppress(Exception):  # a cluster that is gone cannot be told to stop
                self._client.cancel(list(self._on_their_way), force=True, asynchronous=False)

    def _room(self) -> int:
        with contextlib.suppress(Exception):  # whether the scheduler is gone for good, `_check` tells
            self._threads = sum(self._client.nthreads().values())
        return max(1, self._threads) * AHEAD

    def _send(self, part: Part, tries: int) -> None:
        try:
            future = self._client.submit(make, part, self._job, pure=False, retries=_RETRIES)
        except Exception as error:
            self._check()  # a client that has just lost its scheduler takes nothing more
            raise QuotecardsError(
                f"the cluster does not take its work: {type(error).__name__}: {error}.",
                remedy="What is finished is kept: run the same command again.",
            ) from error
        self._on_their_way[future] = (part, tries)
        future.add_done_callback(self._done.put)

    def _arrived(self) -> Iterator[Report]:
        """What is done by now; waits a moment for it."""
        try:
            future = self._done.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            self._check()
            return
        part, tries = self._on_their_way.pop(future)
        report = self._result(future, part, tries)
        if report is not None:
            yield report

    def _result(self, future: Any, part: Part, tries: int) -> Report | None:
        """A part's report; None if it was lost on its way and is sent again."""
        if future.status == "finished":
            with contextlib.suppress(Exception):  # what was made is there; the way to it may be gone
                report: Report = future.result()
                return report
            time.sleep(_LOOK_SECONDS)  # the client needs a moment to see it
        if future.status == "error" and isinstance(error := future.exception(), QuotecardsError):
            raise error
        self._check()
        if tries >= _TRIES:
            raise QuotecardsError(
                f"the cluster lost the same part {_TRIES} times: {future.status}.",
                remedy="See the logs of its workers; then run the same command again.",
            )
        self._send(part, tries + 1)
        return None

    def _there(self) -> bool:
        return bool(self._client.status == "running")

    def _check(self) -> None:
        """The scheduler is there, or not gone for long.

        Raises:
            QuotecardsError: it is gone.

        """
        while not self._there():
            if time.monotonic() - self._seen > _GONE_SECONDS or self._client.status == "closed":
                raise QuotecardsError(
                    "the cluster's scheduler is gone.",
                    where=self._client.scheduler.addr if self._client.scheduler else "",
                    remedy="What is finished is kept: start the cluster again, then run the same command.",
                )
            time.sleep(_LOOK_SECONDS)
        self._seen = time.monotonic()


def make(part: Part, job: Job) -> Report:
    """On a worker: a part becomes its report, in a process that is kept for the next one."""
    try:
        cell = _idle.get_nowait()
    except queue.Empty:
        cell = Cell()
    try:
        return cell.make(part, job)
    except StoppedError as stopped:  # pragma: no cover - nobody stops a worker's processes but its own end
        raise QuotecardsError("the worker was stopped.") from stopped
    finally:
        _idle.put(cell)


def _client(scheduler: str | None) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "the engine dask needs Dask, which is not installed.",
            where="--engine",
            remedy="Install it: pip install 'quotecards[dask]'; or leave --engine out: local needs nothing more.",
        ) from error
    if scheduler is None:
        raise UsageError(
            "the engine dask needs a cluster.",
            where="--engine",
            remedy="Name its scheduler: --scheduler tcp://HOST:8786 (start one with: dask scheduler).",
        )
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we tell what matters ourselves
    try:
        return Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"no scheduler answers at {scheduler}: {error}.",
            where="--scheduler",
            remedy="Check that it runs and can be reached from here: dask scheduler --port 8786.",
        ) from error
