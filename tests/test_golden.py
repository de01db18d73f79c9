from __future__ import annotations

import dataclasses
import json

import pytest
from quotecards.draw import draw
from quotecards.models import Piece

import golden

SCENES = golden.scenes()


def check(name, actual, expected):
    """Fail with words, pictures and versions if one level of one pixel differs."""
    told = golden.difference(actual, expected)
    if told:
        golden.keep(name, actual, expected)
        made = json.loads(golden.VERSIONS.read_text(encoding="utf-8"))
        pytest.fail(
            f"{name}: {told}; see tests/failed. Drawn with {made}, now {golden.versions()}. "
            "If the change is meant, look at it and run: make golden"
        )


@pytest.mark.parametrize("name", SCENES)
def test_a_golden_scene_is_drawn_as_it_was(name):
    """Every pixel of a known scene is what was looked at and committed."""
    expected = golden.read((golden.FOLDER / f"{name}.png").read_bytes())
    check(name, draw(SCENES[name]), expected)


def test_a_showcase_card_is_made_as_it_was():
    """Every card in cards/showcase is what the program still makes of its seed, and none is left over."""
    cards = golden.showcase()
    there = {path.name for path in golden.SHOWCASE.glob("*.jpg")}
    assert there == set(cards)
    for name, make in cards.items():
        check(
            name.removesuffix(".jpg"), golden.read(make()), golden.read((golden.SHOWCASE / name).read_bytes())
        )


# ---------------------------------------------------------------- planted mistakes


def moved(scene):
    """Each line one pixel to the right."""
    return _with_pieces(scene, lambda piece: dataclasses.replace(piece, x=piece.x + 1))


def nudged(scene):
    """Each line a quarter of a pixel to the right."""
    return _with_pieces(scene, lambda piece: dataclasses.replace(piece, x=piece.x + 0.25))


def misspelt(scene):
    """One letter of the last word replaced by its neighbour in the alphabet."""
    *lines, last = scene.lines
    run = last.runs[0]
    piece = run.pieces[-1]
    wrong = piece.text[:-1] + chr(ord(piece.text[-1]) + 1)
    pieces = (*run.pieces[:-1], Piece(wrong, piece.x, piece.y))
    changed = dataclasses.replace(last, runs=(dataclasses.replace(run, pieces=pieces),))
    return dataclasses.replace(scene, lines=(*lines, changed))


def uncredited(scene):
    """The last line is missing."""
    return dataclasses.replace(scene, lines=scene.lines[:-1])


def darker(scene):
    """The ground four levels darker."""
    ground = scene.base[0]
    colours = tuple(
        "#" + "".join(f"{max(0, int(colour[i : i + 2], 16) - 4):02X}" for i in (1, 3, 5))
        for colour in ground.colours
    )
    return dataclasses.replace(scene, base=(dataclasses.replace(ground, colours=colours), *scene.base[1:]))


def smooth(scene):
    """The film grain forgotten."""
    return dataclasses.replace(scene, grain=0.0)


def _with_pieces(scene, change):
    lines = tuple(
        dataclasses.replace(
            line,
            runs=tuple(dataclasses.replace(run, pieces=tuple(map(change, run.pieces))) for run in line.runs),
        )
        for line in scene.lines
    )
    return dataclasses.replace(scene, lines=lines)


@pytest.mark.parametrize("mistake", [moved, nudged, misspelt, uncredited, darker, smooth])
@pytest.mark.parametrize("name", SCENES)
def test_a_planted_mistake_is_caught(name, mistake):
    """The comparison has teeth: each small mistake is seen as a difference."""
    right = draw(SCENES[name])
    assert golden.difference(right, draw(SCENES[name])) == ""
    assert "pixels differ" in golden.difference(draw(mistake(SCENES[name])), right)


def test_a_picture_of_another_size_is_a_difference():
    """A card cropped by a pixel is told as such."""
    right = draw(SCENES["day"])
    assert "(199, 250)" in golden.difference(right.crop((0, 0, 199, 250)), right)


def test_a_failure_leaves_its_pictures_behind(tmp_path, monkeypatch):
    """What was drawn, what was expected and where they differ lie in tests/failed, and the failure names them."""
    monkeypatch.setattr(golden, "FAILED", tmp_path / "failed")
    right = draw(SCENES["night"])
    with pytest.raises(pytest.fail.Exception, match="tests/failed"):
        check("night", draw(moved(SCENES["night"])), right)
    kept = sorted(path.name for path in (tmp_path / "failed").iterdir())
    assert kept == ["night-actual.png", "night-diff.png", "night-expected.png"]
