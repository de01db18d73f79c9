"""Stage 1: a row of a table or an object with fields becomes a Review; its text field stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import load, packaged
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read import about, tags
from quotecards.read.decode import is_binary
from quotecards.read.limits import limits, too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character, which no file can hold
_BETWEEN = re.compile(r"[\W_]+")
FIELDS = ("text", "id", *about.KEYS)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which field of a kind of record says what: `names` as {"text": "Review", "film": "Name", ...}.

    `word` is what a field is called there ("column", "field"); `fixed` is what holds for all records, each
    with where that is known from; `chosen` tells of a text whether it is a quote as it is.
    """

    names: Mapping[str, str]
    word: str
    fixed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    chosen: Callable[[str], bool] = field(default=lambda _text: False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: its source, what it is called there unless it has an id, and for messages."""

    source: str
    record: str
    where: str
    encoding: str = "utf-8"


def shape(found: Iterable[str], named: Mapping[str, str], where: str, word: str) -> Shape:
    """The names that a source has become its shape: the user's choice, else what such names usually mean.

    Raises:
        SourceError: none of them is the text's, or one that the user named is missing; tells the names.

    """
    present = tuple(found)
    names, unknown = _chosen(present, tuple(named.items()))
    if unknown is not None:
        raise _missing(f"there is no {word} {unknown!r}.", present, where, word)
    if "text" not in names:
        raise _missing(f"no {word} holds the text.", present, where, word)
    return Shape(names, word)


def review(values: Mapping[str, Any], shape: Shape, place: Place) -> Review:
    """A record becomes a review: its text field is the text.

    Raises:
        SourceError: the text is missing, empty, no text or too long.

    """
    text = _text(values.get(shape.names["text"]), shape, place.where)
    told = {key: values.get(name) for key, name in shape.names.items()}
    origins = {key: f"{shape.word} {name}" for key, name in shape.names.items()}
    for key, (value, origin) in shape.fixed.items():
        told[key], origins[key] = value, origin
    labels, markup = tags.marked(text)
    named = told.get("id")
    return Review(
        text=text,
        source=place.source,
        record=str(named).strip() if isinstance(named, str | int) and str(named).strip() else place.record,
        about=about.of_record(told, origins),
        labels=labels,
        markup=markup,
        encoding=place.encoding,
        chosen=shape.chosen(text),
    )


def means_text(names: Iterable[str]) -> bool:
    """Whether one of these names usually is the text's."""
    usual = _usual()["text"]
    return any(_plain(name) in usual for name in names)


def means_anything(name: str) -> bool:
    """Whether a name is one that records usually have."""
    return any(_plain(name) in usual for usual in _usual().values())


def _text(value: Any, shape: Shape, where: str) -> str:
    if value is not None and not isinstance(value, str):
        raise SourceError(
            f"its {shape.word} {shape.names['text']} is no text.",
            where=where,
            remedy="Write it in quotation marks.",
        )
    if value is None or not value.strip():
        raise SourceEmpty(
            f"its {shape.word} {shape.names['text']} is empty.",
            where=where,
            remedy="Put the review's text there, or remove the record.",
        )
    # As many bytes as characters at least, so that most texts need not be counted.
    most = limits().review_bytes
    if len(value) > most or (len(value) * 4 > most and len(value.encode("utf-8", "replace")) > most):
        raise too_long("one review", most, where, "Split it into several.")
    if is_binary(value):
        raise SourceError(
            f"its {shape.word} {shape.names['text']} is not text: most of it cannot be read.",
            where=where,
            remedy="Write the file anew from where it came, in UTF-8.",
        )
    return _SURROGATE.sub("\ufffd", value)


def _missing(what: str, present: Sequence[str], where: str, word: str) -> SourceError:
    shown = ", ".join(present[:30]) or "none"
    return SourceError(
        what,
        where=where,
        remedy=f"Found: {shown}. Name the one with the text: --columns text={_example(present, word)}.",
    )


def _example(present: Sequence[str], word: str) -> str:
    """The name that may be the text's: one that usually means nothing else."""
    unknown = [name for name in present if name.strip() and not means_anything(name)]
    name = max(unknown, key=len, default=word.upper())
    return f'"{name}"' if " " in name else name


@lru_cache(maxsize=64)
def _chosen(
    present: tuple[str, ...], named: tuple[tuple[str, str], ...]
) -> tuple[Mapping[str, str], str | None]:
    """For each field the name it has among these, and the first name of the user that is not there."""
    plain = {_plain(name): name for name in reversed(present)}
    chosen: dict[str, str] = {}
    for key, name in named:
        real = name if name in present else plain.get(_plain(name))
        if real is None:
            return chosen, name
        chosen[key] = real
    for key, usual in _usual().items():
        real = next((plain[name] for name in usual if name in plain), None)
        if real is not None and real not in chosen.values():
            chosen.setdefault(key, real)
    return chosen, None


def _plain(name: str) -> str:
    return _BETWEEN.sub(" ", name.casefold()).strip()


@cache
def _usual() -> dict[str, tuple[str, ...]]:
    """For each field what it usually goes by, the surest name first."""
    told = load(packaged("read", "fields.toml"))
    others: dict[str, list[str]] = {key: [] for key in FIELDS}
    for name, key in about.names().items():
        others[key].append(_plain(name))
    return {key: tuple(dict.fromkeys([*map(_plain, told.get(key, ())), *others[key]])) for key in FIELDS}
