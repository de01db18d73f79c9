"""Layouts that show a thing, a sign or a picture: their own rules of the art direction, and what they are asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image
from quotecards.colour import luminance, luminances
from quotecards.datafiles import packaged
from quotecards.draw import draw
from quotecards.errors import DataError, DoesNotFit, UsageError
from quotecards.layout import compose
from quotecards.layout.choose import choose_layouts
from quotecards.models import Still
from quotecards.scrim import LEAST, contrasts, legible
from quotecards.settings import load

from layout_cases import CASES, HER, SIZES, case, lines, quote

THINGS = ("credits-roll", "filmstrip", "letterbox", "marquee", "screenplay", "ticket", "title-card")
STILLS = ("poster", "subtitle")
MARKS = "“”‘’ "


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    """A bright picture: nothing light can be read on it without a scrim."""
    path = tmp_path_factory.mktemp("still") / "bright.jpg"
    Image.new("RGB", (300, 400), "#F4F0FF").save(path)
    return str(path)


@cache
def made(name, layout, size, palette="flashback"):
    """A case on a layout at a size; None where it does not fit."""
    try:
        return compose(case(name), palette=palette, layout=layout, size=size)
    except DoesNotFit:
        return None


def every(*names):
    """All scenes of all cases on layouts that fit."""
    return [
        pytest.param(one, id=f"{name} on {layout} {size}")
        for name in CASES
        for layout in names
        for size in SIZES
        if (one := made(name, layout, size)) is not None
    ]


ALL = every(*THINGS)


@pytest.mark.parametrize("layout", THINGS)
def test_each_has_room_for_some_case_on_every_size(layout):
    """Or it would never be seen there."""
    assert {size for size in SIZES for name in CASES if made(name, layout, size)} == set(SIZES)


@pytest.mark.parametrize("one", ALL)
def test_nothing_is_too_small(one):
    """E1: quote at least 44 px, on landscape 38; credit 30 and 28."""
    least = (38, 28) if one.size == "landscape" else (44, 30)
    assert all(line.size >= least[0] for line in lines(one, "quote"))
    credit = [line.size for line in lines(one, "credit")]
    assert max(credit, default=least[1]) >= least[1]


@pytest.mark.parametrize("one", ALL)
def test_words_are_verbatim(one):
    """E9: what is set is what was said, in its own letters, but for capitals on a sign."""
    assert _told(_set(one)) in {_told(text) for text, _, _ in CASES.values()}


def _set(one):
    return " ".join(line.text for line in lines(one, "quote"))


def _told(text):
    return "".join(letter for letter in text if letter not in MARKS and not letter.isspace())


@pytest.mark.parametrize("one", ALL)
def test_no_words_leave_the_card_or_meet_others(one):
    """Ink stays 16 px within the card, and no line of the quote meets one of the credit."""
    for line in one.lines:
        assert line.ink.left >= 16
        assert line.ink.top >= 2
        assert line.ink.right <= one.width - 16
        assert line.ink.bottom <= one.height - 2
    for line in lines(one, "quote"):
        for other in lines(one, "credit"):
            apart = (
                line.ink.bottom <= other.ink.top
                or line.ink.top >= other.ink.bottom
                or line.ink.right <= other.ink.left
            )
            assert apart


@pytest.mark.parametrize("palette", ["flashback", "silver-print", "neon-night"])
@pytest.mark.parametrize("layout", THINGS)
def test_words_stand_out_on_the_final_pixels(layout, palette):
    """E16: the quote at least 7, the credit at least 4.5, against what is drawn behind them."""
    name = next(name for name in CASES if made(name, layout, "portrait"))
    one = made(name, layout, "portrait", palette)
    behind = np.asarray(draw(replace(one, lines=())))
    for line in one.lines:
        if line.role in {"quote", "credit"}:
            assert _contrast(line, behind) >= (6.9 if line.role == "quote" else 4.4)


def _contrast(line, picture):
    ink = line.ink
    seen = picture[int(ink.top) : int(ink.bottom) + 1, int(ink.left) : int(ink.right) + 1]
    # grain makes single pixels darker and lighter; the eye sees their neighbourhood
    found = np.percentile(luminances(seen.reshape(-1, 3)), (5, 95))
    own = luminance(line.runs[0].colour)
    return min((max(own, spot) + 0.05) / (min(own, spot) + 0.05) for spot in found)


# ---------------------------------------------------------------- each one's own


@pytest.mark.parametrize("one", every("title-card", "credits-roll"))
def test_centred_words_stand_on_the_axis(one):
    """The block of words is in the middle of the card, but for what marks hang."""
    left = min(line.ink.left for line in lines(one, "quote"))
    right = max(line.ink.right for line in lines(one, "quote"))
    assert abs((left + right) / 2 - one.width / 2) <= 0.35 * lines(one, "quote")[0].size


@pytest.mark.parametrize("one", every("letterbox"))
def test_a_letterbox_is_a_picture_of_its_ratio(one):
    """2.39 to 1, words within it, the credit below."""
    picture = one.base[0].box
    assert picture.width / picture.height == pytest.approx(2.39)
    assert all(picture.top < line.ink.top < line.ink.bottom < picture.bottom for line in lines(one, "quote"))
    assert all(line.ink.top >= picture.bottom for line in lines(one, "credit"))


@pytest.mark.parametrize("one", every("filmstrip"))
def test_a_filmstrip_has_one_size_in_two_to_four_frames(one):
    """A cut for each clause, not a size."""
    assert len({line.size for line in lines(one, "quote")}) == 1
    assert 2 <= one.notes["frames"] <= 4


@pytest.mark.parametrize("one", every("marquee"))
def test_a_sign_has_no_quote_marks_and_hardly_crooked_letters(one):
    """Up to 1.1 degrees and 2 px; always the same for the same words."""
    for line in lines(one, "quote"):
        assert not set(line.text) & set("“”")
        assert all(abs(run.angle) <= 1.1 for run in line.runs)
        assert all(abs(piece.y - line.baseline) <= 2 for run in line.runs for piece in run.pieces)


@pytest.mark.parametrize("one", every("ticket"))
def test_all_words_of_a_ticket_are_turned_with_it(one):
    """Nothing on a crooked ticket is straight."""
    turn = {-1.2} if one.size == "landscape" else {-2.2}
    assert {run.angle for line in one.lines for run in line.runs if line.role != "label"} == turn


def test_a_screenplay_names_the_speaker_only_if_told():
    """In capitals above the words; never guessed."""
    said = replace(case("brief"), credit=replace(HER, speaker="Amy"))
    for one, wanted in ((said, True), (case("brief"), False)):
        set_ = compose(one, palette="flashback", layout="screenplay")
        assert any(line.text == "AMY" for line in set_.lines) == wanted


def test_a_screenplay_stars_the_lines_that_matter():
    """A star beside each line that holds some of the words, and no other."""
    one = compose(
        replace(case("long"), emphasis="endless space between the words"),
        palette="flashback",
        layout="screenplay",
    )
    stars = [line.baseline for line in lines(one, "note")]
    held = [line.baseline for line in lines(one, "quote") if {"endless", "between"} & set(line.text.split())]
    assert stars
    assert set(held) <= set(stars)


def test_a_page_of_dialogue_is_for_dialogue_only():
    """No reviewer's line is typed as if somebody had said it in a film."""
    for seed in range(5):
        assert "screenplay" not in {one.name for one, _ in choose_layouts(case("media"), seed)}


