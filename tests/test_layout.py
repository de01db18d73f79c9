"""The whole of layout: the testable rules of the art direction, on every case, layout and size."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quotecards.errors import DoesNotFit, ExitCode, FontError, UsageError
from quotecards.fonts import Square
from quotecards.layout import compose, layouts, sizes
from quotecards.layout.rules import rules
from quotecards.models import Credit

from layout_cases import CASES, HER, LAYOUTS, SIZES, case, every, lines, quote, scene

ALL = every()
COLUMNS = every("panel", "plain", "split", "margin")
READING = every("panel", "split", "margin")
LEAST_QUOTE = {"landscape": 38, "portrait": 44, "square": 44, "story": 44}
LEAST_CREDIT = {"landscape": 28, "portrait": 30, "square": 30, "story": 30}
MARKS = "“”‘’„«»‹›"


def told(found):
    """Parameters with their own names."""
    return pytest.mark.parametrize("made", [pytest.param(made, id=name) for name, made in found])


# ---------------------------------------------------------------- sizes and ratios


@told(ALL)
def test_nothing_is_too_small_to_read_on_a_phone(made):
    """E1: a quote is at least 44 px (38 on landscape), a credit at least 30 (28)."""
    assert all(line.size >= LEAST_QUOTE[made.size] for line in lines(made, "quote"))
    assert all(line.size >= LEAST_CREDIT[made.size] for line in lines(made, "credit"))


@told(ALL)
def test_the_credit_whispers(made):
    """E2: a quote is at least 1.45 times its credit, at display sizes at most five times."""
    for credit in lines(made, "credit"):
        ratio = lines(made, "quote")[0].size / credit.size
        assert ratio >= 1.45
        assert ratio <= 5.0


@told(COLUMNS)
def test_leading_suits_the_size(made):
    """E3: .92 to .98 above 120 px, to 1.09 where letters would touch; 1.06 to 1.20 from 70, 1.28 to 1.44 below."""
    found = lines(made, "quote")
    steps = [(below.baseline - above.baseline) / above.size for above, below in pairwise(found)]
    size = found[0].size
    least, most = (0.92, 1.09) if size > 120 else (1.06, 1.20) if size >= 70 else (1.28, 1.44)
    rounding = 1 / size
    assert all(least - rounding <= step <= most + rounding for step in steps)
    assert max(steps, default=0) - min(steps, default=0) <= 2 * rounding


@told(ALL)
def test_no_line_is_too_long_to_read(made):
    """E4: never over 42 characters, at most 36 at reading sizes and 30 at display sizes in a good shape."""
    measure = rules().measure
    assert all(len(line.text) <= measure.never for line in lines(made, "quote"))


@told([(name, made) for name, made in READING if len(lines(made, "quote")) > 1])
def test_reading_text_has_a_shape(made):
    """E5: no line under .60 of the longest but the last, that not under .42 of the mean, no widow."""
    found = lines(made, "quote")
    widths = [line.right - line.left for line in found]
    mean = sum(widths[:-1]) / len(widths[:-1])
    assert min(widths[:-1]) / max(widths) >= 0.59
    assert widths[-1] >= 0.42 * mean
    if sum(len(line.text.split()) for line in found) > 6:
        assert len(found[-1].text.split()) > 1


# ---------------------------------------------------------------- margins


@told(COLUMNS)
def test_the_first_letter_stands_on_the_margin(made):
    """E7: of every line of the quote and its credit the first letter, not the mark, is on the margin, ± 2 px."""
    for line in (*lines(made, "quote"), *lines(made, "credit")):
        pieces = [piece for run in line.runs for piece in run.pieces]
        first = min((piece for piece in pieces if not set(piece.text) <= set(MARKS)), key=lambda p: p.x)
        if first.text in "*jJ" or _flush_right(line, made):  # tails may swing out
            continue
        run = next(run for run in line.runs if first in run.pieces)
        side = _side(run, first)
        assert line.left - 2.001 <= first.x + side <= line.left + 2.001, line.text


def _side(run, piece):
    """The px between a piece's pen and its ink."""
    import uharfbuzz as hb

    font = hb.Font(hb.Face(hb.Blob.from_file_path(run.face.path)))
    font.set_variations(dict(run.face.axes))
    buffer = hb.Buffer()
    buffer.add_str(piece.text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"dlig": False, "locl": False})
    extents = font.get_glyph_extents(buffer.glyph_infos[0].codepoint)
    return extents.x_bearing / font.face.upem * run.size


def _flush_right(line, made):
    """The second end of a credit in one row."""
    return line.role == "credit" and line.left > made.width * 0.4


