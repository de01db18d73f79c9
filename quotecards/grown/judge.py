"""Words grown together, the judgement: one word becomes the places where it is to be parted, or a doubt."""

from __future__ import annotations

import re
from functools import lru_cache

from quotecards.grown.table import lists, table

Judged = tuple[tuple[int, ...], bool]
_WHOLE: Judged = (), False
_DOUBT: Judged = (), True
_OWNER = re.compile(r"'s?\Z")
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z](?=[a-z])")
_LETTERS = re.compile(r"[A-Z]{2,}[a-z]{4,}")  # "DVDrelease"
# Behind a short form, or behind an owner: "doesn'teven", "film'sdirector", "film'sMilan".
_SHORT = re.compile(r"([A-Za-z]+(?:n't|'(?:re|ve|ll|d|m))|[A-Za-z]{2,}'s)([A-Za-z]+)")
ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "ly", "ness")
_ROOM = 65536  # words kept in mind
_LONGEST = 40  # letters; nothing longer is two words or three
_TINY = 4  # letters up to which a word may be anything: an abbreviation, a name, a sound


@lru_cache(maxsize=_ROOM)
def judged(word: str, *, compound: bool = False) -> Judged:
    """Where a word is to be parted, if anywhere; and, if nowhere, whether it may be damaged.

    `compound` tells that a hyphen stands beside it: only what no compound has is parted there.
    """
    word = word.replace("’", "'")
    known = table().known
    if (
        len(word) > _LONGEST
        or word in known
        or not word.isascii()
        or (compound and word in lists()["no_words"])
    ):
        return _WHOLE
    if (short := _SHORT.fullmatch(word)) is not None:
        return _behind_short(short[1], short[2])
    own = _OWNER.sub("", word)
    if own in known or own.lower() in known or (own[1:].islower() and inflected(own.lower())):
        return _WHOLE
    return _plain(own, compound=compound) if own.islower() else _with_capitals(own)


def strange(word: str) -> bool:
    """Whether a word in lower case is no English one and none that has grown together: one of another language."""
    return word.islower() and word not in table().known and judged(word) == _WHOLE and not inflected(word)


def inflected(word: str) -> bool:
    """Whether a word is a known one with an ending: "sideswipes"."""
    known = table().known
    return any(
        word.endswith(ending) and len(word) - len(ending) >= _TINY and word[: -len(ending)] in known
        for ending in ENDINGS
    )


def closed(word: str) -> bool:
    """Whether a word opens and ends hardly any other: a small one, a short form, one in -ly."""
    return word in lists()["small"] or "'" in word or (word.endswith("ly") and len(word) > _TINY)


def _plain(word: str, *, compound: bool) -> Judged:
    """A word in lower case."""
    ways = _ways(word)
    if not ways:
        return _DOUBT if len(word) > _TINY and _further(word) else _WHOLE
    weight, at = ways[0]
    left, right = word[:at], word[at:]
    small = closed(left) or closed(right)
    clear = len(ways) == 1 or weight - ways[1][0] >= lists()["margin"]
    if weight >= _sure_from(left, right) and clear and (small or not compound):
        return (at,), False
    return _WHOLE if weight < _doubt_from(left, right) else _DOUBT


def _sure_from(left: str, right: str) -> float:
    """From what weight on two words in lower case are two."""
    limits = lists()
    if len(left) + len(right) <= _TINY:
        return float(limits["sure_tiny"])
    if left == "a":
        return float(limits["sure_article"])
    if right in limits["joining"] and not closed(left):
        return float(limits["sure_joining"])
    return float(limits["sure_small" if closed(left) or closed(right) else "sure"])


def _doubt_from(left: str, right: str) -> float:
    """From what weight on two words in lower case may be two."""
    limits = lists()
    if len(left) + len(right) <= _TINY:
        return float(limits["sure_small"])
    if left == "a":
        return float(limits["doubt_article"])
    return float(limits["doubt_small" if closed(left) or closed(right) else "doubt"])


def _ways(word: str) -> list[tuple[float, int]]:
    """The ways to part an unknown word into two known ones, the weightiest first."""
    words = table()
    cuts = [at for at in range(1, len(word)) if word[:at] in words.parts and word[at:] in words.parts]
    return sorted(
        ((words.weight(word[:at], word[at:]), at) for at in cuts if not _spoken(word[:at], word[at:])),
        reverse=True,
    )


def _spoken(left: str, right: str) -> bool:
    """Whether a word is a spoken form of one in -ing, or of what is followed by "to": "lookin", "wanta"."""
    return right in ("in", "a", "an") and f"{left}ing" in table().known


