"""The command line as a whole: quick help, results apart from talk, and an exit code for each kind of error."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from quotecards import errors
from quotecards.cli import console
from quotecards.errors import ExitCode

HEAVY = ("PIL", "bs4", "jinja2", "nltk", "numpy", "regex", "rich", "trafilatura", "uharfbuzz", "yaml")
COMMANDS = (
    "extract",
    "preview",
    "batch",
    "render",
    "gallery",
    "palettes",
    "layouts",
    "sizes",
    "fonts",
    "doctor",
)
EVERY_ERROR = [
    (errors.QuotecardsError, 1),
    (errors.UsageError, 2),
    (errors.SourceError, 3),
    (errors.SourceMissing, 3),
    (errors.SourceEmpty, 3),
    (errors.NothingQuotable, 4),
    (errors.DataError, 5),
    (errors.FontError, 5),
    (errors.DoesNotFit, 6),
    (errors.OutputError, 7),
    (errors.PartialFailure, 8),
    (errors.PostingError, 9),
]


def python(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "arguments", [["--help"], ["batch", "--help"], ["palettes", "list", "--help"], ["--version"]]
)
def test_help_loads_nothing_heavy(arguments):
    """Help comes at once because heavy libraries are loaded by the commands that need them."""
    done = python(
        f"import sys; from quotecards.cli import main; code = main({arguments!r}); "
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules], code)"
    )
    assert done.stdout.splitlines()[-1] == "HEAVY [] 0", done.stderr


def test_it_runs_as_a_module():
    """`python -m quotecards` is the same program."""
    done = subprocess.run(
        [sys.executable, "-m", "quotecards", "--version"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[0]) == (0, "quotecards")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run, command):
    """Its first line says what it does."""
    done = run(command, "--help")
    assert done.code == ExitCode.OK
    assert done.out.startswith(f"Usage: quotecards {command}")
    assert done.err == ""


def test_without_a_command_it_shows_its_help(run):
    """Someone who types the name alone wants to know what there is."""
    done = run()
    assert done.code == ExitCode.OK
    assert all(command in done.out for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["batchh"], "Did you mean 'batch'?"),
        (["extract", "--tob", "3", "x"], "No such option"),
        (["extract", "--top", "many", "x"], "'--top'"),
        (["extract"], "Missing argument"),
        (["palettes", "lst"], "Did you mean 'list'?"),
    ],
)
def test_a_command_line_that_is_not_understood_tells_where_help_is(run, arguments, says):
    """Exit code 2, the reason, the way to the command's help; nothing on stdout."""
    done = run(*arguments)
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert says in done.err
    assert "--help" in done.err


def test_the_drawing_of_the_errors_is_true():
    """The tree in the docstring of errors.py names every kind with the exit code that it has."""

    def kinds(kind):
        return {kind, *(below for one in kind.__subclasses__() for below in kinds(one))}

    ours = {kind for kind in kinds(errors.QuotecardsError) if kind.__module__ == "quotecards.errors"}
    drawn = re.findall(r"^    [ |`-]*([A-Z]\w+) +(\d+)  ", errors.__doc__, re.MULTILINE)
    assert {(kind.__name__, int(kind.exit_code)) for kind in ours} == {
        (name, int(code)) for name, code in drawn
    }


@pytest.mark.parametrize(("kind", "code"), EVERY_ERROR)
def test_each_kind_of_error_has_its_exit_code_and_tells_where_and_what_next(run, quick, inside, kind, code):
    """What, where and what to do next, on stderr; stdout stays for results."""
    (inside / "a.txt").write_text("A line of a review.")

    def refuse(*_, **__):
        raise kind("it went wrong.", where="this place", remedy="Do that.")

    quick.extract = refuse
    done = run("extract", "a.txt")
    assert (done.code, done.out) == (code, "")
    assert done.err == "quotecards: this place: it went wrong.\n  Do that.\n"


def test_ctrl_c_has_the_code_that_shells_expect(run, quick, inside):
    """130, as of any program that SIGINT ended."""
    (inside / "a.txt").write_text("A line of a review.")

    def stop(*_, **__):
        raise KeyboardInterrupt

    quick.extract = stop
    assert run("extract", "a.txt").code == ExitCode.INTERRUPTED
    done = run("batch", "a.txt", "--out", "cards")
    assert done.code == ExitCode.INTERRUPTED
    assert "goes on" in done.err