@told(ALL)
def test_no_ink_leaves_the_safe_area(made):
    """Only a hanging mark (and the tail of a J) may enter the side margin, and it stays on the card."""
    for line in made.lines:
        if line.role == "title":
            continue
        assert line.ink.top >= made.safe.top - 1, line.text
        assert line.ink.bottom <= made.safe.bottom + 1, line.text
        hung = line.text[:1] in MARKS or line.text[:1] in "*jJ"
        assert line.ink.left >= (8 if hung else made.safe.left - 2), line.text
        hung = line.text[-1:] in MARKS
        assert line.ink.right <= (made.width - 8 if hung else made.safe.right + 1), line.text


@told(ALL)
def test_quote_and_credit_keep_apart(made):
    """E11: no credit touches the quote; between them is a line and a half of credit, or they are side by side."""
    credit = lines(made, "credit")
    if not credit:
        return
    top = min(line.ink.top for line in credit)
    for line in lines(made, "quote"):
        if made.layout == "space":
            right = max(one.ink.right for one in credit)
            near = [piece.x for run in line.runs for piece in run.pieces if line.ink.bottom > top]
            assert all(x > right for x in near)
        else:
            assert top - line.ink.bottom >= 1.5 * 1.32 * credit[0].size - 4


@told(COLUMNS)
def test_credit_and_quote_share_their_left_edge(made):
    """E11: one margin for both."""
    edges = {line.left for role in ("quote", "credit") for line in lines(made, role) if line.text != "*"}
    assert min(edges) == lines(made, "quote")[0].left


@told(ALL)
def test_a_credit_never_turns_over_to_one_word(made):
    """E11: a credit line that is too long is balanced over its rows."""
    said = CASES[next(name for name in CASES if scene(name, made.layout, made.size) is made)][1].lines
    plain = {line.replace("*", "") for line in said}
    rows = [line.text for line in lines(made, "credit") if line.text != "*"]
    for row in rows:
        if row not in plain and not any(row.startswith(start) for start in plain):
            assert " " in row


@told(every("panel"))
def test_words_meet_no_ornament(made):
    """E12: no line reaches the cue mark, and there is but one ornament."""
    (mark,) = [part for part in made.base if part.kind == "ellipse"]
    for line in made.lines:
        apart = line.ink.right < mark.box.left or line.ink.top > mark.box.bottom
        assert apart, line.text


# ---------------------------------------------------------------- letters


@told(ALL)
def test_words_are_the_quotes_own(made):
    """E8, E9: the words stand as they are, within one pair of marks."""
    name = next(name for name in CASES if scene(name, made.layout, made.size) is made)
    text = "".join(line.text for line in lines(made, "quote")).replace(" ", "")
    assert text.removesuffix("*") == f"“{CASES[name][0]}”".replace(" ", "")


@told(ALL)
def test_a_card_has_two_families_and_an_object_face_at_most(made):
    """E13: the quote's family, the credit's, and that of a title."""
    families = {
        run.face.path.split("/")[-2] for line in made.lines for run in line.runs if line.role != "title"
    }
    colours = {run.colour for line in made.lines for run in line.runs if line.role != "title"}
    assert len(families) <= 2
    assert len(colours) <= 2


@told(ALL)
def test_film_titles_are_in_true_italic(made):
    """E10: what stands between asterisks comes from an italic file, the rest of a credit from a roman one."""
    for line in lines(made, "credit"):
        for run in line.runs:
            text = "".join(piece.text for piece in run.pieces)
            assert ("italic" in run.face.path) == ("roman" not in run.face.path)
            if "italic" in run.face.path:
                assert text[0] in line.text


@told(ALL)
def test_baselines_are_whole_px(made):
    """A letter is drawn alike on every line."""
    assert all(line.baseline == int(line.baseline) for line in made.lines)


# ---------------------------------------------------------------- choosing and refusing


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [name for name in CASES if name != "long"])
def test_every_case_has_some_layout(name, size):
    """Without a layout named, a quote of up to 40 words finds one on every size, and the scene says why."""
    made = compose(case(name), palette="flashback", size=size)
    assert made.layout in layouts()
    assert made.why.startswith(f"{made.layout}, {layouts()[made.layout].idea}")


def test_sixty_words_are_the_most():
    """E15: beyond 60 words a card is refused, with advice."""
    with pytest.raises(DoesNotFit) as caught:
        compose(quote("word " * 61), palette="flashback")
    assert "61 words" in str(caught.value)
    assert caught.value.exit_code == ExitCode.DOES_NOT_FIT


def test_no_words_make_no_card():
    """An empty quote is refused too."""
    with pytest.raises(DoesNotFit, match="no words"):
        compose(quote("  "), palette="flashback")


def test_beyond_45_words_only_a_page_will_do():
    """E15: panel refuses 46 words and names margin, which takes them."""
    long = quote("It is a long way to the end of the line. " * 5)
    with pytest.raises(DoesNotFit, match="Use margin"):
        compose(long, palette="flashback", layout="panel")
    assert compose(long, palette="flashback").layout == "margin"


