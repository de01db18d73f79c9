"""A batch's memory survives being cut off anywhere."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.batch import manifest
from quotecards.errors import DataError, OutputError
from quotecards.files import content_hash


def line(folder, recipe, card, text="x"):
    (folder / card).write_text(text)
    return {
        "recipe": recipe,
        "card": card,
        "sha256": content_hash(text.encode()),
        "error": None,
        "quote": "a\u2028b\x85c",
    }


def test_what_is_written_is_read_back(tmp_path):
    """Separators inside the words are no ends of lines."""
    lines = [line(tmp_path, "r", "a.png"), line(tmp_path, "s", "b.png")]
    manifest.write(tmp_path, lines)
    assert manifest.read(tmp_path) == lines
    assert (tmp_path / manifest.NAME).read_text(encoding="utf-8").count("\n") == 2


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=[])))
def test_any_words_become_one_row_of_utf8(text):
    """Half surrogates, too, which JSON knows and UTF-8 does not."""
    row = manifest._row({"quote": text})
    assert row.encode("utf-8").count(b"\n") == 1
    assert json.loads(row) == {"quote": text}


def test_a_journal_that_was_cut_off_loses_only_its_last_review(tmp_path):
    """A row is a whole review; half a row is none."""
    journal = manifest.Journal(tmp_path)
    first = [line(tmp_path, "r", "a.png"), line(tmp_path, "r", "b.png")]
    journal.note(first)
    journal.note([line(tmp_path, "s", "c.png"), line(tmp_path, "s", "d.png")])
    journal.close()
    path = tmp_path / manifest.JOURNAL
    whole = path.read_bytes()
    for cut in range(len(whole.split(b"\n")[0]) + 1, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert manifest.finished(tmp_path) == {"r": first}


def test_a_review_with_one_error_is_not_finished(tmp_path):
    """It is tried again as a whole."""
    manifest.write(tmp_path, [line(tmp_path, "r", "a.png"), {"recipe": "r", "card": None, "error": "no"}])
    assert manifest.finished(tmp_path) == {}


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
    assert manifest.finished(tmp_path) == {}


def test_a_journal_below_a_file_is_refused(tmp_path):
    """The output error of any file."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        manifest.Journal(tmp_path / "file" / "cards").note([{}])