@pytest.mark.usefixtures("quick")
def test_a_bad_settings_file_stops_any_command(run, inside):
    """File, line, field and what is allowed."""
    (inside / "a.txt").write_text("A line of a review.")
    (inside / "quotecards.toml").write_text("top = 3\ntaste = 'sweet'\n")
    for arguments in (["extract", "a.txt"], ["batch", "a.txt"], ["preview", "a.txt"]):
        done = run(*arguments)
        assert done.code == ExitCode.DATA
        assert "quotecards.toml:2: taste: 'sweet' is not known." in done.err
        assert "balanced, verdict, aphorism, dialogue" in done.err
    assert sorted(path.name for path in inside.iterdir()) == ["a.txt", "quotecards.toml"]


@pytest.mark.parametrize(
    ("flag", "value", "says"),
    [
        ("--palette", "sun-kised", "sun-kissed"),
        ("--layout", "pannel", "panel"),
        ("--size", "portrat", "portrait"),
        ("--format", "gif", "png, jpeg, webp"),
    ],
)
@pytest.mark.parametrize("command", ["batch", "preview"])
@pytest.mark.usefixtures("quick", "troubles")
def test_an_unknown_name_is_refused_before_anything_is_made(run, command, flag, value, says):
    """Exit code 2, and the nearest name or all there are."""
    before = sorted(Path().iterdir())
    done = run(command, "good.txt", flag, value)
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert repr(value) in done.err
    assert says in done.err
    assert sorted(Path().iterdir()) == before


SOURCES = {
    "missing": ("nowhere.txt", ExitCode.SOURCE),
    "empty": ("empty.txt", ExitCode.SOURCE),
    "folder": ("folder", ExitCode.SOURCE),
    "pattern": ("*.nothing", ExitCode.SOURCE),
    "binary": ("binary.txt", ExitCode.SOURCE),
    "blank": ("blank.txt", ExitCode.SOURCE),
}


@pytest.fixture
def troubles(inside):
    """One source of each kind that cannot be read, and one that can."""
    (inside / "empty.txt").write_bytes(b"")
    (inside / "blank.txt").write_text(" \n\n ")
    (inside / "folder").mkdir()
    (inside / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (inside / "good.txt").write_text("A line that stands.")
    return inside


@pytest.mark.parametrize("command", ["extract", "batch", "preview"])
@pytest.mark.parametrize("trouble", SOURCES)
@pytest.mark.usefixtures("quick", "troubles")
def test_a_source_that_cannot_be_read_tells_what_where_and_what_to_do(run, command, trouble):
    """The exit code of sources, the name of the source, and a remedy on its own line."""
    source, code = SOURCES[trouble]
    done = run(command, source)
    assert (done.code, done.out) == (code, "")
    message = [line for line in done.err.splitlines() if source in line]
    assert message
    assert done.err.count("\n") >= 2
    assert "Traceback" not in done.err


@pytest.mark.usefixtures("quick", "troubles")
def test_the_messages_about_sources_differ(run):
    """Missing, empty, without reviews and binary are told apart."""
    messages = {run("extract", source).err.replace(source, "") for source, _ in SOURCES.values()}
    assert len(messages) >= 4


@pytest.mark.parametrize("command", ["extract", "batch"])
@pytest.mark.usefixtures("quick", "troubles")
def test_what_can_be_done_is_done(run, command):
    """One good review among broken ones gives its quote, each broken one its reason, and the code is 8."""
    done = run(command, "nowhere.txt", "good.txt", "binary.txt")
    assert done.code == ExitCode.PARTIAL
    assert "nowhere.txt" in done.err
    assert "binary.txt" in done.err
    assert done.out


@pytest.mark.parametrize("command", ["batch", "preview"])
@pytest.mark.usefixtures("quick", "troubles")
def test_an_output_that_cannot_be_written_tells_so(run, command):
    """A place below a file is none; exit code 7."""
    out = "good.txt/cards" if command == "batch" else "good.txt/card.png"
    done = run(command, "good.txt", "--out", out)
    assert (done.code, done.out) == (ExitCode.OUTPUT, "")
    assert "cannot be written" in done.err
    assert "choose another place" in done.err


def test_colours_only_where_they_are_welcome(monkeypatch):
    """A terminal gets them, a pipe does not, and NO_COLOR is respected."""

    class Terminal:
        def isatty(self):
            return True

    monkeypatch.setenv("TERM", "xterm")
    assert console.styled("x", "red", Terminal()) == "\x1b[31mx\x1b[0m"
    assert console.styled("x", "red", sys.__stdin__) in {"x", "\x1b[31mx\x1b[0m"}
    monkeypatch.setenv("NO_COLOR", "1")
    assert console.styled("x", "red", Terminal()) == "x"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert console.styled("x", "red", Terminal()) == "x"
