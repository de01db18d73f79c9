"""Card files and the folders of batches become cards to post: picture, words, and which card each is."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotecards.errors import DataError, SourceMissing
from quotecards.files import content_hash
from quotecards.filled import plain
from quotecards.post.payload import picture
from quotecards.post.seam import Posting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Card:
    """A finished card: `card` says which one it is in whatever dress, `content` is the hash of all of it.

    `files` are its picture's path and SHA-256; a carousel has several.
    """

    files: tuple[tuple[Path, str], ...]
    card: str
    content: str
    title: str
    film: str | None
    posting: Posting

    @property
    def path(self) -> Path:
        """The first file."""
        return self.files[0][0]


def read(given: Sequence[str]) -> list[Card]:
    """Card files and folders of cards become cards, in the order given, each once; a carousel becomes one.

    Raises:
        SourceMissing: no such file or folder.
        DataError: no words to a picture, no alt text, a carousel of which cards are missing, or a manifest
            that is damaged.
        Refused: a card that is no image.

    """
    named: dict[Path, dict[str, Any]] = {}
    for argument in given:
        path = Path(argument).expanduser()
        if not path.exists():
            raise SourceMissing("there is no such card or folder of cards.", where=argument)
        for card, line in _of_folder(path) if path.is_dir() else [_of_file(path)]:
            named.setdefault(card.resolve(), line)
    carousels: dict[tuple[Any, ...], dict[int, Path]] = {}
    for path, line in named.items():
        carousels.setdefault(_whose(path, line), {})[line.get("slide") or 1] = path
    return [_whole(list(slides.items()), named) for slides in carousels.values()]


def _whose(path: Path, line: dict[str, Any]) -> tuple[Any, ...]:
    """What the cards of one carousel have in common, and no others; a card that stands alone is its own."""
    if (line.get("slides") or 1) == 1:
        return (path,)
    names = ("source", "record", "rank", "start", "quote", "size", "slides", "recipe")
    return (path.parent, *(line.get(name) for name in names))


def _whole(slides: list[tuple[int, Path]], named: dict[Path, dict[str, Any]]) -> Card:
    """The cards of one quote become one, in their order, none missing."""
    slides.sort()
    first = slides[0][1]
    count = named[first].get("slides") or 1
    if [number for number, _ in slides] != list(range(1, count + 1)):
        raise DataError(
            f"this is one of {count} cards that belong together, and not all of them are here.",
            where=str(first),
            remedy="Name all of them, or their folder.",
        )
    cards = [_card(path, named[path]) for _, path in slides]
    return cards[0] if count == 1 else together(cards)


def together(cards: Sequence[Card]) -> Card:
    """Several cards become one, a carousel: the words of the first, the pictures and tags of all."""
    first = cards[0]
    postings = [card.posting for card in cards]
    posting = replace(
        first.posting,
        pictures=tuple(picture for one in postings for picture in one.pictures),
        tags=tuple(dict.fromkeys(tag for one in postings for tag in one.tags)),
        spoiler=any(one.spoiler for one in postings),
    )
    return replace(
        first,
        files=tuple(file for card in cards for file in card.files),
        card=_hash([card.card for card in cards]),
        content=_hash([card.content for card in cards]),
        posting=posting,
    )


def _of_folder(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """All cards of a folder that were made without error, in the manifest's order."""
    found = False
    for number, line in _lines(folder):
        if line.get("error") or not line.get("card"):
            continue
        found = True
        yield _inside(folder, number, line), line
    if not found:
        raise DataError("there is no finished card here.", where=str(folder / MANIFEST))


def _of_file(path: Path) -> tuple[Path, dict[str, Any]]:
    """A card file and its line of the manifest beside it."""
    for number, line in _lines(path.parent):
        if (
            not line.get("error")
            and line.get("card")
            and _inside(path.parent, number, line).name == path.name
        ):
            return path, line
    raise DataError(
        "the manifest beside it does not name this card, so its words and its alt text are not known.",
        where=str(path),
        remedy="Post a card that quotecards batch or render has made, from its own folder.",
    )


def _lines(folder: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = (getattr(error, "strerror", "") or "it is no UTF-8").lower()
        raise DataError(
            f"there is no readable {MANIFEST}: {why}.",
            where=str(folder),
            remedy="Post cards from a folder that quotecards batch or render has filled.",
        ) from error
    for number, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            line = json.loads(row)
        except ValueError:
            line = None
        if not isinstance(line, dict):
            raise DataError(
                "this line is no JSON object.", where=f"{path}:{number}", remedy="Make the cards anew."
            )
        yield number, line


def _inside(folder: Path, number: int, line: dict[str, Any]) -> Path:
    """The file that a line names, which must lie in the manifest's folder."""
    path = folder / str(line["card"])
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DataError("this line names a file outside its folder.", where=f"{folder / MANIFEST}:{number}")
    return path


def _card(path: Path, line: dict[str, Any]) -> Card:
    """A file and its line become a card."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceMissing(
            f"this card cannot be read: {(error.strerror or '').lower()}.", where=str(path)
        ) from error
    alt = _text(line, "alt").strip()
    if not alt:
        raise DataError(
            "this card has no alt text.", where=str(path), remedy="Make it anew, or add alt to its line."
        )
    posting = _posting(line, picture(content, alt, str(path)))
    which = [posting.quote or path.name, posting.film, _text(line, "size")]
    return Card(
        files=((path, content_hash(content)),),
        card=_hash(which),
        content=_hash([content_hash(content), alt, _words(posting)]),
        title=posting.quote or path.stem,
        film=posting.film,
        posting=posting,
    )


def _posting(line: dict[str, Any], image: Any) -> Posting:
    told = line.get("credit")
    credit: dict[str, Any] = told if isinstance(told, dict) else {}
    flags = line.get("flags") or []
    return Posting(
        pictures=(image,),
        caption=_text(line, "caption"),
        quote=_text(line, "quote"),
        credit=tuple(plain(str(one)) for one in credit.get("lines") or ()),
        film=credit.get("film") or None,
        link=credit.get("url") or None,
        tags=tuple(str(tag) for tag in line.get("tags") or ()),
        language=_text(line, "language") or "en",
        warning=line.get("warning") or None,
        spoiler="spoiler" in flags,
    )


def _words(posting: Posting) -> list[Any]:
    names = ("caption", "quote", "credit", "film", "link", "tags", "language", "warning", "spoiler")
    return [getattr(posting, name) for name in names]


def _text(line: dict[str, Any], name: str) -> str:
    return str(line.get(name) or "")


def _hash(value: Any) -> str:
    return content_hash(json.dumps(value, ensure_ascii=True).encode())
