"""What the documents say is what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import quotecards
from quotecards import errors, settings
from quotecards.cli import app

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CHANGELOG.md"]
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in DOCUMENTS}
# A command as it is typed: in a fence or between back-quotes, up to a pipe, a redirection or a comment.
COMMAND = re.compile(r"(?:^|`)quotecards ((?:\"[^\"]*\"|[^`\n|>#\"])+)", re.MULTILINE)


def options() -> dict[str, set[str]]:
    """Every command ("palettes list", too) with the flags it knows."""
    import typer.main

    root: Any = typer.main.get_command(app())
    known: dict[str, set[str]] = {}
    for name, command in root.commands.items():
        for inner, one in getattr(command, "commands", {"": command}).items():
            flags = {flag for param in one.params for flag in (*param.opts, *param.secondary_opts)}
            known[f"{name} {inner}".strip()] = flags | {"--help"}
    return known


def pipeline_text():
    return (ROOT / "quotecards" / "pipeline.py").read_text(encoding="utf-8")


def stages():
    """The order as the pipeline's docstring draws it."""
    drawn = re.search(r"^(\w+(?: -> \w+)+)$", pipeline_text(), re.MULTILINE)
    assert drawn
    return drawn[1].split(" -> ")


def test_the_tour_walks_the_stages_in_their_order():
    """Its headings are the pipeline's stages, one paragraph or more each."""
    headings = re.findall(r"^## (.+)$", TEXTS["source-tour.md"], re.MULTILINE)
    assert headings == [*stages(), "Around the stages"]


def test_every_stage_is_a_room_that_the_tour_points_to():
    """Each stage is a file or a folder, linked in its own section, and the pipeline imports it."""
    sections = re.split(r"^## ", TEXTS["source-tour.md"], flags=re.MULTILINE)[1:]
    for stage, section in zip(stages(), sections, strict=False):
        room = ROOT / "quotecards" / stage
        place = f"quotecards/{stage}" if room.is_dir() else f"quotecards/{stage}.py"
        assert (ROOT / place).exists()
        assert f"(../{place})" in section


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name):
    """Every relative link and picture is there."""
    here = next(path for path in DOCUMENTS if path.name == name).parent
    targets = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", TEXTS[name])
    for target in {first or second for first, second in targets}:
        assert "://" in target or (here / target).exists(), target


def typed(text):
    """Every command typed in a text, with its flags."""
    known = options()
    for match in COMMAND.finditer(text):
        words = match[1].split()
        command = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in known), None)
        yield match[0], command, [word for word in words if re.fullmatch(r"--?[a-z][\w-]*", word)]


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "CHANGELOG.md"])
def test_every_command_and_flag_exists(name):
    """No document names a command or a flag that the program does not have."""
    known = options()
    for line, command, flags in typed(TEXTS[name]):
        assert command, line
        assert set(flags) <= known[command], line


def test_every_flag_named_alone_exists():
    """A flag between back-quotes belongs to some command."""
    every = set().union(*options().values())
    for text in TEXTS.values():
        assert set(re.findall(r"`(--[a-z][\w-]*)", text)) <= every


def test_the_readme_names_every_command():
    """Whoever reads it learns of each."""
    commands = {name.split()[0] for name in options()}
    named = {command.split()[0] for _, command, _ in typed(TEXTS["README.md"])}
    assert named == commands


def test_the_table_of_exit_codes_is_that_of_the_program():
    """Every code once, none that is not."""
    codes = [int(code) for code in re.findall(r"^\| (\d+) \|", TEXTS["README.md"], re.MULTILINE)]
    assert codes == [int(code) for code in errors.ExitCode]


def test_the_make_targets_that_are_named_exist():
    """`make cards` and the like stand in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for text in TEXTS.values():
        named = re.findall(r"^make ([a-z]+)$|`make ([a-z]+)`", text, re.MULTILINE)
        assert {first or second for first, second in named} <= targets


def test_the_settings_named_in_the_environment_exist():
    """QUOTECARDS_PALETTE is a setting; QUOTECARDS_HOME is the user's folder."""
    named = set(re.findall(r"QUOTECARDS_([A-Z_]+[A-Z])", TEXTS["README.md"]))
    assert named <= {name.upper() for name in settings.names()} | {"HOME"}


def test_the_sidecar_in_the_readme_is_one():
    """The example is read as what it claims to be."""
    from quotecards.read import about

    (example,) = re.findall(r"```toml\n(.*?)```", TEXTS["README.md"], re.DOTALL)
    told = about.of_sidecar(tomllib.loads(example), "review.toml")
    assert (told.author, told.film, told.year, told.director) == ("Ann Reader", "her", 2013, "Spike Jonze")
    assert told.outlet
    assert told.url


def test_the_python_example_runs(monkeypatch, tmp_path):
    """As it stands in the README, from the root of the checkout."""
    monkeypatch.chdir(ROOT)
    (example,) = re.findall(r"```python\n(.*?)```", TEXTS["README.md"], re.DOTALL)
    names: dict[str, Any] = {}
    exec(example.replace('"card.png"', repr(str(tmp_path / "card.png"))), names)
    assert names["qc"] is quotecards
    assert len(names["quotes"]) == 3
    assert (tmp_path / "card.png").read_bytes().startswith(b"\x89PNG")


def test_the_changelog_has_the_form_it_claims():
    """Sections for versions, and in them the kinds of change that Keep a Changelog knows."""
    text = TEXTS["CHANGELOG.md"]
    assert re.search(r"^## \[Unreleased\]$", text, re.MULTILINE)
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_counts_in_the_changelog_are_right():
    """Twenty palettes, five layouts, four sizes: counted, not remembered."""
    from quotecards.datafiles import load, packaged

    text = TEXTS["CHANGELOG.md"]
    numbers = {4: "four", 5: "five", 20: "Twenty", 13: "thirteen", 14: "fourteen"}
    assert f"{numbers[len(list(packaged('palettes').glob('*.toml')))]} palettes" in text
    layouts = sorted(path.stem for path in packaged("layouts").glob("*.toml"))
    assert f"{numbers[len(layouts)]} layouts" in text
    assert all(f"`{layout}`" in text for layout in layouts)
    assert f"{numbers[len(load(packaged('sizes.toml')))]} sizes" in text
