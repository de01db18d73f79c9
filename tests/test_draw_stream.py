"""The stream of quotes by which drawing is measured is what it claims to be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

RENDER = Path(__file__).resolve().parents[1] / "benchmarks" / "render"


@pytest.fixture
def stream(monkeypatch):
    monkeypatch.syspath_prepend(str(RENDER))
    import stream

    yield stream
    sys.modules.pop("stream")


def test_it_has_the_vocabulary_of_a_stream_of_reviews(stream):
    """Two thousand quotes hold five thousand different words and more."""
    assert len(stream.vocabulary(2000)) >= 5000


def test_it_is_the_same_on_every_run(stream):
    """A quote is known by its number, wherever one begins."""
    assert stream.quotes(3, first=40) == stream.quotes(43)[40:]


def test_its_quotes_are_as_long_as_quotes_are(stream):
    """Eight to forty-five words, short and long ones."""
    lengths = [len(quote.quote.split()) for quote in stream.quotes(400)]
    assert min(lengths) >= 6
    assert max(lengths) <= 45
    assert len({length // 10 for length in lengths}) >= 4
