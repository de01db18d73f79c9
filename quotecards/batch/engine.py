"""Local processes: tasks in, results out in the tasks' own order, whoever finishes first.

A task that kills its process (a crash below Python) is tried once more alone; if it does so again, it
is reported as lost and the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
R = TypeVar("R")

# A new process imports the stages first; below this many reviews that costs more than it gains.
WORTH_IT = 24
# How many tasks a process has waiting, so that none idles and few results are held back.
AHEAD = 4


def processes(asked: int, tasks: int | None) -> int:
    """How many processes to use; `asked` 0: by the number of tasks (None: more than worth it)."""
    if asked:
        return asked
    return 1 if tasks is not None and tasks < WORTH_IT else (os.cpu_count() or 1)


def ordered(make: Callable[[T], R], tasks: Iterable[T], jobs: int, lost: Callable[[T], R]) -> Iterator[R]:
    """Each task becomes its result, in order; `make` and the tasks must be picklable if jobs > 1."""
    if jobs == 1:
        yield from map(make, tasks)
        return
    source = iter(tasks)
    while True:
        window: deque[tuple[T, Future[R] | None]] = deque()
        pool = _pool(jobs)
        try:
            yield from _stream(pool, make, source, window, jobs * AHEAD)
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(cancel_futures=True)
        if not window:
            return
        for task, _ in window:
            yield _alone(make, task, lost)


def _stream(
    pool: ProcessPoolExecutor,
    make: Callable[[T], R],
    source: Iterator[T],
    window: deque[tuple[T, Future[R] | None]],
    length: int,
) -> Iterator[R]:
    """Results in order; what was taken from the source and not yet handed out stays in the window."""
    while True:
        while len(window) < length and (task := next(source, None)) is not None:
            window.append((task, None))
            window[-1] = (task, pool.submit(make, task))
        if not window:
            return
        future = window[0][1]
        assert future is not None
        result = future.result()
        window.popleft()
        yield result


def _alone(make: Callable[[T], R], task: T, lost: Callable[[T], R]) -> R:
    with _pool(1) as pool:
        try:
            return pool.submit(make, task).result()
        except BrokenProcessPool:
            return lost(task)


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Fresh interpreters ("spawn"), the same on every platform, deaf to Ctrl-C: the parent ends them."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
