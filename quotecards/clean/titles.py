"""Stage 2: the lines above a review: the menu's last words, the title, and a name that stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotecards.clean.headings import FIRST_PERSON, LONGEST_LINE, YEAR, capitalised, known_heads
from quotecards.clean.page import Page, Stretch, ends_sentence, is_prose, key, words
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands on a page whether or not there is a review on it, and what belongs to the review's own head.
_FURNITURE = frozenset({"navigation", "login", "newsletter", "cookies", "share", "widget", "advertisement"})
_ANCHORS = frozenset({"byline", "date", "rating", "facts", "caption"})
_WRAPPED = re.compile(r"[“\"‘«„'「].*[”\"’»“'」]")
# A line's beginning that a colon or a dash sets apart: "All the Quiet Rooms – a film I love".
_APART = re.compile(
    r"(?P<head>.{2,70}?)(?:\s*[:|]\s|\s[–—-]\s|[”’»\"']\s*:|,\s(?:or|oder|ou|o|of|eller|czyli|или)\s)"
)
_NAME = re.compile(
    r"[^\W\d_][\w.’'-]+(?:\s+(?:(?:de|del|van|von|der|di|da|la|le)\s+)*(?=[^\W\d_])[\w.’'-]+){1,2}"
)
_MOST_TITLE_WORDS = 16
_MOST_MENU_WORDS = 6
_MOST_HEAD_LINES = 8
_MOST_PLAIN_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Top:
    """What stands above the first prose: `lines` that may be titles, and all `parts`, labels too, in order."""

    lines: list[Stretch]
    parts: list[Label | Stretch]


def titles(page: Page) -> Iterator[Label]:
    """The lines above the first prose that name the review or its film, their repetitions, menus, names.

    Nothing is a title on a page without prose below it.
    """
    top = _top(page)
    if not top.lines:
        return
    place = _main(page, top)
    main = top.lines[place]
    menu = min(
        (part.start for part in top.parts if isinstance(part, Label) and part.label in _FURNITURE),
        default=main.start,
    )
    for line in top.lines[:place]:
        if len(words(page.of(line))) <= _MOST_MENU_WORDS or menu < line.start:
            yield Label(line.start, line.end, "navigation", "stands in the menu above the title")
    named = [line for line in top.lines if line is main or YEAR.fullmatch(page.of(line))]
    yield from _named(page, {key(page.of(line)) for line in named}, main)
    for line in top.lines[place + 1 : place + _MOST_HEAD_LINES]:
        if _is_byline(page, top, line):
            yield Label(line.start, line.end, "byline", "a name beside the review's date or rating")


def _named(page: Page, known: set[str], main: Stretch) -> Iterator[Label]:
    seen: set[str] = set()
    for paragraph in page.paragraphs:
        if paragraph.end - paragraph.start > LONGEST_LINE:
            continue
        plain = key(page.of(paragraph))
        if plain in known:
            why = "stands above the review" if paragraph == main else "names a film and its year"
            yield Label(paragraph.start, paragraph.end, "title", "the title again" if plain in seen else why)
            seen.add(plain)


def _top(page: Page) -> _Top:
    """The paragraphs above the first prose, as far as they look like titles."""
    lines: list[Stretch] = []
    first = next((one for one in page.paragraphs if is_prose(page.of(one))), None)
    if first is None:
        return _Top([], [])
    end = first.start
    labels = [label for label in page.labels if label.start < end]
    anchor = max((label.start for label in labels if label.label in _ANCHORS), default=-1)
    for paragraph in page.paragraphs:
        text = page.of(paragraph)
        if paragraph is first or (lines and key(text) in known_heads()):
            break
        if not _like_title(text, page.language, anchored=paragraph.end <= anchor):
            break
        lines.append(paragraph)
    return _Top(lines, sorted([*lines, *labels], key=lambda one: one.start))


def _main(page: Page, top: _Top) -> int:
    """Which of the lines is the title: the first, but below a menu the one that its byline or date follows."""
    last = top.lines[-1]
    furniture = [part for part in top.parts if isinstance(part, Label) and part.label in _FURNITURE]
    if len(top.lines) == 1 or not any(part.start < last.start for part in furniture):
        return 0
    anchor = next(
        (
            part.start
            for part in top.parts
            if isinstance(part, Label) and part.label in _ANCHORS and part.start > top.lines[0].start
        ),
        None,
    )
    if anchor is not None:
        place = max(place for place, line in enumerate(top.lines) if line.start < anchor)
        longer = place and len(words(page.of(top.lines[place - 1]))) > 3
        return place - 1 if longer and _is_byline(page, top, top.lines[place]) else place
    long = [
        place
        for place, line in enumerate(top.lines)
        if YEAR.fullmatch(page.of(line)) or len(words(page.of(line))) > 3
    ]
    return long[0] if long else 0


def _is_byline(page: Page, top: _Top, line: Stretch) -> bool:
    """Whether a line is a bare name: right above or below a date, a rating or the film's data."""
    text = page.of(line)
    name = _NAME.fullmatch(text)
    if name is None or text.isupper() or any(word[0].islower() for word in words(text) if len(word) > 3):
        return False
    place = top.parts.index(line)
    beside = [part for part in top.parts[max(0, place - 1) : place + 2] if isinstance(part, Label)]
    return any(
        part.label in ("date", "rating", "caption")
        and "\n\n" not in page.text[min(part.end, line.end) : max(part.start, line.start)]
        for part in beside
    )


def _like_title(text: str, language: str, *, anchored: bool) -> bool:
    """Whether a line may be a title; `anchored`: a byline, a date or a rating stands below it."""
    count = len(words(text))
    if not 0 < count <= _MOST_TITLE_WORDS or len(text) > LONGEST_LINE or text[-1] in ",;":
        return False
    if _WRAPPED.fullmatch(text) and count > 3 and not capitalised(text):
        return False
    apart = _APART.match(text)
    if YEAR.fullmatch(text) or (apart and (capitalised(apart["head"]) or not FIRST_PERSON.search(text))):
        return anchored or capitalised(text) or not ends_sentence(text)
    if ends_sentence(text) or FIRST_PERSON.search(text):  # a title may ask or exclaim, and say I
        return capitalised(text) and count > 1
    return anchored or _stands_alone(text, count, language)


def _stands_alone(text: str, count: int, language: str) -> bool:
    """Whether a line without a full stop is a title though nothing below it says so: not an opening line."""
    if count <= _MOST_PLAIN_WORDS and not (count > 4 and text[0].islower()):
        return True
    return capitalised(text) if language == "en" else not text[0].islower()
