"""Stage 9, its memory: what was drawn once is kept until others need the room."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Things by key, at most `limit` bytes of them; the one unused for longest leaves first."""

    def __init__(self, limit: int, weigh: Callable[[Thing], int]) -> None:
        self.limit = limit
        self.held = 0
        self._weigh = weigh
        self._things: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing of that key, made now if it is not there; one heavier than the limit is not kept."""
        if (found := self.peek(key)) is not None:
            return found
        thing = make()
        with self._lock:
            self._keep(key, thing)
        return thing

    def peek(self, key: Hashable) -> Thing | None:
        """The thing of that key if it is there."""
        with self._lock:
            if (found := self._things.get(key)) is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def clear(self) -> None:
        """Nothing is held afterwards."""
        with self._lock:
            self._things.clear()
            self.held = 0

    def _keep(self, key: Hashable, thing: Thing) -> None:
        weight = self._weigh(thing)
        if weight > self.limit or key in self._things:
            return
        self._things[key] = (thing, weight)
        self.held += weight
        while self.held > self.limit:
            self.held -= self._things.popitem(last=False)[1][1]
