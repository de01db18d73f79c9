from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from quotecards.draw import draw
from quotecards.layout import compose

import generated
from generated import composed, faults, looks, made
from layout_cases import quote

SAMPLE = range(600)


def test_no_generated_quote_leaves_its_place_shrinks_or_turns_to_boxes():
    """Of 600 quotes in 17 languages, on every layout and size, each is set right or refused with a remedy."""
    seats = looks()
    set_right, wrong = 0, []
    for number in SAMPLE:
        scene = composed(made(number), *seats[number % len(seats)])
        if scene is not None:
            set_right += 1
            wrong += [(number, scene.layout, scene.size, fault) for fault in faults(scene)]
    assert not wrong
    assert set_right > len(SAMPLE) / 3


SOFT = 3  # standard deviations of a glow, beyond which nobody sees it


@pytest.mark.parametrize("seat", range(0, len(looks()), 3))
def test_what_is_drawn_keeps_within_the_ink_that_was_reckoned(seat, tmp_path):
    """On pixels: a card differs from its own ground only within its lines' ink boxes and a little around."""
    layout, size = looks()[seat]
    numbers = range(seat * 40, seat * 40 + 400)
    scene = next(found for at in numbers if (found := composed(made(at), layout, size)) is not None)
    scene = replace(scene, base=_with_still(scene.base, tmp_path), grain=0.0)
    bare = np.asarray(draw(replace(scene, lines=()))).astype(int)
    differs = np.abs(np.asarray(draw(scene)).astype(int) - bare).max(axis=2) > 24
    assert differs.any()
    for line in scene.lines:
        ink = line.ink
        soft = 2 + SOFT * max((glow.sigma for run in line.runs for glow in run.glow), default=0)
        top, left = int(max(ink.top - soft, 0)), int(max(ink.left - soft, 0))
        differs[top : int(ink.bottom + soft) + 1, left : int(ink.right + soft) + 1] = False
    assert not differs.any()


def _with_still(base, folder):
    """A base whose picture is there."""
    path = folder / "evening.jpg"
    Image.new("RGB", (300, 300), "#7A5C80").save(path)
    return tuple(replace(part, source=str(path)) if part.kind == "still" else part for part in base)


def test_a_word_that_turns_within_stands_on_the_margin():
    """Digits before Hebrew, on a line from left to right, do not hang for the letters behind them."""
    scene = composed(made(10160), "plain", "portrait")
    assert any(line.text.startswith("2,001שלום") for line in scene.lines)
    assert list(faults(scene)) == []


def test_a_planted_fault_is_found(monkeypatch):
    """Lines moved off the card, letters made small and a glyph that is none: all are told."""
    scene = compose(
        quote("The film is a quiet wonder of light.", language="en"), palette="flashback", layout="plain"
    )
    assert faults(scene) == []
    ink = scene.lines[0].ink
    moved = replace(scene.lines[0], ink=replace(ink, right=ink.right + 900))
    assert "stands at" in faults(replace(scene, lines=(moved,)))[0]
    small = replace(scene.lines[0], size=12)
    assert "under 44" in faults(replace(scene, lines=(small,)))[0]
    monkeypatch.setattr(generated, "_known", lambda *_: False)
    assert "has no glyph" in faults(scene)[0]