# ---------------------------------------------------------------- stills


@pytest.mark.parametrize("layout", STILLS)
def test_photo_layouts_are_offered_only_with_a_still(layout):
    """Without one they are not chosen, and asked for they say what they need."""
    known = {one.name for one, _ in choose_layouts(case("life"))}
    assert layout not in known
    assert layout in {one.name for one, _ in choose_layouts(case("life"), still=True)}
    with pytest.raises(DoesNotFit) as caught:
        compose(case("life"), palette="flashback", layout=layout)
    assert "--still" in caught.value.remedy


@pytest.mark.parametrize("layout", STILLS)
@pytest.mark.parametrize("size", SIZES)
def test_the_scrim_is_as_dark_as_the_words_need(layout, size, still):
    """On white every line reaches 4.5, and a lighter scrim would not have done."""
    tried = []

    def compose_with(scrim):
        tried.append(
            compose(
                case("life"),
                palette="flashback",
                layout=layout,
                size=size,
                still=Still(still, (0.5, 0.5), scrim),
            )
        )
        return tried[-1]

    assert min(contrasts(legible(compose_with))) >= LEAST
    assert all(min(contrasts(one)) < LEAST for one in tried[:-1])


def test_a_still_that_is_none_is_told(tmp_path):
    """A text file, and one that is not there."""
    path = tmp_path / "still.jpg"
    path.write_text("no picture")
    for where in (path, tmp_path / "missing.jpg"):
        one = compose(case("life"), palette="flashback", layout="poster", still=Still(str(where)))
        with pytest.raises(DataError, match=r"picture|no such still"):
            draw(one)


@pytest.mark.parametrize("focus", ["0.5", "2,0.5", "left,top", "0.5,0.4,0.1"])
def test_a_focus_is_two_fractions(focus):
    """From the top left of the still."""
    with pytest.raises(UsageError, match="is not a point"):
        load({"focus": focus})
    assert load({"focus": "0.25,1"}).focus == (0.25, 1.0)


def test_a_new_layout_needs_no_python(home):
    """A file in the user's folder that uses things of the others is found, told and set."""
    folder = home / "layouts"
    folder.mkdir(parents=True)
    source = (packaged("layouts") / "ticket.toml").read_text(encoding="utf-8")
    (folder / "cloakroom.toml").write_text(source.replace('idea = "', 'idea = "not '), encoding="utf-8")
    one = compose(quote(CASES["machines"][0], HER), palette="flashback", layout="cloakroom")
    assert one.layout == "cloakroom"
