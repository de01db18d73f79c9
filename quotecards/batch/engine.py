"""Engines: parts in, reports out, in whatever order they are done.

    Here      this process, for a handful of reviews
    Local     processes of this machine, each watched over
    Dask      the workers of a cluster (`cluster.py`)

An engine takes parts only as fast as it makes them, so that a run of any length needs little memory.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Protocol

from quotecards.batch.cell import Cell
from quotecards.batch.process import Job, Report, process_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotecards.batch.part import Part
    from quotecards.settings import Settings

# A new process imports the stages first; below this many reviews that costs more than it gains.
WORTH_IT = 24
AHEAD = 2  # parts that wait for each worker, so that none idles


class Engine(Protocol):
    """Who makes the parts."""

    def run(self, parts: Iterable[Part], job: Job) -> Iterator[Report]:
        """Each part becomes its report, once.

        Raises:
            QuotecardsError: the run cannot go on; what is finished stays finished.

        """


def chosen(settings: Settings, reviews: int | None, *, careful: bool = False) -> Engine:
    """The engine that the settings ask for, and that pays off for so many reviews (None: very many).

    `careful`: an earlier run did not end, so that nothing is made in this process.
    """
    if settings.engine == "dask":
        from quotecards.batch.cluster import Dask

        return Dask(settings.scheduler)
    few = reviews is not None and reviews < WORTH_IT
    if few and settings.jobs < 2 and not careful:
        return Here()
    return Local(processes(settings.jobs, reviews))


def processes(asked: int, reviews: int | None) -> int:
    """How many processes to use; `asked` 0: by the number of reviews (None: more than worth it)."""
    if asked:
        return asked
    return 1 if reviews is not None and reviews < WORTH_IT else (os.cpu_count() or 1)


class Here:
    """This process."""

    def run(self, parts: Iterable[Part], job: Job) -> Iterator[Report]:
        """One part after the other."""
        for part in parts:
            yield process_part(part, job)


class Local:
    """So many processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, parts: Iterable[Part], job: Job) -> Iterator[Report]:
        """A thread for each process waits for it; if the run ends early, the processes end at once."""
        cells = [Cell() for _ in range(self.jobs)]
        own = threading.local()
        idle = list(cells)

        def make(part: Part) -> Report:
            if not hasattr(own, "cell"):
                own.cell = idle.pop()
            cell: Cell = own.cell
            return cell.make(part, job)

        pool = ThreadPoolExecutor(self.jobs)
        waiting: set[Future[Report]] = set()
        try:
            for part in parts:
                waiting.add(pool.submit(make, part))
                if len(waiting) >= self.jobs * AHEAD:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        finally:
            for cell in cells:
                cell.stop()
            pool.shutdown(cancel_futures=True)
