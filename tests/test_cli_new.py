"""Palettes from stills, layouts of one's own, their mistakes, and cards that follow a file as it is saved."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from quotecards.cli import watch
from quotecards.datafiles import packaged
from quotecards.errors import DataError, ExitCode
from quotecards.layout import forget, layouts
from quotecards.layout.checked import checked
from quotecards.layout.layouts import layout, read
from quotecards.layout.palettes import palette, worst
from quotecards.tinted import palette as tinted

WORDS = ("preview", "--text", "It is a film about the spaces between the words.", "--format", "webp")


@pytest.fixture(autouse=True)
def fresh():
    """Nothing that a test wrote is remembered."""
    yield
    forget()


def still(path, *colours):
    """A picture of stripes."""
    rows = np.repeat(np.array(colours, np.uint8), 40, axis=0)
    Image.fromarray(np.repeat(rows[:, None], 320, axis=1)).save(path)
    return path


# ---------------------------------------------------------------- palettes


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "colours",
    [
        [(240, 120, 60), (20, 30, 70), (250, 230, 180)],
        [(10, 60, 30), (60, 140, 70), (200, 40, 40)],
        [(40, 40, 40), (128, 128, 128), (230, 230, 230)],
        [(90, 0, 110), (0, 220, 230), (255, 40, 140)],
        [(255, 255, 255)],
        [(255, 255, 0), (0, 0, 255), (0, 255, 0)],
    ],
)
def test_a_palette_from_any_still_can_be_read(tmp_path, colours, mode):
    """Ink at 7:1 and accent at 4.5:1 on the worst point, whatever the still; the same still, the same palette."""
    path = str(still(tmp_path / "still.png", *colours))
    made = tinted("mine", path, mode)
    assert worst(made, made.ink)[0] >= 7
    assert worst(made, made.accent)[0] >= 4.5
    assert made == tinted("mine", path, mode)
    assert made.mode == mode


def test_a_palette_takes_the_hues_of_its_still(tmp_path):
    """A green still gives green, a warm one does not; a grey one stays grey."""
    green = tinted("a", str(still(tmp_path / "a.png", (20, 90, 40), (90, 170, 100))))
    grey = tinted("b", str(still(tmp_path / "b.png", (60, 60, 60), (200, 200, 200))))
    red, leaf, blue = (int(green.stops[0][at : at + 2], 16) for at in (1, 3, 5))
    assert leaf > red
    assert leaf > blue
    assert all(len({colour[1:3], colour[3:5], colour[5:7]}) == 1 for colour in (*grey.stops, grey.ink))
    assert "silver" in grey.mood


def test_black_bars_tell_no_colour(tmp_path):
    """A letterboxed still gives the palette of its picture; one that is black all over is an error."""
    bars = [(0, 0, 0), (240, 150, 60), (250, 220, 160), (0, 0, 0)]
    barred = tinted("a", str(still(tmp_path / "a.png", *bars)))
    bare = tinted("a", str(still(tmp_path / "a.png", *bars[1:3])))
    assert barred.stops[1] == bare.stops[1]
    with pytest.raises(DataError, match="black all over"):
        tinted("b", str(still(tmp_path / "b.png", (0, 0, 0))))


def test_a_new_palette_is_a_file_that_can_be_used(run, home, inside):
    """Written to the user's folder, told with its colours and how to look at it, and known at once."""
    still(inside / "evening.jpg", (240, 120, 60), (20, 30, 70), (250, 230, 180))
    done = run("palettes", "new", "my-evening", "--from", "evening.jpg")
    assert done.code == ExitCode.OK, done.err
    path = home / "palettes" / "my-evening.toml"
    assert done.out.splitlines()[0] == str(path)
    assert palette("my-evening").ink in done.out
    assert "--palette my-evening" in done.err
    assert run(*WORDS, "--palette", "my-evening", "--out", "card.webp").code == ExitCode.OK
    again = run("palettes", "new", "my-evening", "--from", "evening.jpg")
    assert (again.code, "--replace" in again.err) == (ExitCode.USAGE, True)
    assert (
        run("palettes", "new", "my-evening", "--from", "evening.jpg", "--replace", "--dark").code
        == ExitCode.OK
    )
    assert palette("my-evening").mode == "dark"


