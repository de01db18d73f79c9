"""A batch's memory: manifest.jsonl when it has ended, a journal beside it while it runs.

The manifest holds one card a line, the journal one review a line: the list of its cards, written and
flushed when they are done, so that a run that was stopped loses no finished review and a row that was
cut off is no row. The journal goes when the manifest is there.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from quotecards.errors import DataError
from quotecards.files import content_hash, make_folder, refused, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

NAME = "manifest.jsonl"
JOURNAL = ".unfinished.jsonl"

Line = dict[str, Any]


def read(folder: Path) -> list[Line]:
    """A folder's manifest becomes its lines.

    Raises:
        DataError: there is none, or it is damaged; `where` holds file and line.

    """
    path = folder / NAME
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise DataError(
            f"there is no readable {NAME} here: {(error.strerror or str(error)).lower()}.",
            where=str(folder),
            remedy="Name a folder that quotecards batch has filled.",
        ) from error
    lines: list[Line] = []
    for number, row in enumerate(text.rstrip("\n").split("\n"), start=1):
        line = _parsed(row)
        if not isinstance(line, dict):
            raise DataError(
                "this line is no JSON object.",
                where=f"{path}:{number}",
                remedy="Remove the file and run quotecards batch again: it is written anew.",
            )
        lines.append(line)
    return lines


def finished(folder: Path) -> dict[str, list[Line]]:
    """Per recipe the lines of a review whose cards are all there and unchanged."""
    by_recipe: dict[str, list[Line]] = {}
    for line in _remembered(folder):
        by_recipe.setdefault(str(line.get("recipe")), []).append(line)
    return {
        recipe: lines for recipe, lines in by_recipe.items() if all(_stands(folder, one) for one in lines)
    }


def write(folder: Path, lines: Iterable[Line]) -> None:
    """The lines become the manifest, all at once, and the journal goes."""
    write_text(folder / NAME, "".join(_row(line) for line in lines))
    with contextlib.suppress(OSError):
        (folder / JOURNAL).unlink()


def strangers(folder: Path, lines: Sequence[Line]) -> list[str]:
    """The cards that the manifest names so far and that these lines do not, and that still exist."""
    named = {line.get("card") for line in lines}
    old = {str(line["card"]) for line in _remembered(folder) if line.get("card")}
    return sorted(card for card in old if card not in named and (folder / card).is_file())


class Journal:
    """Finished lines, written down as they come; the file is opened with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        self._stream: TextIO | None = None

    def note(self, lines: Iterable[Line]) -> None:
        """The lines are on disk afterwards, whatever becomes of this process.

        Raises:
            OutputError: the folder cannot be written to.

        """
        try:
            if self._stream is None:
                make_folder(self._path.parent)
                self._stream = self._path.open("a", encoding="utf-8")
            self._stream.write(_row(list(lines)))
            self._stream.flush()
        except OSError as error:
            raise refused(error, self._path) from error

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()


def _remembered(folder: Path) -> Iterator[Line]:
    """Every line of manifest and journal once; a row that was cut off when a run died is passed over."""
    seen: set[tuple[object, object]] = set()
    for name in (NAME, JOURNAL):
        with contextlib.suppress(OSError):
            for row in (folder / name).read_text(encoding="utf-8", errors="replace").split("\n"):
                value = _parsed(row)
                for line in value if isinstance(value, list) else [value]:
                    if isinstance(line, dict) and (key := _key(line)) not in seen:
                        seen.add(key)
                        yield line


def _key(line: Line) -> tuple[object, object]:
    return line.get("recipe"), line.get("card")


def _parsed(row: str) -> Any:
    try:
        return json.loads(row)
    except ValueError:
        return None


def _stands(folder: Path, line: Line) -> bool:
    """Whether a line's card is there with the bytes that were written."""
    if line.get("error") or not isinstance(line.get("card"), str):
        return False
    try:
        return content_hash((folder / line["card"]).read_bytes()) == line.get("sha256")
    except OSError:
        return False


def _row(value: Line | list[Line]) -> str:
    """One JSON value a line; half a surrogate pair, which is no UTF-8, stays escaped."""
    row = json.dumps(value, ensure_ascii=False)
    if any("\ud800" <= letter <= "\udfff" for letter in row):
        row = json.dumps(value)
    return row + "\n"
