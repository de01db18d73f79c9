"""Stage 2: what stands twice, and sentences that are damaged: such words must never be quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotecards.clean.headings import capitalised
from quotecards.clean.language import Language, about
from quotecards.clean.page import bare, is_prose, words
from quotecards.models import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.clean.page import Page, Stretch

# Four words: "Go. Go. Go." and "I love you. I love you." are meant; longer sentences are not said twice.
_LEAST_WORDS = 4
_OUTER = " .!?…,;:“”‘’\"'()"
# A restart repeats at least so many words in a row of what it restarts; three are often chance
# ("the end of the ... the end of the"), four across a missing full stop never were.
_RESTART_WORDS = 4
# Without a missing full stop only a long repetition is damage: orators repeat up to seven words.
_STUTTER_WORDS = 8
# A capital in mid-sentence after a plain word: "... the main characters The audience is happy ...".
_RESTART = re.compile(
    r"[’”\s](?<=[^\W\d_A-Z]{2}[’”\s])(?:(?<=\s)|\s)\s*(?P<word>[A-ZÀ-Þ][\w’']*)(?=\s+[a-zà-ÿ])"
)
_CAPITAL_INSIDE = re.compile(r"[A-ZÀ-Þ](?<=[^\W\d_A-Z].)")
_GROWN = re.compile(r"(?<![\w@#.’'])[^\W\d_A-Z]{3,}(?P<name>[A-ZÀ-Þ][^\W\d_A-Z]{2,})")
_NAME = re.compile(r"[A-ZÀ-Þ][\w’-]*(?:[ ,]?(?:and)?[ ]?[A-ZÀ-Þ][\w’.-]*)*")
# How a name ends that a little word has grown to: "Davisas", "Mooreto".
_TAIL = re.compile(r"\w{3}(?:has|as|to|and|is|in|of|for|with|who|was|at|on|the|by|from|it|he|she|ought)$")
_LONGEST_NAME = 14
_TITLE_BEFORE = re.compile(
    r"\b(?:film|movie|called|titled|entitled|named|novel|book|song|of|in|from|like|to|with|and|or|is|vs)\s+$"
)


def duplicates(page: Page) -> Iterator[Label]:
    """The second of two equal sentences in a row, and later repetitions of a paragraph."""
    seen: set[str] = set()
    for paragraph in page.paragraphs:
        plain = page.of(paragraph)
        if plain in seen and plain.count(" ") >= _LEAST_WORDS:
            yield Label(paragraph.start, paragraph.end, "duplicate", "stands above already")
        seen.add(plain)
    before = ""
    for piece in page.pieces:
        plain = " ".join(page.of(piece).casefold().split()).strip(_OUTER)
        if plain == before and plain.count(" ") >= _LEAST_WORDS - 1:
            yield Label(piece.start, piece.end, "duplicate", "repeats the sentence before it")
        before = plain


def damaged(page: Page) -> Iterator[Label]:
    """Sentences that were spoilt on their way here: torn, grown together or not decodable."""
    spoken = about(page.language)
    for piece in page.pieces:
        why = _damage(page, piece, spoken)
        if why:
            yield Label(piece.start, piece.end, "damaged", why)


def ornaments(page: Page) -> Iterator[Label]:
    """What is left and holds not one letter or digit: rules, stars, stray marks."""
    for paragraph in page.paragraphs:
        if not any(char.isalnum() for char in page.of(paragraph)):
            yield Label(paragraph.start, paragraph.end, "ornament", "holds no words")


# ---------------------------------------------------------------- kinds of damage


def _damage(page: Page, piece: Stretch, spoken: Language) -> str | None:
    """Why a sentence is damaged; None if it is sound."""
    text = page.of(piece)
    if "\ufffd" in text:
        return "holds a character that could not be decoded"
    if stuck := _grown(page, text):
        return f"two words have grown together: “{stuck}”"
    plain = bare(text)
    if len(plain) >= 2 * _STUTTER_WORDS and _repeats(plain, _STUTTER_WORDS):
        why: str | None = "repeats a long stretch of itself"
    else:
        why = _restart(page, text, plain, spoken)
    return why if why and is_prose(text) else None  # prose is what costs the most to tell


def _grown(page: Page, text: str) -> str | None:
    """Two words without a space between where it is unsure what else has grown together.

    "starsEric Bana" has one reading and is repaired; "starsEric Banaas" has lost a space behind the name, too,
    and where that stood no rule can say. What the page writes so again and again is meant.
    """
    for match in _GROWN.finditer(text) if _CAPITAL_INSIDE.search(text) else ():
        name = _NAME.match(text, match.start("name"))
        last = name[0].split()[-1] if name else ""
        if (_TAIL.search(last) or len(last) >= _LONGEST_NAME) and page.text.count(match[0]) == 1:
            return match[0]
    return None


def _restart(page: Page, text: str, plain: list[str], spoken: Language) -> str | None:
    """A new sentence begins within this one, without a full stop."""
    for match in _RESTART.finditer(text):
        word = match["word"].casefold()
        if word not in spoken.starters:
            continue
        torn = f"a sentence begins within it: “{text[max(0, match.start() - 20) : match.end() + 20].strip()}”"
        if len(plain) >= 2 * _RESTART_WORDS and _repeats(plain, _RESTART_WORDS):
            return torn
        if word in spoken.sure and _starts_for_sure(page, text, match):
            return torn
    return None


def _starts_for_sure(page: Page, text: str, match: re.Match[str]) -> bool:
    """Whether a capital in mid-sentence can only be a lost full stop, not a title such as It, Her or Them."""
    before, word = text[: match.start("word")], match["word"]
    if _TITLE_BEFORE.search(before) or _is_title_word(page, word):
        return False
    return len(words(text[match.end() :])) >= 3 and not capitalised(text[match.end() : match.end() + 12])


def _is_title_word(page: Page, word: str) -> bool:
    """Whether the page uses a word as a name: in its title, or in quotation marks, or often so capitalised."""
    titles = [page.of(label) for label in page.labels if label.label == "title"]
    titles.append(page.review.about.film or "")
    return any(word in title.split() for title in titles) or bool(
        re.search(rf"[“\"‘*_]{re.escape(word)}[”\"’*_]", page.text)
    )


def _repeats(plain: list[str], length: int) -> bool:
    """Whether the same `length` words in a row stand twice in a list of words, apart from each other."""
    if len(plain) - len(set(plain)) < length:  # not even so many words stand twice
        return False
    seen: dict[tuple[str, ...], int] = {}
    for index in range(len(plain) - length + 1):
        run = tuple(plain[index : index + length])
        if index - seen.setdefault(run, index) >= length:
            return True
    return False
