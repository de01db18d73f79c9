"""What every test shares: an empty home of its own, no settings from outside, and a way to run commands."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

import batch_stage

# A shared, noisy machine makes any time limit on a single example a coin to toss.
settings.register_profile("quotecards", deadline=None, derandomize=True)
settings.load_profile("quotecards")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory):
    """One empty folder for all tests that add no data of their own, so that what is cached by it stays."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def no_settings_from_outside(empty_home, monkeypatch):
    """No test sees the machine's settings, colours or terminal."""
    for name in list(os.environ):
        if name.startswith("QUOTECARDS_"):
            monkeypatch.delenv(name)
    for name in ("NO_COLOR", "COLORTERM", "TERM_PROGRAM", "KITTY_WINDOW_ID", "TMUX", "LC_TERMINAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUOTECARDS_HOME", str(empty_home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of the test's own, to put data files into."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("QUOTECARDS_HOME", str(place))
    return place


@pytest.fixture
def font_home(home):
    """A home to add fonts to, which is not there yet: the catalogue is read anew before and after."""
    from quotecards.fonts.catalogue import forget

    home.rmdir()
    forget()
    yield home
    forget()


@pytest.fixture
def inside(tmp_path, monkeypatch):
    """An empty working folder."""
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def seeds():
    """The folder of the five seed reviews."""
    return ROOT / "seeds"


@dataclass(frozen=True)
class Ran:
    """What a command left behind: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys):
    """A command line becomes what it printed and returned: run("extract", "review.txt")."""
    from quotecards.cli import main

    def ran(*arguments):
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Ran(int(code), printed.out, printed.err)

    return ran


@dataclass(frozen=True)
class FakeCard:
    """A card without a picture: its bytes are its words."""

    quote: object
    scene: object
    alt: str = "Quote card."
    caption: str = "A caption."

    def encoded(self, encoding="png"):
        return f"{encoding} {self.scene.size} {self.scene.palette} {self.quote.quote}".encode()


@pytest.fixture
def quick(monkeypatch):
    """A pipeline that draws nothing: each line of a review is a quote; "!" in a review breaks it.

    Its `calls` are the sources whose quotes were picked, in order.
    """
    import types

    import quotecards
    from quotecards.errors import DoesNotFit

    module = types.ModuleType("quotecards.pipeline")
    module.calls = []

    def extract(review, settings, **_):
        module.calls.append(review.source)
        if "!" in review.text:
            raise RuntimeError("boom")
        found = batch_stage.quotes(review, settings.top, film="Her", lines=("on *Her*",))
        return types.SimpleNamespace(
            quotes=found, candidates=found, labels=(), about=review.about, review=review
        )

    def scene(quote, settings, *, size=None):
        if "long" in quote.quote:
            raise DoesNotFit("these words do not fit.", remedy="Choose another layout.")
        palette = quote.palette or settings.palette or "sun-kissed"
        return types.SimpleNamespace(
            width=8,
            height=9,
            palette=palette,
            layout="panel",
            why="; the note is not shown: panel has no place for one" if quote.note else "",
            size=size or settings.size,
            scale=1,
            slide=1,
            slides=1,
        )

    module.extract = extract
    module.scene = scene
    module.card = lambda quote, settings, *, size=None: FakeCard(quote, scene(quote, settings, size=size))
    module.scenes = lambda *arguments, **more: (module.scene(*arguments, **more),)
    module.cards = lambda *arguments, **more: (module.card(*arguments, **more),)
    monkeypatch.setitem(__import__("sys").modules, "quotecards.pipeline", module)
    monkeypatch.setattr(quotecards, "pipeline", module, raising=False)
    return module
