"""A handle and a logo sign each card where it is quiet: inside the safe area, clear of all ink, readable."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw
from quotecards import pipeline
from quotecards.brand import LEAST, Brand, signed, together
from quotecards.colour import contrast, hex_of
from quotecards.draw import draw, logo
from quotecards.errors import DataError, DoesNotFit, ExitCode
from quotecards.layout import compose, layouts
from quotecards.models import Box, Part
from quotecards.settings import load
from quotecards.sizes import size as size_of

from layout_cases import CASES, case

HANDLE = "@filmclub"
LAYOUTS = sorted(name for name, one in layouts().items() if not one.needs_still)
SIZES = ["portrait", "square", "story", "landscape"]


@pytest.fixture
def mark(tmp_path):
    """A logo: a red disc on nothing."""
    picture = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((50, 20, 210, 180), fill=(255, 0, 0, 255))
    picture.save(tmp_path / "logo.png")
    return str(tmp_path / "logo.png")


def meet(one, other):
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_handle_is_quiet(layout, size):
    """In the safe area, smaller than any credit, over no ink and no part, readable; or below the credit."""
    settings = load({"layout": layout, "palette": "sun-kissed", "handle": HANDLE})
    for name in CASES:
        try:
            scene = pipeline.scene(case(name), settings, size=size)
        except DoesNotFit:
            continue
        line = next((line for line in scene.lines if line.role == "handle"), None)
        if line is None:
            assert HANDLE in " ".join(one.text for one in scene.lines if one.role != "quote")
            continue
        ink, safe = line.ink, scene.safe
        assert safe.left - 1 <= ink.left <= ink.right <= safe.right + 1
        assert safe.top - 1 <= ink.top <= ink.bottom <= safe.bottom + 1
        assert line.size < size_of(size).least_credit
        assert not any(meet(ink, other.ink) for other in scene.lines if other is not line)
        assert not any(meet(ink, part.box) for part in scene.parts)
        behind = signed(
            compose(case(name), layout=layout, palette="sun-kissed", size=size), Brand(HANDLE, None)
        )
        assert behind is not None


def test_a_handle_can_be_read_on_the_pixels_behind_it():
    """Its colour is one of the card's words and stands out from the drawn ground."""
    plain = compose(case("life"), layout="panel", palette="sun-kissed")
    scene = signed(plain, Brand(HANDLE, None))
    line = scene.lines[-1]
    box = tuple(round(edge) for edge in (line.ink.left, line.ink.top, line.ink.right, line.ink.bottom))
    behind = np.asarray(draw(plain).crop(box)).reshape(-1, 3)
    ratios = [contrast(line.runs[0].colour, hex_of(pixel)) for pixel in np.unique(behind, axis=0)]
    assert np.percentile(ratios, 2) >= LEAST
    assert line.runs[0].colour in {run.colour for one in plain.lines for run in one.runs}


def test_a_logo_stands_beside_the_handle_in_its_colour(mark):
    """A silhouette, cropped to what is not see-through, never larger than it should be."""
    plain = compose(case("life"), layout="panel", palette="sun-kissed")
    scene = signed(plain, Brand(HANDLE, mark))
    (part,) = [part for part in scene.parts if part.kind == "logo"]
    line = scene.lines[-1]
    assert part.colours == (line.runs[0].colour,)
    assert part.box.width == pytest.approx(part.box.height, rel=0.02)
    assert part.box.right < line.ink.left
    seen = draw(scene).getpixel(
        (round((part.box.left + part.box.right) / 2), round((part.box.top + part.box.bottom) / 2))
    )
    assert contrast(hex_of(seen), part.colours[0]) < 1.3
    alone = signed(plain, Brand(None, mark))
    assert [line.role for line in alone.lines] == [line.role for line in plain.lines]


def test_a_card_without_a_quiet_place_has_the_handle_below_its_credit(mark):
    """The strip leaves none; a logo alone is an error there."""
    settings = load({"layout": "filmstrip", "palette": "flashback", "handle": HANDLE})
    scene = pipeline.scene(case("life"), settings)
    assert HANDLE in [line.text for line in scene.lines if line.role == "credit"]
    alone = {"palette": "flashback", "logo": mark}
    with pytest.raises(DoesNotFit, match="no quiet place"):
        pipeline.scene(case("life"), load({**alone, "layout": "filmstrip"}))


