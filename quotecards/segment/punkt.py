"""Stage 4: NLTK's Punkt, asked only where a full stop is in doubt.

Punkt weighs each full stop by the words on both of its sides. For most of them its answer is known
beforehand (a plain word that is no abbreviation ends a sentence), and asking costs a fifth of a
millisecond; so the plain ones are answered here, as it would, and the others by it.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from quotecards.datafiles import load, packaged

Decider = Callable[[str, str], bool]
"""The word with its full stop, and the word behind it: whether a sentence ends between them."""

# Punkt was trained on straight marks.
_STRAIGHT = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')
_PLAIN = re.compile(r"[^\W\d_A-Z]{2,}")


class _Ortho(defaultdict[str, int]):
    """What Punkt knows of a word's capitals; unlike NLTK's own, asking for a word does not add it."""

    def __missing__(self, word: str) -> int:
        return 0


@cache
def decider(language: str) -> Decider | None:
    """Punkt's judgement in a language; None for one that it has no parameters for."""
    name = load(packaged("segment.toml"))["punkt"].get(language)
    if name is None:
        return None
    with _without("scipy"):  # NLTK would take it in whole, for statistics that nobody asks for: 0.4 s
        from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    learned = import_module(f"punkt.data.{name}")
    parameters = PunktParameters()
    parameters.abbrev_types = set(learned.ABBREV_TYPES)
    parameters.collocations = set(learned.COLLOCATIONS)
    parameters.sent_starters = set(learned.SENT_STARTERS)
    parameters.ortho_context = _Ortho(int, learned.ORTHO_CONTEXT)
    return _decider(PunktSentenceTokenizer(parameters), parameters)


@contextmanager
def _without(package: str) -> Iterator[None]:
    """While this lasts, a package that was not yet imported cannot be; whoever can do without it does."""
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment] # how Python is told that there is none
    try:
        yield
    finally:
        del sys.modules[package]


def _decider(tokenizer: Any, parameters: Any) -> Decider:
    @lru_cache(maxsize=4096)
    def asked(word: str, following: str) -> bool:
        return bool(tokenizer.text_contains_sentbreak(f"{word} {following}"))

    def ends(word: str, following: str) -> bool:
        word = word if word.isascii() else word.translate(_STRAIGHT)
        following = following if following.isascii() else following.translate(_STRAIGHT)
        stem = word[:-1]
        if _PLAIN.fullmatch(stem) and stem not in parameters.abbrev_types:
            plain_next = following.rstrip(".,;:!?\"')").lower()
            if (stem, plain_next) not in parameters.collocations:
                return True
        return asked(word, following)

    return ends
