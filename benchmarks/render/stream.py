"""Quotes without end for measuring: invented words among real small ones, in sentences of our own making.

A vocabulary of nine thousand invented words, used as words are used (the first often, the last hardly ever), so that caches meet what they would meet in a stream of reviews and not a handful of phrases.
"""

from __future__ import annotations

import random
from bisect import bisect
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from quotecards.models import Credit, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = 9000
SEED = 24

STARTS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "cl",
    "cr",
    "d",
    "dr",
    "f",
    "fl",
    "fr",
    "g",
    "gl",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sc",
    "sh",
    "sl",
    "sp",
    "st",
    "str",
    "t",
    "th",
    "tr",
    "v",
    "w",
    "wh",
]
MIDDLES = ["a", "a", "e", "e", "i", "i", "o", "o", "u", "ai", "ea", "ee", "ie", "oa", "oo", "ou"]
ENDS = [
    "b",
    "ck",
    "d",
    "ft",
    "g",
    "l",
    "ld",
    "ll",
    "m",
    "mb",
    "n",
    "nd",
    "ng",
    "nt",
    "p",
    "r",
    "rd",
    "rk",
    "rm",
    "rn",
    "rt",
    "s",
    "sh",
    "ss",
    "st",
    "t",
    "th",
    "ve",
    "x",
]
TAILS = [
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "ed",
    "er",
    "ing",
    "ly",
    "ment",
    "ness",
    "s",
    "y",
    "ful",
    "less",
    "ish",
]

# What holds a sentence together; "~" is an invented word.
PATTERNS = (
    "The ~ of this ~ is that it never ~ what the ~ already ~.",
    "It ~ like a ~ that has been ~ for too long, and then, in one ~, it ~ and nobody ~ it.",
    "There is more ~ in its ~ than in the whole of ~ ~, and it ~ none of it away.",
    "What begins as a ~ about ~ ends as the most ~ ~ I have ~ in years.",
    "You ~ it for the ~, you stay for the ~, and you go home with a ~ in your ~.",
    "A ~, ~, ~ film.",
    "Nothing here is ~; everything is ~, down to the last ~ of its ~ ~.",
    "I ~ twice: once at the ~, once in the ~ on the way home.",
    "Few ~ know how to ~ a ~ without ~ it; this one ~ it as if it were ~.",
    "Its ~ are ~, its ~ is ~, and still it ~ you by the ~ until the lights come up.",
    "If ~ were ~, this would be a ~; as it is, it is only ~, which is ~ enough.",
    "Every ~ in it is ~ by someone who has ~ a ~ and would rather not say so.",
)
TITLES = ("The ~ of ~", "~ and ~", "A ~ for ~", "The Last ~", "~", "No ~ Tonight")


def quotes(count: int, *, first: int = 0) -> list[Quote]:
    """So many quotes of 8 to 45 words, from a number on; the same on every run."""
    return [_quote(number) for number in range(first, first + count)]


def vocabulary(count: int) -> set[str]:
    """The different words of the first so many quotes."""
    return {word.strip("“”,.;:!?").lower() for quote in quotes(count) for word in quote.quote.split()}


def _quote(number: int) -> Quote:
    chance = random.Random(SEED * 1_000_003 + number)
    text = _text(chance)
    film = _filled(chance.choice(TITLES), chance).title()
    author = f"{_word(chance)} {_word(chance)}".title()
    credit = Credit(author=author, film=film, year=1950 + number % 75, lines=_lines(author, film, number))
    return Quote(
        quote=text,
        verbatim=text,
        edits=(),
        source="stream",
        record=str(number),
        start=0,
        end=len(text),
        kind="reviewer",
        credit=credit,
        score=0.5,
        taste={},
        rank=1,
        reasons=(),
    )


def _lines(author: str, film: str, number: int) -> tuple[str, ...]:
    return (author, f"on *{film}*, {1950 + number % 75}")


def _text(chance: random.Random) -> str:
    wanted = chance.randint(8, 38)
    text = _filled(chance.choice(PATTERNS), chance)
    while len(text.split()) < wanted:
        longer = f"{text} {_filled(chance.choice(PATTERNS), chance)}"
        if len(longer.split()) > 45:
            break
        text = longer
    return text if len(text.split()) >= 8 else f"{text} {_filled(PATTERNS[0], chance)}"


def _filled(pattern: str, chance: random.Random) -> str:
    while "~" in pattern:
        pattern = pattern.replace("~", _word(chance), 1)
    return pattern


def _word(chance: random.Random) -> str:
    words, shares = _words()
    return words[bisect(shares, chance.random() * shares[-1])]


@cache
def _words() -> tuple[list[str], list[float]]:
    chance = random.Random(SEED)
    words: dict[str, None] = {}
    for word in _invented(chance):
        words.setdefault(word)
        if len(words) == WORDS:
            break
    return list(words), list(accumulate(1 / (rank + 60) for rank in range(WORDS)))


def _invented(chance: random.Random) -> Iterator[str]:
    while True:
        syllables = chance.choices((1, 2, 3), (9, 8, 1))[0]
        yield "".join(
            chance.choice(STARTS) + chance.choice(MIDDLES) + (chance.choice(ENDS) if last else "")
            for last in [False] * (syllables - 1) + [True]
        ) + chance.choice(TAILS)