@pytest.mark.parametrize(
    ("mode", "colour", "says"), [("RGB", (9, 9, 9), "no outline"), ("RGBA", (0, 0, 0, 0), "no outline")]
)
def test_a_logo_without_an_outline_is_refused(tmp_path, mode, colour, says):
    """Opaque all over it would be a block; see-through all over, nothing."""
    Image.new(mode, (20, 20), colour).save(tmp_path / "logo.png")
    with pytest.raises(DataError, match=says):
        logo.shape(str(tmp_path / "logo.png"))


@pytest.mark.parametrize(
    ("flags", "code", "says"),
    [
        (["--logo", "text.png"], ExitCode.DATA, "cannot be read as a picture"),
        (["--logo", "none.png"], ExitCode.DATA, "no such"),
        (["--handle", "@" + "x" * 60], ExitCode.USAGE, "at most 40"),
        (["--handle", "@\u0b95\U00013000"], ExitCode.DATA, "font"),
    ],
)
def test_a_wrong_brand_is_told(run, inside, flags, code, says):
    """With its exit code, and no card."""
    (inside / "text.png").write_text("no picture")
    done = run("preview", "--text", "A quiet wonder.", "--layout", "plain", *flags)
    assert (done.code, says in done.err) == (code, True), done.err
    assert [path.name for path in inside.iterdir()] == ["text.png"]


def test_the_manifest_and_the_alt_text_tell_the_handle(run, inside):
    """And a card without one says so with null."""
    (inside / "quotes.csv").write_text("quote\nA quiet wonder.\n")
    run("render", "quotes.csv", "--out", "cards", "--handle", HANDLE, "--format", "webp")
    line = json.loads((inside / "cards" / "manifest.jsonl").read_text())
    assert line["handle"] == HANDLE
    assert line["alt"].endswith(f"Signed: {HANDLE}.")
    run("render", "quotes.csv", "--out", "others", "--format", "webp")
    line = json.loads((inside / "others" / "manifest.jsonl").read_text())
    assert line["handle"] is None
    assert "Signed" not in line["alt"]


def test_a_logo_is_the_same_in_strips(mark):
    """Whatever part of it is asked for, as much of it as stands there; nothing beside it."""
    part = Part("logo", Box(10, 5, 50, 45), ("#123456",), source=mark)
    whole = logo.logo(part, (0, 0, 60, 50)).coverage
    strips = [logo.logo(part, (0, top, 60, top + 10)).coverage for top in range(0, 50, 10)]
    assert np.array_equal(np.concatenate(strips), whole)
    assert whole[25, 30] == 1
    assert whole[:5].max() == whole[:, :10].max() == 0


LENGTHY = " ".join(CASES[name][0] for name in ("long", "chasm", "bomb", "media"))


def handles(made):
    """Where the handle of each card begins; None where it is not in the margin."""
    found = [[line.ink for line in scene.lines if line.role == "handle"] for scene in made]
    return {(round(one[0].left), round(one[0].bottom)) if one else None for one in found}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("layout", ["panel", "split", "title-card", "screenplay", "margin"])
def test_a_handle_keeps_its_place_through_a_carousel(layout, size):
    """The same place on all cards, or below the credit on all."""
    settings = load({"layout": layout, "palette": "sun-kissed", "handle": HANDLE, "carousel": True})
    made = pipeline.scenes(replace(case("long"), quote=LENGTHY, verbatim=LENGTHY), settings, size=size)
    assert len(made) > 1
    assert len(handles(made)) == 1
    assert all(HANDLE in " ".join(line.text for line in scene.lines) for scene in made)


def test_a_corner_that_is_taken_on_one_card_is_given_up_on_the_other():
    """The best place of each alone is not theirs together."""
    bare = compose(case("machines"), layout="plain", palette="sun-kissed")
    alone = signed(bare, Brand(HANDLE, None))
    [corner] = [line.ink for line in alone.lines if line.role == "handle"]
    other = signed(
        replace(bare, parts=(*bare.parts, Part("fill", corner, ("#000000",)))), Brand(HANDLE, None)
    )
    assert len(handles([alone, other])) == 2
    made = together([alone, other], Brand(HANDLE, None))
    assert handles(made) == handles([other])


def test_cards_without_a_quiet_place_are_not_signed_together():
    """One that is not signed in its margin leaves the others as they are."""
    bare = compose(case("machines"), layout="plain", palette="sun-kissed")
    assert together([signed(bare, Brand(HANDLE, None)), bare], Brand(HANDLE, None)) is None