def test_a_palette_may_begin_as_a_copy(run, home):
    """Its comments and colours are those of the other."""
    assert run("palettes", "new", "mine", "--from", "sun-kissed").code == ExitCode.OK
    assert palette("mine").stops == palette("sun-kissed").stops


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["mine", "--from", "nothing.jpg"], ExitCode.USAGE, "neither a still nor a palette"),
        (["mine", "--from", "text.jpg"], ExitCode.DATA, "cannot be read as a picture"),
        (["My Own!", "--from", "sun-kissed"], ExitCode.USAGE, "my-own"),
        (["flashback", "--from", "sun-kissed"], ExitCode.USAGE, "Choose another name"),
        (["mine"], ExitCode.USAGE, "--from"),
    ],
)
@pytest.mark.usefixtures("inside")
def test_no_palette_is_made_of_nothing(run, home, arguments, code, says):
    """Each mistake with its exit code and its remedy, and no file."""
    (Path.cwd() / "text.jpg").write_text("no picture")
    done = run("palettes", "new", *arguments)
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert not list(home.rglob("*.toml"))


# ---------------------------------------------------------------- layouts


def test_a_new_layout_is_a_commented_copy(run, home, inside):
    """It sets words as the other does until it is changed."""
    done = run("layouts", "new", "mine", "--from", "ticket")
    assert done.code == ExitCode.OK, done.err
    path = home / "layouts" / "mine.toml"
    assert done.out == f"{path}\n"
    assert "--watch" in done.err
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# A layout of your own, begun as a copy of ticket.")
    assert text.endswith(packaged("layouts", "ticket.toml").read_text(encoding="utf-8"))
    assert run(*WORDS, "--layout", "mine", "--out", "card.webp").code == ExitCode.OK


@pytest.mark.parametrize(
    ("arguments", "says"), [(["panel"], "already"), (["x", "--from", "y"], "no layout 'y'")]
)
def test_no_layout_is_made_of_nothing(run, home, arguments, says):
    """A name that is taken, and a layout that is not there."""
    done = run("layouts", "new", *arguments)
    assert (done.code, says in done.err) == (ExitCode.USAGE, True), done.err
    assert not list(home.rglob("*.toml"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ('box = ["left + pad", "top", "left + pad + 20", "bottom - pad"]', "quote.box"),
        ('box = ["left + pad", "top", "W + 90", "bottom - pad"]', "quote.box"),
        ('box = "left"', "quote.box"),
        ('box = ["left", "top", "nowhere", 3]', "quote.box"),
        ('colour = "blue"', "quote.colour"),
        ('largest = "ink"', "quote.largest"),
        ("largest = 40", "quote.largest"),
        ('family = "no-such"', "quote.family"),
        ('axes = { wght = "bold" }', "quote.axes"),
        ('align = "rihgt"', "quote.align"),
        ("glow = 3", "quote.glow"),
        ('colour = "ink"\ncolor = "ink"', "quote.color"),
    ],
)
def test_a_layouts_mistake_is_told_with_file_line_and_field(run, home, inside, wrong, field):
    """Exit code 5, before a card is made, also where the layout was not asked for."""
    assert run("layouts", "new", "mine").code == ExitCode.OK
    path = home / "layouts" / "mine.toml"
    name = wrong.partition(" =")[0]
    lines = path.read_text(encoding="utf-8").splitlines()
    begin = lines.index("[quote]")
    number = next((at for at in range(begin, len(lines)) if lines[at].startswith(f"{name} =")), begin + 1)
    end = lines.index("", begin)
    if number > end:
        lines.insert(number := end, wrong)
    else:
        lines[number] = wrong
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    forget()
    done = run(*WORDS)
    assert (done.code, done.out) == (ExitCode.DATA, "")
    assert f"{path}:{number + 1 + wrong.count(chr(10))}: " in done.err
    assert field in done.err
    assert "Traceback" not in done.err
    assert not list(inside.iterdir())


