"""Stage 1: a Parquet file: rows under named columns, read in small batches and only the columns needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from quotecards.errors import SourceEmpty, SourceError
from quotecards.read import records
from quotecards.read.spool import seekable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.read.seam import Item, Source

_ROWS = 256  # at once; so that rows of the longest texts that are read still fit into memory


class Parquet:
    """Rows by pyarrow, which is not installed with the rest."""

    suffixes: ClassVar[tuple[str, ...]] = (".parquet", ".pq")

    def claims(self, head: bytes) -> bool:
        """It begins with the format's mark."""
        return head.startswith(b"PAR1")

    def read(self, source: Source) -> Iterator[Item]:
        """Each row becomes a review, or the error that tells its number from 1.

        Raises:
            SourceError: pyarrow is missing, it is no Parquet file, or no column holds the text.

        """
        number = 0
        with seekable(source) as stream, opened(stream, source.name) as file:
            shape = records.shape(file.schema_arrow.names, source.columns, source.name, "column")
            for values in rows(file, columns(shape), source.name):
                number += 1
                place = records.Place(source.name, str(number), f"{source.name}, row {number}")
                try:
                    yield records.review(values, shape, place)
                except SourceError as error:
                    yield error
        if number == 0:
            raise SourceEmpty("the table has no row.", where=source.name, remedy="Fill it.")


def opened(stream: BinaryIO, where: str) -> Any:
    """A stream becomes a table of pyarrow's, to be closed.

    Raises:
        SourceError: pyarrow is missing, or it is no Parquet file.

    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise SourceError(
            "Parquet files are read by pyarrow, which is not installed.",
            where=where,
            remedy="Install it: pip install 'quotecards[parquet]'; or save the table as JSON Lines or CSV.",
        ) from error
    try:
        return ParquetFile(stream)
    except (ArrowException, OSError) as error:
        raise _broken(where, error) from error


def columns(shape: records.Shape) -> list[str]:
    """The columns that are needed, each once."""
    return list(dict.fromkeys(shape.names.values()))


def groups(file: Any) -> list[int]:
    """How many rows each row group of a table has."""
    return [file.metadata.row_group(number).num_rows for number in range(file.metadata.num_row_groups)]


def rows(
    file: Any, columns: list[str], where: str, groups: list[int] | None = None
) -> Iterator[dict[str, Any]]:
    """A table's rows, of these row groups or of all, become values by their columns.

    Raises:
        SourceError: the file is broken.

    """
    from pyarrow import ArrowException

    try:
        for batch in file.iter_batches(batch_size=_ROWS, columns=columns, row_groups=groups):
            yield from batch.to_pylist()
    except (ArrowException, OSError) as error:
        raise _broken(where, error) from error


def _broken(where: str, error: Exception) -> SourceError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    return SourceError(
        f"this is no whole Parquet file: {reason}.", where=where, remedy="Fetch or write it anew."
    )
