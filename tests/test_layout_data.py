"""Sizes, rules, layouts and plans: data files that are checked, and expressions that are reckoned."""

from __future__ import annotations

import pytest
from quotecards.datafiles import packaged
from quotecards.errors import DataError, UsageError
from quotecards.layout import compose
from quotecards.layout.geometry import colour, evaluate, number
from quotecards.layout.layouts import layout, layouts, read
from quotecards.layout.palettes import palette
from quotecards.layout.plan import plan
from quotecards.layout.rules import rules
from quotecards.sizes import size, sizes

from layout_cases import LAYOUTS, SIZES, case

PANEL = packaged("layouts", "panel.toml").read_text(encoding="utf-8")
NAMES = {"W": 1000.0, "safe.left": 80.0, "ink": "#000000", "panel": "#FFFFFF"}

# ---------------------------------------------------------------- expressions


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (12, 12),
        ("0.5 * W - 20", 480),
        ("min(W, safe.left + 10) / 2", 45),
        ("-(W - 999)", -1),
        ("max(1, round(2.6))", 3),
    ],
)
def test_lengths_are_reckoned(expression, value):
    """Numbers, names, sums and a few functions."""
    assert number(expression, NAMES) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [("ink", "#000000"), ("#FF0000", "#FF0000"), ("mix(ink, panel, 0.5)", "#808080")],
)
def test_colours_are_mixed(expression, value):
    """Names, hexadecimal colours and mixtures."""
    assert colour(expression, NAMES) == value


@pytest.mark.parametrize(
    "expression",
    [
        "nobody",
        "W +",
        "W ** 2",
        "W / 0",
        "__import__('os')",
        "W.real",
        "[1]",
        True,
        None,
        "min(x=1)",
        "W - ink",
    ],
)
def test_what_is_no_expression_is_refused(expression):
    """No names but those given, no calls but those known, nothing that could do anything else."""
    with pytest.raises(DataError):
        evaluate(expression, NAMES)


def test_a_colour_is_no_length_and_a_length_no_colour():
    """Each where it belongs."""
    with pytest.raises(DataError, match="where a length belongs"):
        number("ink", NAMES)
    with pytest.raises(DataError, match="where a colour belongs"):
        colour("W", NAMES)


# ---------------------------------------------------------------- sizes and rules


def test_the_four_sizes_are_those_of_the_networks():
    """Portrait, square, story and landscape, each with a safe area inside."""
    assert {name: (one.width, one.height) for name, one in sizes().items()} == {
        "portrait": (1080, 1350),
        "square": (1080, 1080),
        "story": (1080, 1920),
        "landscape": (1200, 630),
    }
    for one in sizes().values():
        assert 0 < one.safe.left < one.safe.right < one.width
        assert 0 < one.safe.top < one.safe.bottom < one.height


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("width = 0", "width"),
        ("safe = 3", "safe"),
        ("words = 61", "from 1 to 60"),
        ("words = 0", "words"),
        ("words = true", "words"),
        ("safe = { side = 900, top = 1, bottom = 1 }", "no room"),
    ],
)
def test_a_wrong_size_tells_its_line(home, line, what):
    """File, line and field."""
    good = {
        "width": "width = 1000",
        "height": "height = 1000",
        "safe": "safe = { side = 50, top = 50, bottom = 50 }",
        "least_quote": "least_quote = 40",
        "least_credit": "least_credit = 30",
        "words": "words = 40",
    }
    good[line.split()[0]] = line
    (home / "sizes.toml").write_text("[mine]\n" + "\n".join(good.values()) + "\n")
    with pytest.raises(DataError, match=what) as caught:
        size("mine")
    assert f"sizes.toml:{[*good].index(line.split()[0]) + 2}" in caught.value.where


def test_an_unknown_size_names_the_nearest():
    """Or all there are."""
    with pytest.raises(UsageError, match="Did you mean portrait"):
        size("potrait")
    with pytest.raises(UsageError, match="story"):
        size("xyz")


