"""However an input is cut into parts, what is read from them is what is read from the whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards import read
from quotecards.batch import part as parts
from quotecards.batch import plan
from quotecards.batch.part import Files, Handed, Rows, Slice
from quotecards.errors import QuotecardsError


def found(sources, columns=()):
    """All reviews of all parts, errors as their words."""
    return [
        str(item) if isinstance(item, QuotecardsError) else item
        for part in plan.of_sources(sources, columns)
        for unit in parts.units(part)
        for item in unit.read()
    ]


def expected(sources, columns=()):
    return [
        str(item) if isinstance(item, QuotecardsError) else item
        for source in sources
        for item in read.reviews(source, columns=dict(columns))
    ]


def rows(count, end="\n", text="A line worth a card, number {}."):
    return end.join(json.dumps({"text": text.format(n), "film": "Her"}) for n in range(count)) + end


@pytest.fixture
def small(monkeypatch):
    """Parts of a few hundred bytes, so that small files are cut."""
    monkeypatch.setattr(plan, "_long", lambda path: plan._bytes(path) > 10)
    monkeypatch.setattr(plan, "SMALLEST", 3)
    monkeypatch.setattr(plan, "BYTES", 400)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", " \n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_slices_of_json_lines_are_the_whole_file(inside, end, mark):
    """The same reviews with the same line numbers, whatever ends a line."""
    (inside / "r.jsonl").write_bytes(mark + rows(40, end).encode())
    assert found(["r.jsonl"]) == expected(["r.jsonl"])
    pieces = [part.piece for part in plan.of_sources(["r.jsonl"], ())]
    assert len(pieces) > 5
    assert all(isinstance(piece, Slice) for piece in pieces)


@pytest.mark.usefixtures("small")
def test_broken_lines_keep_their_numbers(inside):
    """Errors name the line of the file, ids stand for numbers, and the sidecar completes all."""
    lines = rows(12).splitlines()
    lines[7] = "nonsense"
    lines[9] = json.dumps({"text": "A line with a name.", "id": "7"})
    (inside / "r.jsonl").write_text("\n".join(lines))
    (inside / "r.toml").write_text('outlet = "The Evening Paper"\n')
    assert found(["r.jsonl"]) == expected(["r.jsonl"])
    assert "r.jsonl:8" in found(["r.jsonl"])[7]
    assert found(["r.jsonl"])[9].record == "7"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8"])
def test_any_encoding_is_read_as_in_the_whole_file(inside, encoding):
    """Told by the file's beginning, also for its last slice; two-byte encodings are not cut."""
    lines = [json.dumps({"text": f"Café numéro {n}, très doux."}, ensure_ascii=False) for n in range(30)]
    (inside / "r.jsonl").write_bytes("\n".join(lines).encode(encoding))
    assert found(["r.jsonl"]) == expected(["r.jsonl"])


@given(
    st.lists(st.sampled_from(["\n", "\r\n", "\r", " ", '{"text": "So it goes, again."}', "no"]), max_size=60)
)
def test_any_mixture_of_line_ends_is_counted_right(tmp_path_factory, pieces):
    """Numbers of lines in slices are those of the whole file."""
    path = tmp_path_factory.mktemp("lines") / "r.jsonl"
    path.write_bytes("".join(pieces).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "_long", lambda path: plan._bytes(path) > 0)
        patch.setattr(plan, "SMALLEST", 2)
        cut = found([str(path)])
    whole = expected([str(path)])
    assert [one for one in cut if "empty" not in str(one)] == [
        one for one in whole if "empty" not in str(one)
    ]


def test_row_groups_of_parquet_are_the_whole_file(inside):
    """Row numbers count from the beginning of the file; each group is a part."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"Review": [f"A line, number {n}." for n in range(50)], "film": ["Her"] * 50})
    parquet.write_table(table, inside / "r.parquet", row_group_size=20)
    columns = (("text", "Review"),)
    assert found(["r.parquet"], columns) == expected(["r.parquet"], columns)
    assert [part.piece for part in plan.of_sources(["r.parquet"], columns)] == [
        Rows("r.parquet", 0, 1),
        Rows("r.parquet", 1, 21),
        Rows("r.parquet", 2, 41),
    ]


@pytest.mark.usefixtures("small")
def test_files_are_grouped_and_others_are_handed_over_in_the_sources_order(inside):
    """What only the driver can read comes in between, and what is not there is an error."""
    for number in range(5):
        (inside / f"{number}.txt").write_text(f"The film, number {number}, is a dream.")
    (inside / "2.csv").write_text("text,film\nA dream of a film.,Her\nAnother dream.,Her\n")
    sources = [".", "gone.txt"]
    assert found(sources) == expected(sources)
    kinds = [type(part.piece) for part in plan.of_sources(sources, ())]
    assert kinds == [Files, Handed, Files, Handed]


def test_parts_grow_in_a_long_run():
    """Small at first, large later, never larger than what a crash may cost."""
    assert [plan.size(number) for number in (0, 63, 64, 200, 10**6)] == [16, 16, 32, 128, 256]


def test_what_is_at_hand_becomes_parts_of_that_size():
    """Each item once, in order."""
    items = [QuotecardsError(str(n)) for n in range(40)]
    found = list(plan.of_items(items))
    assert [part.count for part in found] == [16, 16, 8]
    assert [item for part in found for item in part.piece.items] == items


def test_reviews_are_counted_without_reading_them(inside):
    """Where only reading would tell, nobody knows."""
    (inside / "a.txt").write_text("A dream.")
    (inside / "r.jsonl").write_text(rows(2000))
    assert plan.counted(["a.txt", "r.jsonl"], ()) == 2001
    assert plan.counted(["a.txt", "-"], ()) is None
    assert plan.counted(["gone.txt"], ()) == 1
    (inside / "t.csv").write_text("text\nA dream of a film.\n")
    assert plan.counted(["t.csv"], ()) is None
