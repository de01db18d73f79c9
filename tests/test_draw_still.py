from __future__ import annotations

import os

import numpy as np
import pytest
from PIL import Image
from quotecards.draw import parts
from quotecards.errors import DataError

from squares import part

VIEW = (0, 0, 40, 20)


@pytest.fixture
def path(tmp_path):
    """A picture of four quarters: red, green, blue, white."""
    picture = Image.new("RGB", (200, 200), "#FFFFFF")
    for colour, corner in (("#FF0000", (0, 0)), ("#00FF00", (100, 0)), ("#0000FF", (0, 100))):
        picture.paste(colour, (*corner, corner[0] + 100, corner[1] + 100))
    picture.save(tmp_path / "still.png")
    return tmp_path / "still.png"


def shown(path, edges=VIEW, view=VIEW, **values):
    """The levels (rows, columns, 3) and coverage of a still in a view."""
    import dataclasses

    whole = dataclasses.replace(part("still", edges, **values), source=str(path))
    seen = parts.layer(whole, view)
    return seen.levels.transpose(1, 2, 0), seen.coverage


def test_a_still_covers_its_box_and_keeps_its_shape(path):
    """A square in a wide box is scaled to its width and cropped above and below, round its middle."""
    levels, coverage = shown(path)
    assert coverage == 1.0
    assert levels[2, 5].tolist() == [255, 0, 0]
    assert levels[17, 5].tolist() == [0, 0, 255]
    assert levels[2, 35].tolist() == [0, 255, 0]


def test_a_focus_chooses_what_is_seen(path):
    """Near an edge the crop stops at the edge."""
    assert shown(path, focus_y=0.0)[0][15, 5].tolist() == [255, 0, 0]
    assert shown(path, focus_y=1.0)[0][4, 5].tolist() == [0, 0, 255]


def test_a_zoom_shows_less(path):
    """At four times, round a point of the first quarter, nothing else is seen."""
    levels, _ = shown(path, zoom=4, focus_x=0.25, focus_y=0.25)
    assert (levels == [255, 0, 0]).all()


def test_a_still_is_seen_through_views(path):
    """Strip by strip and in a box that begins inside a pixel it is one picture."""
    edges = (4.5, 3.5, 30, 18)
    whole, coverage = shown(path, edges)
    strips = [shown(path, edges, (0, top, 40, top + 5)) for top in (0, 5, 10, 15)]
    assert np.array_equal(np.concatenate([strip[0] for strip in strips]), whole)
    assert coverage[10, 4] == 0.5
    assert coverage[10, 2] == 0


def test_a_camera_that_was_turned_is_set_upright(tmp_path):
    """The file's own word on its orientation is obeyed."""
    picture = Image.new("RGB", (40, 20), "#0000FF")
    picture.paste("#FF0000", (0, 0, 20, 20))
    told = Image.Exif()
    told[0x0112] = 6
    picture.save(tmp_path / "turned.jpg", exif=told, quality=95)
    levels, _ = shown(tmp_path / "turned.jpg", (0, 0, 20, 40), (0, 0, 20, 40))
    assert levels[5, 10, 0] > 200
    assert levels[35, 10, 2] > 200


def test_a_changed_still_is_read_again(path):
    """What is kept of a file is forgotten when the file changes."""
    assert shown(path)[0][2, 5].tolist() == [255, 0, 0]
    Image.new("RGB", (50, 50), "#123456").save(path)
    os.utime(path, (1, 1))
    assert shown(path)[0][2, 5].tolist() == [0x12, 0x34, 0x56]


def test_a_still_that_is_none_is_named(tmp_path):
    """Missing, a text, cut off: the error names the file and what to give instead."""
    text = tmp_path / "still.jpg"
    text.write_text("not a picture", encoding="utf-8")
    cut = tmp_path / "cut.png"
    Image.effect_noise((60, 60), 40).save(cut)
    cut.write_bytes(cut.read_bytes()[:900])
    for wrong, told in ((tmp_path / "none.png", "no such still"), (text, "picture"), (cut, "picture")):
        with pytest.raises(DataError, match=told) as caught:
            shown(wrong)
        assert caught.value.where == str(wrong)


@pytest.mark.parametrize("size", [(12_000, 9_000), (20_000, 10_000)])
def test_a_still_of_too_many_megapixels_is_refused(tmp_path, size):
    """Before it is read into memory."""
    path = tmp_path / "huge.png"
    Image.new("1", size).save(path)
    with pytest.raises(DataError, match="megapixels"):
        shown(path)


def test_a_still_without_a_source_is_refused():
    """A layout that shows a still has to say which."""
    with pytest.raises(DataError, match="lacks a source"):
        parts.layer(part("still", VIEW), VIEW)