HEADS = [
    ("words = 5", "words"),
    ("words = [9, 3]", "words"),
    ('best = ["a", "b"]', "best"),
    ("idea = 3", "idea"),
    ('needs_film = "yes"', "needs_film"),
    ("wants = 3", "wants"),
    ('wants = ["mood"]', "wants"),
    ('arrange = "heap"', "arrange"),
    ("let = 3", "let"),
    ("base = 3", "base"),
    ("square = 3", "square"),
    ("[square.qoute]", "square.qoute"),
    ("[let]\nx = 'nowhere'", "let.x"),
    ("colour = 'ink'", "colour"),
]


@pytest.mark.parametrize(("wrong", "field"), HEADS)
def test_what_stands_at_the_head_of_a_layout_is_checked(tmp_path, wrong, field):
    """Each field for what it is, with its line."""
    path = tmp_path / "mine.toml"
    tables = "[quote]\nbox = [90, 90, 900, 900]\n[credit]\nsizes = [30]\n"
    path.write_text(f"{wrong}\n{tables}" if "[" not in wrong[:1] else f"{tables}{wrong}\n")
    with pytest.raises(DataError) as caught:
        checked(read(path), palette("flashback"))
    assert f"{field}: " in caught.value.what
    assert caught.value.where.startswith(f"{path}:")


def test_every_shipped_layout_passes_its_check():
    """In every size."""
    colours = palette("flashback")
    assert [mistake(one, colours) for one in layouts().values() if mistake(one, colours)] == []


@pytest.mark.parametrize("field", sorted(layout("panel").tables["quote"]))
def test_a_field_of_any_kind_that_is_spoilt_is_an_error_of_ours(field):
    """Never a traceback, whatever stands in a field."""
    one, colours = layout("panel"), palette("flashback")
    tables = {**one.tables, "quote": {**one.tables["quote"], field: {"a": [1]}}}
    error = mistake(replace(one, name=f"spoilt {field}", tables=tables), colours)
    assert error is None or error.where.startswith(f"{one.path}:")
    assert error or field in {"family", "reading"}


def mistake(one, colours):
    """What is wrong with a layout, if anything."""
    try:
        checked(one, colours)
    except DataError as error:
        return error
    return None


# ---------------------------------------------------------------- following a file


@pytest.fixture
def saves(monkeypatch):
    """A list of things to do, one at each look, instead of waiting; after the last one, Ctrl-C."""
    todo = []

    def sleep(_seconds):
        if not todo:
            raise KeyboardInterrupt
        todo.pop(0)()

    monkeypatch.setattr(watch.time, "sleep", sleep)
    return todo


def test_a_saved_layout_makes_the_card_anew(run, home, inside, saves):
    """A change is seen, a mistake is told and waited out, and Ctrl-C ends it well."""
    assert run("layouts", "new", "mine").code == ExitCode.OK
    path = home / "layouts" / "mine.toml"
    good = path.read_text(encoding="utf-8")
    cards = []

    def note(change):
        def act():
            cards.append((inside / "card.webp").read_bytes())
            path.write_text(change, encoding="utf-8")

        return act

    saves += [
        note(good.replace("wght = 330", "wght = 700")),
        note("words = 5"),
        note(good + "\n"),
        lambda: None,
    ]
    done = run(*WORDS, "--layout", "mine", "--out", "card.webp", "--watch")
    assert done.code == ExitCode.OK
    assert done.out.split() == ["card.webp"] * 3
    assert "mine.toml:1: words:" in done.err
    assert cards[0] != cards[1]
    assert (inside / "card.webp").read_bytes() == cards[0]


def test_a_changed_source_and_palette_are_seen(tmp_path, home, saves):
    """New files, changed ones and those that are gone; each change once."""
    one, other = tmp_path / "one", tmp_path / "two"
    saves += [
        lambda: one.write_text("a"),
        lambda: None,
        lambda: one.write_text("ab"),
        lambda: shutil.copy(one, other),
    ]
    saves.append(one.unlink)
    seen = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(iter_names(watch.changes(lambda: [one, other]), seen))
    assert seen == ["one", "one", "two", "one"]


def iter_names(changes, seen):
    for path in changes:
        seen.append(path.name)
    return []


def test_the_layouts_known_are_those_there_are(home):
    """Forgetting reads the folders anew."""
    before = set(layouts())
    (home / "layouts").mkdir()
    shutil.copy(packaged("layouts", "panel.toml"), home / "layouts" / "mine.toml")
    forget()
    assert set(layouts()) - before == {"mine"}
