"""What there is to choose from can be listed, shown, and read by programs; and the doctor looks at all of it."""

from __future__ import annotations

import json

import pytest
from quotecards.cli import doctor
from quotecards.errors import ExitCode, FontError


@pytest.mark.parametrize(
    ("kind", "name"),
    [("palettes", "sun-kissed"), ("layouts", "panel"), ("sizes", "portrait"), ("fonts", "newsreader")],
)
def test_each_kind_is_listed_and_shown(run, kind, name):
    """A line for each, all fields of one; the same as JSON."""
    listed = run(kind, "list")
    assert listed.code == ExitCode.OK
    assert name in [line.split()[0] for line in listed.out.splitlines()]
    shown = run(kind, "show", name)
    assert shown.out.splitlines()[0].split() == ["name", name]
    everything = json.loads(run(kind, "list", "--json").out)
    (one,) = json.loads(run(kind, "show", name, "--json").out)
    assert one in everything
    assert len(everything) == len(listed.out.splitlines())


@pytest.mark.parametrize(
    ("kind", "name"), [("palettes", "x"), ("layouts", "x"), ("sizes", "x"), ("fonts", "x")]
)
def test_an_unknown_name_is_refused(run, kind, name):
    """Exit code 2, and a hint."""
    done = run(kind, "show", name)
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert "'x'" in done.err


def test_a_list_in_a_pipe_has_no_colours(run):
    """Swatches are for terminals."""
    assert "\x1b" not in run("palettes", "list").out


def test_a_palette_of_the_users_is_listed(run, home):
    """One file, and it is there."""
    from quotecards.datafiles import packaged

    (home / "palettes").mkdir()
    text = packaged("palettes", "sun-kissed.toml").read_text(encoding="utf-8")
    (home / "palettes" / "mine.toml").write_text(text, encoding="utf-8")
    assert "\nmine " in run("palettes", "list").out


def test_a_wrong_data_file_tells_its_line(run, home):
    """A palette of the user's with a mistake is a data error with file and line."""
    (home / "palettes").mkdir()
    (home / "palettes" / "mine.toml").write_text('mood = "x"\nstops = ["red"]\n')
    done = run("palettes", "list")
    assert done.code == ExitCode.DATA
    assert "mine.toml:" in done.err


@pytest.mark.usefixtures("inside")
def test_the_doctor_finds_this_machine_well(run):
    """Each check has its line; the same as JSON."""
    done = run("doctor")
    assert done.code == ExitCode.OK, done.out
    assert [line.split()[1] for line in done.out.splitlines()] == list(doctor.CHECKS)
    assert all(one["ok"] for one in json.loads(run("doctor", "--json").out))


@pytest.mark.usefixtures("inside")
def test_the_doctor_tells_what_is_wrong_and_goes_on(run, monkeypatch):
    """One thing missing and one thing broken: both told, the others checked, the code is 1."""

    def missing():
        raise FontError("no font.", where="fonts", remedy="Install quotecards again.")

    monkeypatch.setitem(doctor.CHECKS, "fonts", missing)
    monkeypatch.setitem(doctor.CHECKS, "data", lambda: {}["x"])
    done = run("doctor")
    assert done.code == ExitCode.FAILURE
    assert "wrong  fonts       fonts: no font. Install quotecards again." in done.out
    assert "wrong  data        KeyError: 'x'." in done.out
    assert "2 of 9 checks failed: fonts, data." in done.err
