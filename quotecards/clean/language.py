"""Stage 2: which language a text is in, by its little words and its letters."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat

from quotecards.datafiles import load, packaged

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SAMPLE = 4000  # characters that are enough to tell a language
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Language:
    """What the data file knows of a language."""

    words: frozenset[str]
    letters: frozenset[str]
    starters: frozenset[str]
    sure: frozenset[str]
    loans: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Known:
    languages: dict[str, Language]
    scripts: tuple[tuple[str, re.Pattern[str]], ...]
    any_script: re.Pattern[str]
    by_word: dict[str, tuple[str, ...]]


def language(text: str, default: str = "en") -> str:
    """The language of a text as a code such as "en"; the default where nothing tells it."""
    sample = text[:_SAMPLE]
    if script := _script(sample):
        return script
    votes = votes_of(_tokens(sample))
    if not votes or votes.most_common(1)[0][1] < 2:
        return default
    best = votes.most_common(1)[0]
    return default if votes[default] == best[1] else best[0]


def votes_of(tokens: list[str]) -> Counter[str]:
    """How many of the words each language knows for its own; ties stand in the order of the data file."""
    by_word = _known().by_word
    return Counter(chain.from_iterable(map(by_word.get, tokens, repeat(()))))


def foreign(text: str, language: str) -> str | None:
    """Why a stretch of text is in another language than the one around it; None if it is not surely.

    Shown by another writing system, by the other language's little words where not one of this
    language is found, or by letters that this language does not have in words that are no names.
    """
    native = about(language)
    if text.isascii() and not native.words.isdisjoint(text.lower().split()):
        return None  # the answer for nearly every sentence, without a closer look
    tokens = _tokens(text)
    script = _script(text)
    if script is not None and (script == language or not _has_script(language)):
        return None if script == language else "it is written in another script"
    if len(tokens) < 3 or any(token in native.words for token in tokens):
        return None
    strange = [token for token in _uncapitalised(text) if _is_strange(token, native)]
    if len(tokens) >= 4 and len(strange) >= 2 and len(strange) * 10 >= len(tokens) * 3:
        return f"words such as “{strange[0]}” and “{strange[1]}” are not of its language"
    votes = votes_of(tokens)
    best = votes.most_common(1)
    if len(tokens) >= 4 and best and best[0][1] >= 2 and best[0][1] * 4 >= len(tokens):
        return f"its little words are of another language ({best[0][0]})"
    return None


def about(language: str) -> Language:
    """What the data file knows of a language; nothing of one that it does not have."""
    return _known().languages.get(language, _NOTHING)


def knows(language: str) -> bool:
    """Whether the data file has the little words of a language."""
    return language in _known().languages


_NOTHING = Language(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def _uncapitalised(text: str) -> list[str]:
    """The words that are no names: those that do not begin with a capital."""
    return [token for token in _TOKEN.findall(text) if token[0].islower()]


def _is_strange(token: str, native: Language) -> bool:
    if token in native.loans:
        return False
    return any(char not in native.letters for char in _BEYOND_ASCII.findall(token) if char not in "’‘")


def _script(text: str) -> str | None:
    """The language whose writing system makes up most of a text; Japanese before Chinese."""
    if text.isascii() or _known().any_script.search(text) is None:
        return None
    letters = sum(map(str.isalpha, text))
    if not letters:
        return None
    counts = {code: len(pattern.findall(text)) for code, pattern in _known().scripts}
    if counts.get("ja", 0) * 10 >= letters and (counts["ja"] + counts.get("zh", 0)) * 2 > letters:
        return "ja"
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] * 2 > letters else None


def _has_script(language: str) -> bool:
    return any(code == language for code, _ in _known().scripts)


@cache
def _known() -> _Known:
    data = load(packaged("clean", "languages.toml"))
    scripts = data.pop("scripts")
    languages = {
        code: Language(
            words=frozenset(entry["words"]),
            letters=frozenset(entry["letters"]),
            starters=frozenset(entry.get("starters", ())),
            sure=frozenset(entry.get("sure", ())),
            loans=frozenset(entry.get("loans", ())),
        )
        for code, entry in data.items()
    }
    by_word: dict[str, tuple[str, ...]] = {}
    for code, entry in languages.items():
        for word in entry.words:
            by_word[word] = (*by_word.get(word, ()), code)
    patterns = tuple((code, _ranges(spans)) for code, spans in scripts.items())
    every = _ranges([span for spans in scripts.values() for span in spans])
    return _Known(languages, patterns, every, by_word)


def _ranges(spans: list[list[int]]) -> re.Pattern[str]:
    return re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in spans) + "]")
