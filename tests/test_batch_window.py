"""Cards are drawn in the order that shares the most, and come out in the order of the reviews."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import nullcontext

import pytest
from quotecards import pipeline
from quotecards.batch import window, work, writing
from quotecards.errors import OutputError
from quotecards.models import Review
from quotecards.settings import load

import batch_stage

REVIEWS = [
    ("ticket", "umber"),
    ("panel", "umber"),
    ("ticket", "dawn"),
    ("panel", "umber"),
    ("ticket", "umber"),
]


@pytest.fixture
def drawn(monkeypatch):
    """What was drawn, one after the other, by a stand-in: a review's text names its layout and palette."""
    order = []

    class Card(batch_stage.Card):
        def encoded(self, encoding="png"):
            if "broken" in self.quote.quote:
                raise ValueError("it tore")
            order.append((self.scene.layout, self.scene.palette))
            return super().encoded(encoding)

    def cards(quote, settings, *, size=None):
        (scene,) = batch_stage.scenes(quote, settings, size=size)
        scene.layout, scene.palette = quote.quote.split()[:2]
        return (Card(quote, scene),)

    monkeypatch.setattr(pipeline, "extract", batch_stage.extract)
    monkeypatch.setattr(pipeline, "cards", cards)
    return order


def begun(texts, bench):
    return [
        window.begun(Review(f"{text} {number}", f"{number}.txt"), "r", bench)
        for number, text in enumerate(texts)
    ]


def bench(put=lambda _name, _content: None):
    return work.Bench(load({"top": 1}), put, lambda _stage: nullcontext())


def test_cards_that_share_a_ground_are_drawn_after_each_other(drawn):
    """By layout and palette; their lines come out by review all the same, and it is told whose is next."""
    told, at = [], bench()
    reviews = begun([" ".join(look) for look in REVIEWS], at)
    window.draw(((one, lambda number=number: told.append(number)) for number, one in enumerate(reviews)), at)
    assert drawn == sorted(REVIEWS)
    assert told == [1, 3, 2, 0, 4]
    lines = [line for one in reviews for line in one.done.lines]
    assert [(line["layout"], line["palette"]) for line in lines] == REVIEWS
    assert [line["source"] for line in lines] == [f"{number}.txt" for number in range(5)]


def test_a_card_that_cannot_be_drawn_is_one_error_line(drawn):
    """In its place among the others, with what is known of it."""
    at = bench()
    reviews = begun(["panel dawn", "panel broken", "panel umber"], at)
    window.draw(((one, lambda: None) for one in reviews), at)
    done = [one.done for one in reviews]
    assert [one.cards for one in done] == [1, 0, 1]
    assert "it tore" in done[1].lines[0]["error"]
    assert done[1].lines[0]["source"] == "1.txt"
    assert len(drawn) == 2


def test_writing_keeps_nobody_waiting():
    """What is put is written by another thread, in its order, and all of it is there after waiting."""
    written, seconds = [], Counter()

    def slow(name, content):
        time.sleep(0.01)
        written.append((name, content, threading.current_thread() is threading.main_thread()))

    with writing.Writing(slow, seconds) as to:
        for number in range(9):
            to.put(f"{number}.png", bytes([number]))
        assert len(written) < 9
        to.wait()
    assert written == [(f"{number}.png", bytes([number]), False) for number in range(9)]
    assert seconds["write"] >= 0.09


def test_a_place_that_cannot_be_written_to_stops_all(drawn):
    """The error of another thread comes out where cards are put, or at the latest where they are waited for."""

    def refuse(_name, _content):
        raise OutputError("the disk is full.", where="cards")

    with writing.Writing(refuse, Counter()) as to:
        at = bench(to.put)
        reviews = begun([" ".join(look) for look in REVIEWS], at)
        with pytest.raises(OutputError, match="the disk is full"):
            _all_written(reviews, at, to)


def _all_written(reviews, at, to):
    window.draw(((one, lambda: None) for one in reviews), at)
    to.wait()
