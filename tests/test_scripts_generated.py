from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
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


@pytest.mark.parametrize("number", range(0, 400, 16))
def test_what_is_drawn_keeps_within_the_ink_that_was_reckoned(number):
    """On pixels: a card differs from its own ground only within its lines' ink boxes and a pixel around."""
    scene = next(
        (
            found
            for at in range(number, number + 16)
            if (found := composed(made(at), "plain", "portrait")) is not None
        ),
        None,
    )
    assert scene is not None
    bare = np.asarray(draw(replace(scene, lines=(), grain=0.0))).astype(int)
    inked = np.asarray(draw(replace(scene, grain=0.0))).astype(int)
    differs = np.abs(inked - bare).max(axis=2) > 24
    assert differs.any()
    for line in scene.lines:
        ink = line.ink
        top, left = int(ink.top) - 2, int(ink.left) - 2
        differs[max(top, 0) : int(ink.bottom) + 3, max(left, 0) : int(ink.right) + 3] = False
    assert not differs.any()


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
