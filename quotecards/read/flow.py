"""Stage 1: the tree of a web page becomes its words in reading order, with what each element is.

Runs of white space become one space, as a browser shows them; what stands on a line of its own there does
so here, with an empty line between paragraphs. The same tree always gives the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotecards.models import Markup
from quotecards.read.page_marks import heading, marks

if TYPE_CHECKING:
    from quotecards.models import MarkupKind
    from quotecards.read.page_marks import Meaning

_BLANK = re.compile(r"[ \t\n\r\f]+")
_LINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Element:
    """An element that means something: its words, how deep it stands, what it is."""

    start: int
    end: int
    depth: int
    meaning: Meaning | None
    heading: str | None
    element: Any


@dataclass(frozen=True, slots=True)
class Flow:
    """The words of a page: `elements` are those with a meaning, `apart` all that stand on lines of their own.

    Both in the order in which they end; `markup` in the order in which it begins.
    """

    text: str
    elements: tuple[Element, ...]
    apart: tuple[Element, ...]
    markup: tuple[Markup, ...]


def flowed(root: Any) -> Flow:
    """A tree becomes its words."""
    from lxml import etree

    flow = _Writer()
    walk = etree.iterwalk(root, events=("start", "end"))
    known = marks()
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):  # a comment or an instruction: only what follows it is text
            if event == "end":
                flow.write(element.tail)
        elif event == "end":
            flow.close(element)
            flow.write(element.tail if element is not root else None)
        elif known.hides(tag, element.attrib):
            walk.skip_subtree()
            flow.open(element, hidden=True)
        else:
            flow.open(element, hidden=False)
            flow.write(element.text)
    return flow.done()


@dataclass(slots=True)
class _Frame:
    """An open element; `start` is where its first word stands, -1 before there is one."""

    tag: str
    meaning: Meaning | None
    kind: MarkupKind | None
    apart: bool
    hidden: bool
    start: int = -1


class _Writer:
    """The text as it grows; breaks and spaces are only written when a word follows them."""

    def __init__(self) -> None:
        self._known = marks()
        self._parts: list[str] = []
        self._length = 0
        self._breaks = 0
        self._space = False
        self._frames: list[_Frame] = []
        self._started = 0  # of the open elements, how many have a first word
        self._kept = 0  # depth of elements whose white space is kept
        self._elements: list[Element] = []
        self._apart: list[Element] = []
        self._markup: list[Markup] = []

    def open(self, element: Any, *, hidden: bool) -> None:
        """An element begins."""
        tag = element.tag
        known = self._known
        apart = tag in known.apart
        self._frames.append(
            _Frame(
                tag,
                None if hidden else known.meaning(tag, element.attrib),
                known.prose.get(tag),
                apart,
                hidden,
            )
        )
        if hidden:
            return
        self._break(self._breaks + 1 if tag == "br" else 2 if apart else 1 if tag in known.lines else 0)
        if tag == "pre":
            self._kept += 1
        if tag == "q":
            self._put("“")

    def close(self, element: Any) -> None:
        """An element ends."""
        if element.tag == "q" and not self._frames[-1].hidden:
            self._put("”")
        frame = self._frames.pop()
        self._started = min(self._started, len(self._frames))
        if frame.hidden:
            return
        if frame.start >= 0:
            self._note(frame, element)
        if frame.tag == "pre":
            self._kept -= 1
        self._break(2 if frame.apart else 1 if frame.tag in self._known.lines else 0)

    def write(self, text: str | None) -> None:
        """Words between two marks."""
        if not text:
            return
        if self._kept:
            for number, line in enumerate(_LINE.split(text)):
                if number:
                    self._breaks = max(self._breaks, 0) + 1
                    self._space = False
                self._put(line)
            return
        words = _BLANK.sub(" ", text)
        if words[0] == " ":
            self._space = True
        if bare := words.strip(" "):
            self._put(bare)
            self._space = words[-1] == " "

    def done(self) -> Flow:
        """The whole."""
        self._markup.reverse()  # of marks on the same words the outer one, which ends last, comes first
        self._markup.sort(key=lambda one: (one.start, -one.end))
        return Flow("".join(self._parts), tuple(self._elements), tuple(self._apart), tuple(self._markup))

    def _break(self, count: int) -> None:
        if count:
            self._breaks = max(self._breaks, count)
            self._space = False

    def _put(self, words: str) -> None:
        if not words:
            return
        if self._breaks and self._length:
            self._add("\n" * min(self._breaks, 2) if not self._kept else "\n" * self._breaks)
        elif self._space and self._length:
            self._add(" ")
        self._breaks, self._space = 0, False
        for frame in self._frames[self._started :]:
            frame.start = self._length
        self._started = len(self._frames)
        self._add(words)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def _note(self, frame: _Frame, element: Any) -> None:
        """Remember what an element with words is."""
        start, end = frame.start, self._length
        if frame.kind is not None:
            self._markup.append(Markup(start, end, frame.kind))
        told = Element(start, end, len(self._frames), frame.meaning, heading(frame.tag), element)
        if frame.meaning is not None or told.heading is not None:
            self._elements.append(told)
        if frame.apart or frame.tag in self._known.lines:
            self._apart.append(told)
