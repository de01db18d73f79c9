"""The hand-made reviews of tests/data/reading: plain files whose lines say what each of them truly is.

Their notation is told in the folder's README. Here a file becomes the page as a reader would find it,
with what is true of every stretch of it, and the same page as HTML.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "reading"
KINDS = ("film", "quoted", "title", "scare")

_FACT = re.compile(r"% (\w+): (.*)")
_LABELLED = re.compile(r"([a-z-]+(?:/[a-z-]+)*)\| ?(.*)")
_INLINE = re.compile(r"\{([a-z-]+):([^{}]*)\}")


@dataclass(frozen=True)
class Stretch:
    """Half-open offsets into the page's text, and what stands there; the first label is the best one."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    """A page and the truth about it: `stretches` hold all its words, `quotations` the marked ones."""

    name: str
    text: str
    facts: dict[str, str]
    stretches: tuple[Stretch, ...]
    quotations: tuple[Stretch, ...]

    @property
    def is_seen(self) -> bool:
        """Odd files are there to tune by; even ones only to measure by."""
        return int(self.name[:2]) % 2 == 1

    @cached_property
    def prose(self) -> tuple[Stretch, ...]:
        return tuple(one for one in self.stretches if one.labels == ("prose",))

    def of(self, stretch: Stretch) -> str:
        return self.text[stretch.start : stretch.end]

    def html(self, *, semantic: bool) -> str:
        """The page as HTML: with the elements that are meant for each part, or with nothing but divs."""
        lines: list[str] = []
        position = 0
        for line in self.text.split("\n"):
            end = position + len(line)
            if line.strip():
                lines.append(_element(line, self._label(position, end), semantic=semantic))
            position = end + 1
        language, title = self.facts.get("language", "en"), html.escape(self.facts.get("film", self.name))
        body = "\n".join(lines)
        return (
            f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
            f"<title>{title}</title></head>\n<body>\n{body}\n</body></html>\n"
        )

    def _label(self, start: int, end: int) -> str:
        """What most of a line is."""
        within = [one for one in self.stretches if one.start < end and start < one.end]
        return max(within, key=lambda one: one.end - one.start).labels[0] if within else "prose"


_ELEMENTS = {
    "title": "<h1>{}</h1>",
    "heading": "<h2>{}</h2>",
    "navigation": "<nav><ul><li><a href='/a'>{}</a></li></ul></nav>",
    "widget": "<aside class='widget'><p>{}</p></aside>",
    "advertisement": "<div class='ad'>{}</div>",
    "newsletter": "<div class='newsletter'><p>{}</p></div>",
    "cookies": "<footer><p>{}</p></footer>",
    "share": "<ul class='share'><li><a href='/s'>{}</a></li></ul>",
    "login": "<header><a href='/login'>{}</a></header>",
    "comment": "<div class='comment' id='comments'><p>{}</p></div>",
    "rating": "<div class='rating'>{}</div>",
    "byline": "<div class='byline'>{}</div>",
    "date": "<time>{}</time>",
    "caption": "<figure><figcaption>{}</figcaption></figure>",
}


def _element(line: str, label: str, *, semantic: bool) -> str:
    inner = line if re.search(r"</?\w+>|&#?\w+;", line) else html.escape(line, quote=False)
    if semantic:
        return _ELEMENTS.get(label, "<p>{}</p>").format(inner)
    return f"<p>{inner}</p>" if label == "prose" or len(line) > 60 else f"<div>{inner}</div>"


def reviews() -> tuple[Marked, ...]:
    """All pages of the set, in order."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.txt")))


def read(path: Path) -> Marked:
    """A file becomes a page with its truth."""
    facts: dict[str, str] = {}
    page = _Page()
    for line in path.read_text(encoding="utf-8").splitlines():
        if not page.lines and (fact := _FACT.fullmatch(line)):
            facts[fact[1]] = fact[2]
        else:
            page.add(line)
    return Marked(path.stem, "\n".join(page.lines), facts, tuple(page.stretches), tuple(page.quotations))


class _Page:
    """A page that grows line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.stretches: list[Stretch] = []
        self.quotations: list[Stretch] = []
        self.position = 0

    def add(self, line: str) -> None:
        labelled = _LABELLED.fullmatch(line)
        default = tuple(labelled[1].split("/")) if labelled else ("prose",)
        parts, start, at = "", self.position, 0
        content = labelled[2] if labelled else line
        for inline in _INLINE.finditer(content):
            parts += content[at : inline.start()]
            begin = self.position + len(parts)
            parts += inline[2]
            end = self.position + len(parts)
            at = inline.end()
            if inline[1] in KINDS:
                if inline[1] != "title" or re.match(r"\W", inline[2]):
                    self.quotations.append(Stretch(begin, end, (inline[1],)))
            else:
                self._keep(start, begin, default)
                self._keep(begin, end, (inline[1],))
                start = end
        parts += content[at:]
        self._keep(start, self.position + len(parts), default)
        self.lines.append(parts)
        self.position += len(parts) + 1

    def _keep(self, start: int, end: int, labels: tuple[str, ...]) -> None:
        if start < end:
            self.stretches.append(Stretch(start, end, labels))
