"""Stage 2: repairs as edits on the source's own characters, so that each can be seen and taken back.

A `Draft` is a text on its way to the card. Every change to it is told where it stands now; it knows
where that was in the verbatim, however many changes came before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotecards.models import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Change:
    """A repair: what stands at start..end of the draft as it is now shall be `after`."""

    start: int
    end: int
    after: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """Characters of the draft and the span of the verbatim that they stand for; `kinds` of an edit."""

    start: int
    end: int
    text: str
    kinds: tuple[str, ...] = ()


class Draft:
    """A verbatim and what became of it so far."""

    def __init__(self, verbatim: str) -> None:
        self.verbatim = verbatim
        self.text = verbatim
        self._cells = [_Cell(index, index + 1, char) for index, char in enumerate(verbatim)]

    def change(self, changes: Iterable[Change]) -> None:
        """Make changes that do not overlap, in any order; those that change nothing are passed over."""
        for one in sorted(changes, key=lambda change: change.start, reverse=True):
            if self.text[one.start : one.end] != one.after:
                self._one(one)
                self.text = self.text[: one.start] + one.after + self.text[one.end :]

    def edits(self) -> tuple[Edit, ...]:
        """What was changed in the end, in order, as edits of the verbatim; neighbours of one kind are one."""
        edits: list[Edit] = []
        for cell in self._cells:
            before = self.verbatim[cell.start : cell.end]
            if not cell.kinds or cell.text == before:
                continue
            kind = "+".join(cell.kinds)
            if edits and edits[-1].end == cell.start and edits[-1].kind == kind:
                last = edits[-1]
                edits[-1] = Edit(kind, last.start, cell.end, last.before + before, last.after + cell.text)
            else:
                edits.append(Edit(kind, cell.start, cell.end, before, cell.text))
        return tuple(edits)

    def _one(self, change: Change) -> None:
        """Replace the cells that a change touches by one; an insertion makes one that stands for nothing."""
        first, last, head, tail = self._touched(change)
        cells = self._cells[first:last]
        start = cells[0].start if cells else self._place(first)
        end = cells[-1].end if cells else start
        kinds = tuple(dict.fromkeys([*(kind for cell in cells for kind in cell.kinds), change.kind]))
        self._cells[first:last] = [_Cell(start, end, head + change.after + tail, kinds)]

    def _touched(self, change: Change) -> tuple[int, int, str, str]:
        """The cells first..last that a change touches, and what of their text it leaves before and after."""
        position, first = 0, 0
        while first < len(self._cells) and position + len(self._cells[first].text) <= change.start:
            if change.start == change.end == position:
                break
            position += len(self._cells[first].text)
            first += 1
        head = self.text[position : change.start]
        last, stop = first, position
        while last < len(self._cells) and stop < change.end:
            stop += len(self._cells[last].text)
            last += 1
        if head and last == first:  # an insertion within a cell
            stop += len(self._cells[last].text)
            last += 1
        return first, last, head, self.text[change.end : stop] if stop > change.end else ""

    def _place(self, index: int) -> int:
        """Where in the verbatim an insertion before a cell stands."""
        return self._cells[index].start if index < len(self._cells) else len(self.verbatim)


def apply(verbatim: str, edits: Sequence[Edit]) -> str:
    """A verbatim and its edits become what stands on the card: the proof that nothing else was changed.

    Raises:
        ValueError: edits that overlap, or that do not fit the verbatim.
    """
    parts: list[str] = []
    position = 0
    for edit in edits:
        if edit.start < position or edit.end < edit.start or verbatim[edit.start : edit.end] != edit.before:
            raise ValueError(f"this edit does not fit its verbatim: {edit}")
        parts += [verbatim[position : edit.start], edit.after]
        position = edit.end
    return "".join([*parts, verbatim[position:]])
