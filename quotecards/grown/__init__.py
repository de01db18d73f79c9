"""Words grown together: where a space is missing within a word, and where one may be.

Pages lose spaces where a line was broken or a link was taken out. What clean repairs and what score holds back
must be judged alike, so it stands here. A word that nobody knows is weighed: how likely are two words side by
side in its place, against how likely they are to make one word or one name (`table`). Far enough to one side it
is parted; where it may be damage and may be what someone has made, it is a doubt (`judge`). English only.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from quotecards.grown.judge import judged, strange
from quotecards.grown.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGE = "en"

_TEXTS = 4  # texts whose doubts are kept in mind: two families of features ask for the same one

__all__ = ["LANGUAGE", "doubts", "judged", "places"]

# A word with its short forms; what stands in an address, a tag or the name of a file is none.
_WORD = re.compile(
    r"(?<![\w@#/.’'])[A-Za-z]+(?:['’][A-Za-z]+)*(?![\w@#/]|['’]\w|\.[a-z])|(?<![\w@#/.’'-])a[A-Z][a-z]+\b"
)
# What counts years and more: "21stcentury", "1980scomedy".
_COUNTED = re.compile(r"(?<![\w.])\d+(?:st|nd|rd|th|0s)(?=([a-z]{3,})(?![\w’']))")
# A word stuck to the quotation mark of the next one: "the’life goes on’".
_AT_MARK = re.compile(r"(?<![\w’'])([a-z]{2,})['’]([A-Za-z][a-z]{2,})(?![\w’'])")


def places(text: str) -> Iterator[int]:
    """Where a space is missing within a word for sure, as offsets into a text in English, in order."""
    found = [match.end() for match in _COUNTED.finditer(text) if table().is_word(match[1])]
    for start, cuts, _ in _found(text):
        found += [start + at for at in cuts]
    yield from sorted(found)


@lru_cache(maxsize=_TEXTS)
def doubts(text: str) -> tuple[tuple[int, int], ...]:
    """The words of a text in English that may have grown together, though nobody can say so for sure, as spans.

    What a text has more than once is meant.
    """
    unsure = [(start, word) for start, _, word in _found(text) if word]
    times = Counter(word for _, word in unsure)
    found = [(start, start + len(word)) for start, word in unsure if times[word] == 1]
    found += [match.span() for match in _AT_MARK.finditer(text) if _both_known(match)]
    return tuple(sorted(set(found)))


def _found(text: str) -> Iterator[tuple[int, tuple[int, ...], str]]:
    """Each unknown word that is to be parted, with where, or doubted: its start, the places in it, and itself if in doubt."""
    known = table().known
    words = list(_WORD.finditer(text))
    unknown = [at for at, match in enumerate(words) if match[0] not in known]
    for at in unknown:
        match = words[at]
        compound = "-" in (text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1])
        cuts, doubt = judged(match[0], compound=compound)
        if cuts and match[0].islower() and any(map(strange, _beside(text, words, at))):
            cuts, doubt = (), True
        if cuts or doubt:
            yield match.start(), cuts, match[0] if doubt else ""


def _beside(text: str, words: list[re.Match[str]], at: int) -> Iterator[str]:
    """The words right before and right behind one, with nothing but a space between."""
    if at and text[words[at - 1].end() : words[at].start()] == " ":
        yield words[at - 1][0]
    if at + 1 < len(words) and text[words[at].end() : words[at + 1].start()] == " ":
        yield words[at + 1][0]


def _both_known(match: re.Match[str]) -> bool:
    """Whether two words are known that have a mark between them, and the two with it are not."""
    whole = table().known
    short = match[0].replace("’", "'")
    return short not in whole and match[1] in whole and match[2].lower() in whole