def _further(word: str) -> bool:
    """Whether a word falls into one and what is itself to be parted: three words or more."""
    parts = table().parts
    return any(
        (word[:at] in parts and _sure(word[at:])) or (word[at:] in parts and _sure(word[:at]))
        for at in range(2, len(word) - 1)
    )


def _sure(word: str) -> bool:
    """Whether a word that is none falls into two for sure."""
    ways = _ways(word) if len(word) > _TINY and word not in table().known else []
    return bool(ways) and ways[0][0] >= _sure_from(word[: ways[0][1]], word[ways[0][1] :])


def _with_capitals(word: str) -> Judged:
    """A word with capitals, wherever they stand."""
    if (capital := _CAPITAL.search(word)) is not None:
        return _before_capital(word, capital.start())
    if word[1:].islower():
        return _capitalised(word)
    return _DOUBT if _LETTERS.fullmatch(word) else _WHOLE


def _capitalised(word: str) -> Judged:
    """A word with a capital may be a name: told by how names begin and end."""
    words, low = table(), word.lower()
    ways = sorted(
        (
            (words.named(word[:at], low[at:]) - _bar(word[:at], low[at:]), at)
            for at in range(1, len(word) - 1)
            if low[at:] in words.parts
            and (word[:at] in words.parts or low[:at] in words.parts)
            and (closed(low[:at]) or closed(low[at:]))
        ),
        reverse=True,
    )
    if ways:
        over, at = ways[0]
        if over >= 0 and (len(ways) == 1 or over - ways[1][0] >= lists()["margin"]):
            return (at,), False
        if over >= -lists()["doubt_named"]:
            return _DOUBT
    return _DOUBT if _behind_name(word) or _of_two(low) else _WHOLE


def _of_two(low: str) -> bool:
    """Whether a word that had a capital may be "I" and another, or one and a small word no name ends with."""
    known = table().known
    if low[0] == "i" and len(low) > _TINY and low[1:] in known:
        return True
    ends = [low[: -len(small)] for small in lists()["ends_no_name"] if low.endswith(small)]
    return any(left in known or inflected(left) for left in ends)


def _behind_name(word: str) -> bool:
    """Whether any word may be stuck behind a name ("Kennedymakes"): never sure enough to part it."""
    parts, least = table().parts, lists()["doubt_behind_name"]
    cuts = (at for at in range(_TINY, len(word) - 2) if word[:at] in parts and word[at:] in parts)
    return any(table().named(word[:at], word[at:]) >= least for at in cuts)


def _bar(left: str, right: str) -> float:
    """From what weight on a capitalised word is two: a small word and another, a name and a small word, or neither."""
    limits = lists()
    if closed(left.lower()):
        begins = left.lower() in limits["begins"] or "'" in left
        return float(limits["sure_begins" if begins else "sure_may_begin"])
    if left in table().parts:
        return float(limits["sure_ends_name" if right in limits["ends_names"] else "sure_name"])
    return float(limits["sure_other"])


def _before_capital(word: str, at: int) -> Judged:
    """A name stuck behind another word: "directorJean", "aWoody", "TakashiMiike"; not "iPhone" or "McAvoy"."""
    left, right = word[:at], word[at:]
    words, behind = table(), judged(word[at:])
    if left in lists()["particles"]:
        return _WHOLE
    inner = judged(left)[0] if left not in words.known else ()
    if inner or (left.islower() and left in words.parts):
        return (*inner, at, *(at + one for one in behind[0])), False
    if left in words.parts and right in words.parts and f"{left} {right}" in words.known:
        return (at,), False
    return _DOUBT if min(len(left), len(right)) > 2 else _WHOLE


def _behind_short(left: str, right: str) -> Judged:
    """What is stuck behind a short form or an owner: nothing that a name ends with ("O'Shea")."""
    words, low = table(), left.lower()
    owner = left.endswith("'s")
    base = left[:-2] if owner else left
    if not (words.known.keys() & ({base, base.lower()} if owner else {low}) or (owner and base.isupper())):
        return _WHOLE
    at = len(left)
    if right[0].isupper():
        return (at, *(at + one for one in judged(right)[0])), False
    if f"{left[-1]}{right}" in words.known and not (closed(base.lower()) and closed(right)):
        return _DOUBT
    if right in words.parts or right == "i":
        return (at,), False
    further = judged(right)[0]
    return ((at, *(at + one for one in further)), False) if further else _DOUBT