def test_split_needs_a_film():
    """A layout that shows the title refuses a quote of no film, and is not chosen for one."""
    with pytest.raises(DoesNotFit, match="no film is known"):
        compose(case("bare"), palette="flashback", layout="split")
    chosen = {compose(case("bare"), palette="flashback", seed=seed).layout for seed in range(12)}
    assert "split" not in chosen


def test_what_has_no_place_is_refused_with_advice():
    """A word wider than the card at the least size is no reason to go below it."""
    with pytest.raises(DoesNotFit, match="do not fit on plain") as caught:
        compose(
            quote("Donaudampfschifffahrtsgesellschaftskapitänswitwenrente"), palette="matinee", layout="plain"
        )
    assert "panel" in caught.value.remedy


@pytest.mark.parametrize(
    ("names", "kind"),
    [({"palette": "no"}, "palette"), ({"layout": "no"}, "layout"), ({"size": "no"}, "size")],
)
def test_unknown_names_are_refused(names, kind):
    """A palette, layout or size that is not there is a usage error."""
    with pytest.raises(UsageError, match=kind):
        compose(case("life"), **({"palette": "flashback"} | names))


def test_a_character_without_a_font_is_refused():
    """The error names it."""
    with pytest.raises(FontError, match="U\\+16A0"):
        compose(quote("A film \u16a0 indeed it is"), palette="flashback")


def test_the_same_words_make_the_same_scene():
    """Nothing depends on what was composed before."""
    first = compose(case("media"), palette="flashback", seed=3)
    for name in CASES:
        compose(case(name), palette="matinee", seed=3)
    assert compose(case("media"), palette="flashback", seed=3) == first


def test_the_base_does_not_depend_on_the_words():
    """One base serves all cards of a palette, layout and size."""
    for layout in LAYOUTS:
        bases = {scene(name, layout, "portrait").base for name in CASES if scene(name, layout, "portrait")}
        assert len(bases) == 1


def test_without_a_credit_there_is_no_gap_for_it():
    """A quote may stand alone."""
    alone = compose(case("bare"), palette="flashback", layout="plain")
    assert not lines(alone, "credit")
    assert lines(alone, "quote")


def test_any_measurer_will_do():
    """With squares for letters the arithmetic is the same."""
    made = compose(case("life"), palette="flashback", layout="panel", measurer=Square())
    assert "".join(line.text for line in lines(made, "quote")).count("life") == 1


VOCABULARY = (
    "a the of and that film love is it self-awareness communicating Spike Jonze 2013 — end. now, I’m "
    "‘Her’ unbelievable; endless yes so heard/judged question? wow! state-of-the-art (quiet)"
)
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), min_size=2, max_size=60).map(" ".join)


@given(WORDS, st.sampled_from(LAYOUTS), st.sampled_from(SIZES), st.sampled_from([HER, Credit()]))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_are_set_within_bounds_or_refused(text, layout, size, credit):
    """Random quotes either keep every bound or raise DoesNotFit: nothing in between."""
    one = quote(text, credit, kind="film")
    try:
        made = compose(one, palette="flashback", layout=layout, size=size)
    except DoesNotFit:
        return
    found = lines(made, "quote")
    said = " ".join(line.text for line in found).replace(" ", "").replace("\u2006", "").removesuffix("*")
    assert said == f"“{text}”".replace(" ", "")
    test_no_ink_leaves_the_safe_area(made)
    test_quote_and_credit_keep_apart(made)
    test_no_line_is_too_long_to_read(made)
    for above, below in pairwise(found):
        assert below.baseline > above.baseline


def test_a_card_takes_a_few_milliseconds():
    """A quote of 19 words is composed in under 4 ms of one core once the fonts are warm (12 to be safe)."""
    one = case("media")
    for _ in range(3):
        compose(one, palette="flashback", layout="panel")
    start = time.process_time()
    for _ in range(20):
        compose(one, palette="flashback", layout="panel")
    assert (time.process_time() - start) / 20 < 0.012


def test_a_size_like_another_takes_over_its_numbers(home):
    """A size of the user's works with every layout, as the size that it is like."""
    (home / "sizes.toml").write_text(
        "[banner]\nwidth = 1200\nheight = 675\nsafe = { side = 72, top = 64, bottom = 64 }\n"
        'least_quote = 38\nleast_credit = 28\nlike = "landscape"\n'
    )
    assert sizes()["banner"].words == sizes()["landscape"].words
    for layout in ("panel", "split"):
        made = compose(case("media"), palette="flashback", layout=layout, size="banner")
        assert (made.width, made.height) == (1200, 675)


def test_emphasis_is_marked_on_a_page_only():
    """E14: the marker belongs to margin; elsewhere nothing is drawn, and nothing ever becomes bold."""
    one = replace(case("long"), emphasis="endless space between the words")
    made = compose(one, palette="tea-house", layout="margin")
    assert {part.kind for part in made.parts} == {"polygon", "fill"}
    assert compose(one, palette="tea-house", layout="panel").parts == ()
