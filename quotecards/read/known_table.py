"""Stage 1: tables of programs that always name their columns alike, from `data/read/tables.toml`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, ClassVar

from quotecards.datafiles import line_of, load, packaged
from quotecards.errors import DataError
from quotecards.read import records
from quotecards.read.records import Shape
from quotecards.read.table import Table, heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quotecards.read.seam import Source


class KnownTable(Table):
    """A table told by its heading; `name` is its entry in the data file."""

    suffixes: ClassVar[tuple[str, ...]] = (".csv",)
    name: ClassVar[str]

    def claims(self, head: bytes) -> bool:
        """The heading has the columns that tell it."""
        return _known(self.name)[0] <= set(heading(head))

    def shape(self, names: Sequence[str], source: Source) -> Shape:
        """The columns as the program names them; the user may name others."""
        if source.columns:
            return super().shape(names, source)
        _, usual, fixed = _known(self.name)
        present = {key: name for key, name in usual.items() if name in names}
        always = {key: (value, "kind of export") for key, value in fixed.items()}
        return Shape(present, "column", always, chosen=self.chosen)

    def chosen(self, text: str) -> bool:  # noqa: ARG002 - for tables of highlights
        """Whether a text is a quote as it is: of reviews none is."""
        return False


@cache
def _known(name: str) -> tuple[frozenset[str], Mapping[str, str], Mapping[str, str]]:
    """A program's table: the columns that tell it, what its columns say, what all rows say.

    Raises:
        DataError: it names no text, or a field that reviews do not have.

    """
    path = packaged("read", "tables.toml")
    entry = load(path)[name]
    signs, names, fixed = frozenset(entry["signs"]), entry["names"], entry["fixed"]
    if not {*names, *fixed} <= set(records.FIELDS) or names.get("text") not in signs:
        raise DataError(
            f"{name}: the columns are no fields of reviews, or the text is not among the signs.",
            where=f"{path}:{line_of(path, name)}",
            remedy=f"Fields: {', '.join(records.FIELDS)}.",
        )
    return signs, names, fixed
