"""Twice the pixels are the same card; the overlay shows what stands where."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from quotecards.draw import draw
from quotecards.draw.overlay import COLOURS, over
from quotecards.layout import compose, layouts
from quotecards.layout.boxes import boxes
from quotecards.layout.scaled import scaled

from layout_cases import case

LAYOUTS = sorted(name for name, one in layouts().items() if not one.needs_still)


def scene(layout, size="square"):
    from quotecards.errors import DoesNotFit

    for name in ("life", "brief", "space", "one"):
        try:
            return compose(case(name), palette="flashback", layout=layout, size=size)
        except (DoesNotFit, KeyError):
            continue
    pytest.skip(f"no case for {layout}")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_twice_the_pixels_are_the_same_card(layout):
    """Brought back to its size it differs by no more than its grain does."""
    one = scene(layout)
    two = scaled(one, 2)
    assert (two.width, two.height, two.scale) == (2 * one.width, 2 * one.height, 2)
    assert [line.text for line in two.lines] == [line.text for line in one.lines]
    first = np.asarray(draw(one), np.int16)
    second = np.asarray(draw(two).resize((one.width, one.height), Image.Resampling.BOX), np.int16)
    assert np.abs(first - second).mean() < 5
    assert (np.abs(first - second).max(2) > 90).mean() < 0.004


def test_once_is_the_very_scene():
    """Nothing is touched."""
    one = scene("panel")
    assert scaled(one, 1) is one


def test_the_overlay_draws_on_top_of_a_copy():
    """Safe area, boxes and baselines in their colours; the picture itself stays as it was."""
    one = scaled(scene("panel"), 2)
    picture = draw(one)
    before = picture.tobytes()
    seen = over(picture, one, boxes(one))
    assert picture.tobytes() == before
    found = {colour for _, colour in seen.getcolors(maxcolors=2**24)}
    for name in ("safe", "box", "baseline", "ink"):
        assert tuple(bytes.fromhex(COLOURS[name][1:])) in found
    assert seen.getpixel((round(one.safe.left) + 2, round(one.safe.top))) == tuple(
        bytes.fromhex(COLOURS["safe"][1:])
    )


def test_the_command_line_makes_both(run, inside):
    """The name tells the scale; the picture has the pixels; an overlay is another picture."""
    words = (
        "preview",
        "--text",
        "A quiet wonder.",
        "--palette",
        "flashback",
        "--layout",
        "plain",
        "--size",
        "square",
    )
    assert run(*words, "--scale", "2").out == "a-quiet-wonder-1-square@2x.png\n"
    with Image.open(inside / "a-quiet-wonder-1-square@2x.png") as card:
        assert card.size == (2160, 2160)
    run(*words, "--out", "plain.png")
    run(*words, "--debug", "--out", "lines.png")
    assert (inside / "plain.png").read_bytes() != (inside / "lines.png").read_bytes()


def test_a_batch_tells_the_scale(run, inside):
    """In the name, and with the pixels in the manifest."""
    import json

    (inside / "quotes.csv").write_text("quote\nA quiet wonder.\n")
    done = run(
        "render", "quotes.csv", "--out", "cards", "--size", "square", "--scale", "2", "--format", "webp"
    )
    assert done.code == 0, done.err
    line = json.loads((inside / "cards" / "manifest.jsonl").read_text())
    assert (line["scale"], line["width"], line["size"]) == (2, 2160, "square")
    assert "-square@2x-" in line["card"]


def test_no_scale_is_beyond_three(run, inside):
    """Exit code 2, and what is possible."""
    done = run("preview", "--text", "A quiet wonder.", "--scale", "9")
    assert (done.code, "from 1 to 3" in done.err) == (2, True)
    assert not list(inside.iterdir())
