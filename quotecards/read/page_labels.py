"""Stage 1: what on a web page is not its main text, from the page's own marks and from where that text is."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from quotecards.models import Label
from quotecards.read.main_text import Main, main
from quotecards.read.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from quotecards.read.flow import Element, Flow
    from quotecards.read.page_marks import Meaning

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MOST_HEADING_WORDS = 20  # people set whole paragraphs as headings; a title has fewer words
_MOST_MARKED_WORDS = 25  # of a line that has a byline or a date in it
_LINKED = 0.6  # share of a line's characters within links, from which it only leads elsewhere
_MOST = 0.5  # share of the main text from which a mark is not believed
_WITHIN_LINE = frozenset({"byline", "date", "rating", "share"})


def labels(flow: Flow, root: Any = None, title: str | None = None) -> tuple[Label, ...]:
    """A page's words become the labels of what is not its main text, in order and apart.

    With the `root` of a whole page also what stands outside of its main text; an entry of a feed has no
    such surroundings. `title` is what the page calls itself.
    """
    lines = [(match.start(), match.end()) for match in _LINE.finditer(flow.text)]
    core = Main(Spans(()), 0, len(flow.text)) if root is None else main(root, flow, lines)
    told = _outermost([*_marked(flow, core), *_headings(flow, title)])
    return tuple(sorted([*told, *_elsewhere(flow, core, lines, told)], key=lambda label: label.start))


def _marked(flow: Flow, core: Main) -> Iterator[Label]:
    """The elements that the page marks as something else, as far as its marks are believed."""
    marked = [(one, one.meaning) for one in flow.elements if one.meaning is not None]
    doubted = _doubted(marked, core.stretches if core.stretches.total else Spans([(0, len(flow.text))]))
    for one, meaning in marked:
        if one not in doubted:
            start, end = _line(flow.text, one) if meaning.label in _WITHIN_LINE else (one.start, one.end)
            yield Label(start, end, meaning.label, meaning.why)


def _doubted(marked: Sequence[tuple[Element, Meaning]], text: Spans) -> set[Element]:
    """The elements whose mark cannot be true: they hold most of the main text, alone or with others of the mark.

    A theme may call its content a widget, and a paywall each of its paragraphs.
    """
    doubted: set[Element] = set()
    alike: defaultdict[Meaning, list[Element]] = defaultdict(list)
    for one, meaning in marked:
        if meaning.surely:
            continue
        if text.share(one.start, one.end) > _MOST:
            doubted.add(one)
        else:
            alike[meaning].append(one)
    for several in alike.values():
        if sum(text.share(start, end) for start, end in Spans((e.start, e.end) for e in several)) > _MOST:
            doubted.update(several)
    return doubted


def _line(text: str, one: Element) -> tuple[int, int]:
    """The whole line of an element, if it is a short one: "By Ann on 3 May" is no sentence about Ann."""
    start = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    end = len(text) if end < 0 else end
    return (start, end) if len(text[start:end].split()) <= _MOST_MARKED_WORDS else (one.start, one.end)


def _headings(flow: Flow, title: str | None) -> Iterator[Label]:
    """The headings; the title is the one that says what the page calls itself, else those of the first rank."""
    short = [one for one in flow.elements if one.heading and _count(flow, one) <= _MOST_HEADING_WORDS]
    named = {one.start for one in short if title and flow.text[one.start : one.end].split() == title.split()}
    for one in short:
        if one.start in named:
            yield Label(one.start, one.end, "title", "the page calls itself so")
        else:
            label = "heading" if named else (one.heading or "heading")
            yield Label(one.start, one.end, label, "the page marks it as a heading")


def _count(flow: Flow, one: Element) -> int:
    return len(flow.text[one.start : one.end].split())


def _outermost(found: Sequence[Label]) -> list[Label]:
    """Of labels within labels the outer ones; of those that overlap, what is left of the later one."""
    kept: list[Label] = []
    for label in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
        elif label.end > kept[-1].end:
            kept.append(Label(kept[-1].end, label.end, label.label, label.why))
    return kept


def _elsewhere(
    flow: Flow, core: Main, lines: Sequence[tuple[int, int]], told: Sequence[Label]
) -> Iterator[Label]:
    """Lines outside the main text's container, and lines in it that only lead elsewhere."""
    if not core.stretches.total:
        return
    links = Spans((one.start, one.end) for one in flow.markup if one.kind == "link")
    for start, end in _free(lines, told):
        if core.stretches.covered(start, end):
            continue
        if end <= core.start or core.end <= start:
            yield Label(start, end, "navigation", "stands outside the main text")
        elif links.covered(start, end) > _LINKED * (end - start):
            yield Label(start, end, "navigation", "only leads elsewhere")


def _free(lines: Sequence[tuple[int, int]], told: Sequence[Label]) -> Iterator[tuple[int, int]]:
    """The lines that no label touches."""
    index = 0
    for start, end in lines:
        while index < len(told) and told[index].end <= start:
            index += 1
        if index == len(told) or told[index].start >= end:
            yield start, end