@pytest.mark.parametrize(
    ("px", "wanted", "led"),
    [
        (160, 1.1, 0.98),
        (160, 0.9, 0.92),
        (120, 0.9, 1.06),
        (70, 1.3, 1.20),
        (69, 1.1, 1.28),
        (44, 1.43, 1.43),
        (44, 1.6, 1.6),
    ],
)
def test_leading_is_kept_within_its_band(px, wanted, led):
    """Whatever a layout asks for; only scripts with tall letters ask for more than any band has."""
    assert rules().led(wanted, px) == led


# ---------------------------------------------------------------- layouts


def test_each_layout_says_what_it_is_for():
    """An idea in a few words, a range of words, and a roomier one to turn to."""
    assert set(LAYOUTS) <= set(layouts())
    for one in layouts().values():
        assert one.idea
        assert one.words[0] <= one.best[0] <= one.best[1] <= one.words[1]
        assert one.roomier in {*layouts(), ""}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("at", SIZES)
def test_every_layout_is_reckoned_on_every_size(name, at):
    """Boxes lie on the card, the quote's and credit's within the safe area; the ground covers all."""
    one = size(at)
    made = plan(layout(name), one, palette("flashback"))
    for box in (made.quote.box, made.credit.box):
        assert one.safe.left <= box.left < box.right <= one.safe.right
        assert one.safe.top <= box.top < box.bottom <= one.safe.bottom
    assert made.base[0].box.left == 0
    assert made.base[0].box.bottom == one.height
    assert made.quote.least >= one.least_quote
    assert min(made.credit.sizes) >= one.least_credit


def test_a_layout_is_one_data_file(home):
    """A new one costs no Python: it is listed, reckoned and composed."""
    (home / "layouts").mkdir()
    text = PANEL.replace("0.13 * W", "0.20 * W").replace(
        "the screen seen from a dark row", "a sheet of paper"
    )
    (home / "layouts" / "sheet.toml").write_text(text, encoding="utf-8")
    made = compose(case("media"), palette="flashback", layout="sheet")
    assert made.layout == "sheet"
    assert layouts()["sheet"].idea == "a sheet of paper"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("idea =", "ideas =", "Did you mean idea"),
        ("words = [8, 45]", "words = [8]", "words"),
        ('arrange = "column"', 'arrange = "pile"', "pile"),
        ("largest = 120", "larges = 120", "largest is missing"),
        ("weight = 40", "wieght = 40", "Did you mean weight"),
        ("weak = 20.0", "weka = 20.0", "costs: known are"),
        ("weak = 20.0", 'weak = "20"', "costs.weak is '20', not a number"),
        ("weak = 20.0", "lines = 2.5", "costs.lines is 2.5, not a whole number"),
        ("axes = { wght = 330 }", 'axes = "bold"', "axes"),
        ('"0.13 * W"', '"0.13 * X"', "let.left"),
        ('box = ["left", 0, "W", "bottom"]', 'box = ["left", 0, "W"]', "box"),
        ('colour = "ink"', 'colour = "W"', "where a colour belongs"),
    ],
)
def test_a_wrong_layout_tells_its_place(tmp_path, old, new, what):
    """What is wrong is told with file and line, when it is read or when it is reckoned."""
    assert old in PANEL
    path = tmp_path / "mine.toml"
    path.write_text(PANEL.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=what) as caught:
        plan(read(path), size("portrait"), palette("flashback"))
    assert caught.value.where.startswith(f"{path}:")


def test_a_layout_without_a_quote_is_none(tmp_path):
    """Both the quote and the credit are needed."""
    path = tmp_path / "mine.toml"
    path.write_text('idea = "nothing"\n')
    with pytest.raises(DataError, match="quote: this table is missing"):
        read(path)


def test_an_unknown_layout_names_the_nearest():
    """And where to see them all."""
    with pytest.raises(UsageError, match=r"Did you mean panel.* See: quotecards layouts list"):
        layout("pannel")
