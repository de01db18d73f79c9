"""Cards go to their place while the next ones are drawn: a disk, or a store far away, keeps nobody waiting."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

WAITING = 4  # cards that are drawn and not yet in their place: a few megabytes


class Writing:
    """Puts bytes in their place, in the order in which they come, by a thread of its own."""

    def __init__(self, put: Callable[[str, bytes], None], seconds: Counter[str]) -> None:
        self._put = put
        self._seconds = seconds
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def put(self, name: str, content: bytes) -> None:
        """Bytes will be in their place.

        Raises:
            OutputError: earlier ones could not be written.

        """
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1)
        while len(self._waiting) >= WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(self._write, name, content))

    def wait(self) -> None:
        """All bytes are in their place.

        Raises:
            OutputError: they could not be written.

        """
        while self._waiting:
            self._waiting.popleft().result()

    def _write(self, name: str, content: bytes) -> None:
        with clock(self._seconds, "write"):
            self._put(name, content)


@contextmanager
def clock(seconds: Counter[str], stage: str) -> Iterator[None]:
    """The time of a stage is counted in."""
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] += time.perf_counter() - start  # type: ignore[assignment] # a Counter of seconds
