from __future__ import annotations

import dataclasses

import pytest
from quotecards.datafiles import packaged
from quotecards.errors import DataError, ExitCode, UsageError
from quotecards.layout.palettes import palette, palettes, read, worst

GOOD = packaged("palettes", "sun-kissed.toml").read_text(encoding="utf-8")
NAMES = sorted(path.stem for path in packaged("palettes").glob("*.toml"))


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The user's own folder of palettes, empty."""
    monkeypatch.setenv("QUOTECARDS_HOME", str(tmp_path))
    folder = tmp_path / "palettes"
    folder.mkdir()
    return folder


def test_there_are_twenty_palettes_and_each_has_a_mood(own):
    """The package ships the twenty film moods."""
    found = palettes()
    assert list(found) == NAMES
    assert len(found) == 20
    assert all(one.mood and one.name == name for name, one in found.items())


@pytest.mark.parametrize("name", NAMES)
def test_every_palette_can_be_read_on_its_worst_point(name):
    """Ink stands at 7:1 and accent at 4.5:1 on every point of the ground, bare and under the panel."""
    one = read(packaged("palettes", f"{name}.toml"))
    assert worst(one, one.ink)[0] >= 7
    assert worst(one, one.accent)[0] >= 4.5


def test_the_worst_contrast_is_that_of_the_art_direction(own):
    """Two known values, so that the measure itself cannot drift."""
    arcade, giallo = palette("arcade"), palette("giallo-pastel")
    assert worst(arcade, arcade.ink)[0] == pytest.approx(9.56, abs=0.02)
    assert worst(giallo, giallo.accent)[0] == pytest.approx(4.55, abs=0.02)


def test_grain_is_weaker_on_dark_grounds(own):
    """A scene's grain is the palette's, a little more on light grounds and less on dark ones."""
    light, dark = palette("flashback"), palette("velvet-noir")
    assert light.grain_opacity == pytest.approx(0.34 * 1.05)
    assert dark.grain_opacity == pytest.approx(0.36 * 0.62)
    assert dataclasses.replace(light, grain=1.0).grain_opacity == 1.0


def test_a_palette_cannot_be_changed(own):
    """Palettes are frozen values."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        palette("arcade").ink = "#000000"


def test_an_unknown_palette_names_the_nearest_and_the_list(own):
    """The error says what was asked for, what was probably meant and where to look."""
    with pytest.raises(UsageError) as caught:
        palette("sun-kised")
    assert "'sun-kised'" in str(caught.value)
    assert "sun-kissed" in str(caught.value)
    assert "quotecards palettes list" in str(caught.value)
    assert caught.value.exit_code == ExitCode.USAGE


def test_a_palette_of_ones_own_is_one_file(own):
    """A file in the user's folder is a palette, without any Python."""
    (own / "my-mood.toml").write_text(GOOD.replace("#FFF3DF", "#FFF3E0"), encoding="utf-8")
    assert palette("my-mood").panel == "#FFF3E0"
    assert len(palettes()) == 21


def test_ones_own_palette_wins_over_the_packages(own):
    """The user's folder is searched first."""
    (own / "sun-kissed.toml").write_text(GOOD.replace("angle = 152", "angle = 90"), encoding="utf-8")
    assert palette("sun-kissed").angle == 90


WRONG = {
    "a colour that is none": ('ink = "#3D0F1B"', 'ink = "dark red"', "ink", "#RRGGBB"),
    "a short colour": ('panel = "#FFF3DF"', 'panel = "#FFF"', "panel", "#RRGGBB"),
    "two stops": ('"#FF9C7D", ', "", "stops", "three"),
    "a stop that is none": ("#FF9C7D", "#FF9C7X", "stops", "#FF9C7X"),
    "stops that are one text": ('["#FF9C7D", "#FFDC93", "#FFA3B8"]', '"#FF9C7D"', "stops", "three"),
    "an angle too wide": ("angle = 152", "angle = 400", "angle", "0 to 360"),
    "an angle that is text": ("angle = 152", 'angle = "up"', "angle", "0 to 360"),
    "an angle that is no number": ("angle = 152", "angle = nan", "angle", "0 to 360"),
    "a switch for a number": ("grain = 0.22", "grain = true", "grain", "0 to 1"),
    "too much grain": ("grain = 0.22", "grain = 22", "grain", "0 to 1"),
    "a mode that is none": ('mode = "light"', 'mode = "sepia"', "mode", "light"),
    "an empty mood": (GOOD.splitlines()[0], 'mood = ""', "mood", "mood"),
    "ink too pale": ('ink = "#3D0F1B"', 'ink = "#8A5A60"', "ink", "7:1"),
    "an accent too pale": ('accent = "#7D1220"', 'accent = "#C06070"', "accent", "4.5:1"),
    "an unknown field": ("grain = 0.22", "grain = 0.22\ngrian = 1", "grian", "Did you mean grain?"),
}


@pytest.mark.parametrize(("before", "after", "field", "told"), WRONG.values(), ids=WRONG)
def test_a_wrong_palette_is_told_with_file_line_and_field(own, before, after, field, told):
    """Every mistake is found on load: the message names the file, the line, the field and the remedy."""
    path = own / "wrong.toml"
    text = GOOD.replace(before, after)
    assert text != GOOD
    path.write_text(text, encoding="utf-8")
    number = 1 + next(i for i, row in enumerate(text.splitlines()) if row.startswith(f"{field} ="))
    with pytest.raises(DataError) as caught:
        palettes()
    assert caught.value.where == f"{path}:{number}"
    assert caught.value.what.startswith(f"{field}: ")
    assert told in str(caught.value)


@pytest.mark.parametrize("field", [row.split(" =")[0] for row in GOOD.splitlines() if " =" in row])
def test_a_missing_field_is_named(own, field):
    """No field has a silent default."""
    text = "\n".join(row for row in GOOD.splitlines() if not row.startswith(f"{field} ="))
    (own / "short.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=f"short.toml:1: {field}: it is missing"):
        palettes()


def test_broken_toml_is_told_with_its_line(own):
    """A file that is no TOML says where it breaks."""
    (own / "broken.toml").write_text('mood = "fine"\nstops = [\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"broken\.toml:\d"):
        palette("arcade")
