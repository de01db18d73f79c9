"""A batch's memory survives being cut off anywhere."""

from __future__ import annotations

import io
import json
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.batch import earlier, manifest, rows
from quotecards.errors import DataError, OutputError


def line(recipe, card, error=None):
    return {"card": card, "quote": "a\u2028b\x85c", "recipe": recipe * 16, "error": error}


def written(path, *groups):
    """A part's manifest with groups of lines, by their recipes."""
    writer = rows.Writer(path)
    for lines in groups:
        codes = [1 for one in lines if one["error"]]
        writer.add(lines[0]["recipe"], lines, len(lines) - len(codes), 0, codes)
    writer.finish()
    return path


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=[])))
def test_any_words_become_one_row_of_utf8(text):
    """Half surrogates, too, which JSON knows and UTF-8 does not."""
    row = rows.row({"quote": text})
    assert row.encode("utf-8").count(b"\n") == 1
    assert json.loads(row) == {"quote": text}


def test_a_part_that_was_cut_off_loses_only_its_last_review(tmp_path):
    """A review is there with all its lines or not at all."""
    first = [line("a", "1.png"), line("a", "2.png")]
    path = written(tmp_path / "1.rows", first, [line("b", "3.png"), line("b", "4.png")])
    content = path.read_bytes()
    end = content.index(b"#", 1)
    for cut in range(end, len(content) - 1):
        (tmp_path / "2.rows").write_bytes(content[:cut])
        assert rows.finished(tmp_path / "2.rows") == {"a" * 16: tuple(first)}


def test_a_review_with_one_error_is_not_finished(tmp_path):
    """It is tried again as a whole, whether its run ended or not."""
    bad = [line("a", "1.png"), line("a", None, "no")]
    part = written(tmp_path / "1.rows", bad)
    assert rows.finished(part) == {}
    (tmp_path / "manifest.jsonl").write_text("".join(map(rows.row, bad)))
    assert earlier.index(tmp_path / "manifest.jsonl", [part], tmp_path / "index") is None


def test_the_index_finds_reviews_of_the_manifest_and_of_runs_that_did_not_end(tmp_path):
    """By recipe, with all their lines; drafts of parts count."""
    whole = [[line("a", "1.png"), line("a", "2.png")], [line("b", "3.png")]]
    (tmp_path / "manifest.jsonl").write_text("".join(rows.row(one) for lines in whole for one in lines))
    part = written(tmp_path / "1.draft", [line("c", "4.png")])
    index = earlier.index(tmp_path / "manifest.jsonl", [part], tmp_path / "index")
    with closing(earlier.Earlier(index)) as known:
        assert list(known.lines("a" * 16)) == whole[0]
        assert list(known.lines("b" * 16)) == whole[1]
        assert list(known.lines("c" * 16)) == [line("c", "4.png")]
        assert known.lines("d" * 16) == ()


def test_words_that_look_like_a_recipe_are_none(tmp_path):
    """Within a string, quotation marks are escaped."""
    quote = line("a", "1.png") | {"quote": '"recipe": "bbbbbbbbbbbbbbbb"'}
    (tmp_path / "manifest.jsonl").write_text(rows.row(quote))
    index = earlier.index(tmp_path / "manifest.jsonl", [], tmp_path / "index")
    with closing(earlier.Earlier(index)) as known:
        assert known.lines("b" * 16) == ()
        assert known.lines("a" * 16) == (quote,)


def test_a_damaged_manifest_is_told_with_its_line(tmp_path):
    """Reading for the gallery is strict."""
    (tmp_path / manifest.NAME).write_text('{"a": 1}\nnonsense\n')
    with pytest.raises(DataError, match="no JSON object") as raised:
        manifest.read(tmp_path)
    assert raised.value.where.endswith("manifest.jsonl:2")


def test_a_folder_without_manifest_is_told(tmp_path):
    """The remedy names the command that makes one."""
    with pytest.raises(DataError, match="no readable manifest") as raised:
        manifest.read(tmp_path)
    assert "quotecards batch" in raised.value.remedy


def test_a_manifest_that_is_not_text_is_as_if_it_were_not_there(tmp_path):
    """A run goes on without what it cannot remember."""
    (tmp_path / manifest.NAME).write_bytes(b"\xff\xfe")
    assert earlier.index(tmp_path / manifest.NAME, [], tmp_path / "index") is None
    assert list(rows.groups(io.BytesIO(b"\xff\xfe\n"))) == []


def test_a_part_below_a_file_is_refused(tmp_path):
    """The output error of any file."""
    (tmp_path / "file").write_text("")
    writer = rows.Writer(tmp_path / "file" / "1.rows")
    with pytest.raises(OutputError):
        writer.add("r", [{}], 1, 0, [])


def test_names_come_by_once():
    """However many there are."""
    with closing(manifest.Seen()) as seen:
        assert [seen.new(name) for name in "aba"] == [True, True, False]
        assert "a" in seen
        assert "c" not in seen
