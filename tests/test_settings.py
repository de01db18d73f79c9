"""Settings come from five places, the first that names a value wins, and every mistake tells its place."""

from __future__ import annotations

import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards import settings
from quotecards.errors import DataError, ExitCode, UsageError


def test_the_defaults_fill_every_field(inside):
    """defaults.toml names each setting once, and nothing else."""
    from quotecards.datafiles import load, packaged

    assert set(load(packaged("defaults.toml"))) == set(settings.names()) == set(settings.RULES)
    assert settings.load().size == "portrait"
    assert settings.load().palette is None


def test_the_first_place_that_names_a_value_wins(inside, home, monkeypatch):
    """flags > environment > project file > user file > defaults."""
    assert settings.load().top == 3
    (home / "config.toml").write_text("top = 11\nseed = 11\nmin_words = 7\ntaste = 'verdict'\n")
    (inside / "quotecards.toml").write_text("top = 12\nseed = 12\nmin_words = 8\n")
    monkeypatch.setenv("QUOTECARDS_TOP", "13")
    monkeypatch.setenv("QUOTECARDS_SEED", "13")
    found = settings.load({"top": 14})
    assert (found.top, found.seed, found.min_words, found.taste) == (14, 13, 8, "verdict")


def test_a_flag_that_was_not_given_is_no_value(inside):
    """None and an empty list leave the weaker places their say."""
    assert settings.load({"top": None, "size": []}) == settings.load()


def test_sizes_may_be_one_or_several(inside, monkeypatch):
    """A list, or names with commas between; each once, in their order."""
    monkeypatch.setenv("QUOTECARDS_SIZE", "story, square,story")
    assert settings.load().sizes == ("story", "square")
    assert settings.load({"size": ["square", "portrait"]}).sizes == ("square", "portrait")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("top", "many", "whole number from 1 to 1000"),
        ("top", 0, "whole number"),
        ("top", True, "whole number"),
        ("min_words", "-1", "whole number"),
        ("taste", "verdct", "Did you mean verdict?"),
        ("profanity", "hide", "allow, mask, drop"),
        ("spoilers", "mask", "allow, flag, drop"),
        ("format", "gif", "png, jpeg, webp"),
        ("language", "english!", "a code such as en"),
        ("palette", 3, "Use a text"),
        ("size", "", "at least one"),
        ("out", " ", "names a folder"),
    ],
)
def test_a_bad_value_tells_the_flag_and_what_is_allowed(inside, name, value, says):
    """A wrong flag is a usage error, whose place is the flag."""
    if value in ("", " "):
        value = [value] if name == "size" else value
    with pytest.raises(UsageError) as raised:
        settings.load({name: value})
    assert raised.value.where == "--" + name.replace("_", "-")
    assert says in f"{raised.value.what} {raised.value.remedy}"
    assert raised.value.exit_code is ExitCode.USAGE


def test_a_bad_value_in_the_environment_tells_the_variable(inside, monkeypatch):
    """The same rules hold for the environment."""
    monkeypatch.setenv("QUOTECARDS_TASTE", "sour")
    with pytest.raises(UsageError) as raised:
        settings.load()
    assert raised.value.where == "environment, QUOTECARDS_TASTE"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("top = 2\ntaste = 'sour'\n", 2, "taste: 'sour' is not known."),
        ("# mine\n\ntopp = 2\n", 3, "there is no setting 'topp'."),
        ("top = 2\nlayout = [\n", 2, "not valid TOML"),
        ("seed = 1.5\n", 1, "seed: 1.5 is not possible."),
    ],
)
@pytest.mark.parametrize("name", ["work/quotecards.toml", "home/config.toml"])
@pytest.mark.usefixtures("inside", "home")
def test_a_wrong_settings_file_tells_file_line_and_field(tmp_path, name, text, line, says):
    """A wrong file is a data error with its line."""
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(DataError) as raised:
        settings.load()
    assert raised.value.where.endswith(f"{path.name}:{line}")
    assert says in raised.value.what
    assert raised.value.remedy
    assert raised.value.exit_code is ExitCode.DATA


def test_the_least_must_not_exceed_the_most(inside):
    """min_words and max_words are checked against each other."""
    with pytest.raises(UsageError, match="min_words is 9 and max_words 3"):
        settings.load({"min_words": 9, "max_words": 3})


def test_settings_are_frozen_and_travel_to_other_processes(inside):
    """A worker gets the very same settings."""
    found = settings.load({"size": ["story"], "palette": "neon-night"})
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.top = 4


@given(
    st.sampled_from(list(settings.RULES)),
    st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()), st.floats(), st.booleans()),
)
def test_any_value_is_taken_or_refused_by_name(name, value):
    """A rule returns a value or raises a UsageError with a remedy, whatever it is given."""
    error = None
    try:
        settings.RULES[name](value)
    except UsageError as raised:
        error = raised
    assert error is None or error.remedy
