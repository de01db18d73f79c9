"""Data files are found at home first, and every complaint about one names file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from quotecards import datafiles
from quotecards.errors import DataError, ExitCode


def test_home_is_where_the_environment_says(monkeypatch, tmp_path):
    """QUOTECARDS_HOME wins."""
    monkeypatch.setenv("QUOTECARDS_HOME", str(tmp_path / "mine"))
    assert datafiles.home() == tmp_path / "mine"


def test_home_is_else_the_platforms_folder(monkeypatch):
    """An empty variable is as if it were not there."""
    monkeypatch.setenv("QUOTECARDS_HOME", " ")
    assert datafiles.home().name == "quotecards"


def test_the_users_folder_is_searched_before_the_package(home):
    """A folder that is not there is not named; the user's comes first."""
    assert datafiles.folder("palettes") == [datafiles.packaged("palettes")]
    (home / "palettes").mkdir()
    assert datafiles.folder("palettes") == [home / "palettes", datafiles.packaged("palettes")]


def test_a_file_of_the_users_stands_for_the_packages_of_the_same_name(home):
    """One file replaces one palette; the others stay."""
    (home / "palettes").mkdir()
    (home / "palettes" / "sun-kissed.toml").write_text("")
    (home / "palettes" / "mine.toml").write_text("")
    named = datafiles.named("palettes")
    assert named["sun-kissed"] == home / "palettes" / "sun-kissed.toml"
    assert named["mine"].parent == home / "palettes"
    assert named["neon-night"].parent == datafiles.packaged("palettes")
    assert list(named) == sorted(named)


def test_every_packaged_data_file_can_be_read():
    """No file of the package is broken TOML."""
    paths = list(datafiles.packaged().rglob("*.toml"))
    assert len(paths) > 20
    for path in paths:
        assert isinstance(datafiles.load(path), dict)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = \n", 2), ("a = [1,\n2,\n", 2), ("a = 1\n\na = 2\n", 3), ("[x\n", 1)],
)
def test_broken_toml_is_told_with_its_line(tmp_path, text, line):
    """The message holds file, line and what to do, and has the exit code of data."""
    path = tmp_path / "palette.toml"
    path.write_text(text)
    with pytest.raises(DataError, match="not valid TOML") as raised:
        datafiles.load(path)
    assert raised.value.where == f"{path}:{line}"
    assert raised.value.remedy
    assert raised.value.exit_code is ExitCode.DATA


def test_a_binary_file_is_no_data_file(tmp_path):
    """Bytes that are no UTF-8 are told as such."""
    path = tmp_path / "palette.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="UTF-8"):
        datafiles.load(path)


def test_a_missing_data_file_is_told():
    """The reason of the system stands in the message."""
    with pytest.raises(DataError, match="no such file"):
        datafiles.load(Path("nowhere.toml"))


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("name", 1),
        ("ink", 3),
        ("ink.credit", 4),
        ("ink.nowhere", 3),
        ("size.0.width", 7),
        ("size.1.width", 9),
        ("size.1.height", 8),
        ("deep.er.key", 11),
        ("unknown", 1),
    ],
)
def test_the_line_of_a_field_is_found(tmp_path, field, line):
    """Tables, arrays of tables and dotted keys; else the innermost table that is there, else line 1."""
    path = tmp_path / "data.toml"
    path.write_text(
        'name = "x"\n\n[ink]  # the ink\ncredit = "#000"\n\n[[size]]\nwidth = 1\n[[size]]\nwidth = 2\n'
        '[deep]\ner."key" = 1\n'
    )
    assert datafiles.line_of(path, field) == line
