"""Stage 1: Parquet files, by a library that may not be there."""

from __future__ import annotations

import io
import sys
import types
from typing import ClassVar

import pytest
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review

from sources import good, items, only

WORDS = "A film that keeps its voice down is the one you hear longest."
ROWS = [
    {"review_id": "a", "Review": WORDS, "film": "Her", "year": 2013.0, "size": 1},
    {"review_id": None, "Review": None, "film": "Her", "year": None, "size": 2},
    {"review_id": None, "Review": WORDS, "film": None, "year": float("nan"), "size": 3},
]


class FakeFile:
    """What of pyarrow's ParquetFile is used; it reads nothing but its own rows."""

    rows: ClassVar[list[dict[str, object]]] = ROWS
    asked: ClassVar[list[str]] = []

    def __init__(self, stream):
        if stream.read(4) != b"PAR1":
            raise OSError("Parquet magic bytes not found in footer.\nMore.")
        names = list(self.rows[0]) if self.rows else ["text"]
        self.schema_arrow = types.SimpleNamespace(names=names)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def iter_batches(self, *, batch_size, columns, row_groups):
        assert 0 < batch_size < 10_000
        assert row_groups is None
        type(self).asked = columns
        for row in self.rows:
            yield types.SimpleNamespace(to_pylist=lambda row=row: [{name: row[name] for name in columns}])


@pytest.fixture
def fake(monkeypatch):
    """A library of the same shape stands where pyarrow would."""
    library = types.ModuleType("pyarrow")
    library.ArrowException = type("ArrowException", (Exception,), {})
    inner = types.ModuleType("pyarrow.parquet")
    inner.ParquetFile = FakeFile
    monkeypatch.setitem(sys.modules, "pyarrow", library)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", inner)
    monkeypatch.setattr(FakeFile, "rows", ROWS)


def test_rows_become_reviews_and_only_the_columns_needed_are_read(fake):
    """An empty text costs its row."""
    found = items(b"PAR1...", "a.parquet")
    assert [type(one) for one in found] == [Review, SourceEmpty, Review]
    assert (found[0].record, found[0].about.film, found[0].about.year) == ("a", "Her", 2013)
    assert (found[2].record, found[2].about.year) == ("3", None)
    assert found[1].where == "a.parquet, row 2"
    assert sorted(FakeFile.asked) == ["Review", "film", "review_id", "year"]


def test_a_table_without_rows_or_text_says_so(fake, monkeypatch):
    """As other tables do."""
    monkeypatch.setattr(FakeFile, "rows", [])
    assert isinstance(only(b"PAR1", "a.parquet"), SourceEmpty)
    monkeypatch.setattr(FakeFile, "rows", [{"film": "Her"}])
    assert "no column holds the text" in only(b"PAR1", "a.parquet").what


def test_a_broken_file_says_what_the_library_says(fake):
    """In one line."""
    assert (
        only(b"XXXX", "a.parquet").what
        == "this is no whole Parquet file: Parquet magic bytes not found in footer."
    )


def test_a_pipe_is_known_by_its_mark(fake):
    """And copied, because the format looks around."""
    assert isinstance(items(b"PAR1...", "-")[0], Review)


def test_without_the_library_the_error_tells_how_to_get_it(monkeypatch):
    """It is not installed with the rest."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    error = only(b"PAR1", "a.parquet")
    assert isinstance(error, SourceError)
    assert "pip install 'quotecards[parquet]'" in error.remedy


def test_the_real_library_reads_what_it_wrote():
    """Where it is installed."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    written = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": [WORDS, WORDS], "film": ["Her", None]}), written)
    first, second = good(written.getvalue(), "a.parquet")
    assert (first.text, first.about.film, second.about.film) == (WORDS, "Her", None)
    assert "no whole Parquet file" in only(written.getvalue()[:-9], "a.parquet").what
