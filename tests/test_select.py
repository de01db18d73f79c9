"""The best few lines: gated, different from each other, the strongest first, the same on every run."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quotecards.datafiles import load as load_data
from quotecards.datafiles import packaged
from quotecards.models import Cleaned, Edit, Label, Passage, Postable, Review, Scored
from quotecards.score import score
from quotecards.select import Gates, best, blocked, gate, leading, masked, profane, ranked
from quotecards.select.offer import worth
from quotecards.settings import load

from invented import told

HOLDS = frozenset(load_data(packaged("gates", "holds.toml")))
OPEN = Gates(min_words=1, max_words=1000, min_score=0.0)


def line(
    text, start=0, *, number=0, last=None, value=0.9, taste="verdict", flags=(), confidence=1.0, chance=None
):
    """A scored passage that stands somewhere; `chance` is that it can be posted, known or not."""
    form = "sentence" if last is None else "passage"
    passage = Passage(
        start, start + len(text), form, "reviewer", 0, number, number if last is None else last, confidence
    )
    tastes = {"verdict": 0.0, "aphorism": 0.0, "dialogue": 0.0, taste: value}
    return Scored(passage, text, value, tastes, (), flags, None if chance is None else Postable(chance))


def flags(text, gates=None, **marks):
    """The flags of a review's first sentence."""
    cleaned, voices, passages = told(text, **marks)
    return gated(gate(cleaned, score(cleaned, voices, passages), gates or OPEN)[0])


def gated(one):
    """The flags that gates gave, without the scorer's holds."""
    return tuple(flag for flag in one.flags if flag not in HOLDS)


# ---------------------------------------------------------------- gates


def test_a_line_too_short_or_too_long_is_flagged_and_blocked():
    """Lengths are counted in words: "don't" and "sun-kissed" are one each."""
    gates = Gates(min_words=4, max_words=6, min_score=0.0)
    assert flags("Don’t drift, sun-kissed sea.", gates) == ()
    assert flags("Don’t drift, sea.", gates) == ("too-short",)
    assert flags("One two three four five six seven.", gates) == ("too-long",)
    assert blocked(line("x", flags=("too-short",)), gates)


def test_gates_are_made_of_the_settings():
    """What a flag or a file says reaches the gates."""
    chosen = load({"min_words": 7, "max_words": 9, "profanity": "allow", "spoilers": "drop"})
    made = Gates.of(chosen)
    assert (made.min_words, made.max_words, made.profanity, made.spoilers) == (7, 9, "allow", "drop")


def test_gate_drops_nothing_and_keeps_the_order():
    """Every line comes back, with its flags, for whoever wants to see them all."""
    cleaned, voices, passages = told("Fine. A fucking fine film about love and the sea.")
    found = score(cleaned, voices, passages)
    assert [one.passage for one in gate(cleaned, found, Gates())] == list(passages)


def test_flags_are_not_given_twice():
    """Gating what was gated changes nothing."""
    cleaned, voices, passages = told("A fucking fine film. He dies.")
    once = gate(cleaned, score(cleaned, voices, passages), Gates())
    assert gate(cleaned, once, Gates()) == once


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("A damn fine film.", "mild"),
        ("Hell, it works.", "mild"),
        ("What a fucking mess.", "strong"),
        ("What a Fucking mess.", "strong"),
        ("This is a shitshow.", "strong"),
        ("Pure bullshit, all of it.", "strong"),
        ("What a f**king mess.", "strong"),
        ("What a f*** mess.", "strong"),
        ("He calls them faggots twice.", "slur"),
    ],
)
def test_swearing_is_found_by_tier(text, tier):
    """Mild, strong and slurs, whatever the case and the ending, starred out or not."""
    assert {found for _, _, found in profane(text)} == {tier}


@pytest.mark.parametrize(
    "text",
    [
        "Dick Van Dyke dances.",
        "You must kill your darlings.",
        "We saw “Inglourious Basterds” and “Hell or High Water” that night.",
        "Moby Dick is a whale; Philip K. Dick is not.",
        "The classic assassin passes Scunthorpe on a bass cello.",
        "Its one chink in the armour is the score.",
        "They named the boat Bloody Mary Lou.",
        "A cocktail of grapes and shiitake.",
    ],
)
def test_names_titles_and_innocent_words_are_let_through(text):
    """Whole words only, and none that a name or a title holds."""
    assert profane(text) == ()


def test_by_default_strong_words_and_slurs_are_blocked_and_mild_ones_pass():
    """Drop is the default; allow lets everything by, mask all but slurs."""
    mild, strong, slur = (line("x", flags=(f"profanity-{tier}",)) for tier in ("mild", "strong", "slur"))
    assert [blocked(one, Gates()) for one in (mild, strong, slur)] == [False, True, True]
    assert [blocked(one, Gates(profanity="mask")) for one in (mild, strong, slur)] == [False, False, True]
    assert [blocked(one, Gates(profanity="allow")) for one in (mild, strong, slur)] == [False, False, False]


def test_masking_is_an_edit_like_any_other():
    """The masked text is what its edits make of the verbatim, and other edits stay."""
    verbatim = 'A "fucking" fine damn film.'
    curls = (Edit("curl-quotes", 2, 3, '"', "“"), Edit("curl-quotes", 10, 11, '"', "”"))
    text, edits = masked(verbatim, curls)
    assert text == "A “f•••••g” fine damn film."
    assert [edit.kind for edit in edits] == ["curl-quotes", "mask", "curl-quotes"]
    assert all(verbatim[edit.start : edit.end] == edit.before for edit in edits)


def test_what_follows_a_spoiler_warning_is_flagged_up_to_the_next_label():
    """The warning covers what stands under it, not the rest of the review."""
    text = (
        "The sea is calm here.\nspoiler| *Spoiler*\nThen the ship sinks with all hands.\n"
        "caption| A still.\nThe light is a marvel."
    )
    cleaned, voices, passages = told(text)
    found = gate(cleaned, score(cleaned, voices, passages), Gates(min_score=0.0))
    assert [gated(one) for one in found] == [(), ("spoiler", "spoiler-warned"), ()]


@pytest.mark.parametrize(
    "text", ["In the final scene they part.", "It turns out she was the killer.", "Anna dies."]
)
def test_a_line_that_gives_the_end_away_is_flagged(text):
    """The signs of a spoiler in the line itself are enough for the flag."""
    assert "spoiler" in flags(text)


def test_a_review_that_promises_no_spoilers_is_not_flagged():
    """ "Spoiler-free" and "no spoilers" are the opposite of a warning."""
    assert flags("A calm sea of a film.\nThis is spoiler-free, there are no spoilers.") == ()


def test_spoilers_are_allowed_flagged_or_dropped():
    """Flagged is the default: such a line may be picked, but one that gives nothing away goes first."""
    told_all = line(
        "The sea takes all of them in.", 0, number=0, value=0.9, flags=("spoiler", "spoiler-warned")
    )
    discreet = line("A quiet marvel about the sea.", 50, number=1, value=0.8)
    assert best([told_all, discreet], 2, Gates()) == (discreet, told_all)
    assert best([told_all, discreet], 2, Gates(spoilers="drop")) == (discreet,)
    assert best([told_all, discreet], 2, Gates(spoilers="allow")) == (told_all, discreet)


def test_damaged_and_labelled_lines_are_blocked():
    """What is not surely prose, or not surely whole, stands on no card."""
    review = Review("A quiet marvel. Log in to reply.", "x")
    cleaned = Cleaned(review, (), (Label(16, 32, "reply form", "said so"),))
    whole, torn = line("A quiet marvel.", 0), line("A quiet marvel.", 0, confidence=0.3)
    form = line("Log in to reply.", 16, number=1)
    assert [one.flags for one in gate(cleaned, [whole, torn, form], OPEN)] == [
        (),
        ("damaged",),
        ("labelled",),
    ]
    assert [blocked(one, OPEN) for one in gate(cleaned, [whole, torn, form], OPEN)] == [False, True, True]


def test_a_line_worth_little_is_weak_and_stands_on_no_card():
    """Where nothing is quotable, nothing is picked."""
    assert flags("She parked it near there on a Monday in 2009.", Gates()) == ("weak",)
    assert best([line("Meh.", value=0.0)], 3, OPEN) == ()


# ---------------------------------------------------------------- the best


def test_the_best_come_first_and_ties_by_place():
    """Equal lines keep the order in which they stand."""
    texts = ["The harbour sleeps.", "A marvel of patience.", "Nobody is forgiven.", "Winter has no alibi."]
    lines = [
        line(text, 40 * n, number=n, value=value)
        for n, (text, value) in enumerate(zip(texts, [0.5, 0.7, 0.7, 0.9], strict=True))
    ]
    assert [one.text for one in best(lines, 3, OPEN)] == [texts[3], texts[1], texts[2]]
    assert best(lines[::-1], 4, OPEN) == best(lines, 4, OPEN)


def test_no_two_picks_share_a_sentence():
    """A passage and its own sentence, or two clauses of one sentence, are one pick."""
    whole = line("The sea waits. It is patient.", 0, number=0, last=1, value=0.9)
    part = line("The sea waits.", 0, number=0, value=0.8)
    clause = line("It is", 15, number=1, value=0.7)
    other = line("Nobody is forgiven here.", 40, number=2, value=0.2)
    assert best([whole, part, clause, other], 4, OPEN) == (whole, other)


def test_the_same_line_said_twice_is_picked_once():
    """A pull quote that repeats the text, or a line within a longer one, adds nothing."""
    lines = [
        line("A tender, luminous film about a harbour.", 0, number=0, value=0.9),
        line("A tender, luminous film about a harbor!", 100, number=1, value=0.8),
        line(
            "It is, once more, a tender, luminous film about a harbour, and then some.",
            200,
            number=2,
            value=0.7,
        ),
        line("Nobody is forgiven here.", 300, number=3, value=0.2),
    ]
    assert best(lines, 4, OPEN) == (lines[0], lines[3])


def test_balanced_picks_are_spread_over_tastes_but_not_at_any_price():
    """Of near equals another taste goes first; a clearly better line wins. An aphorism's .93 is a chance of .89."""
    first = line("The harbour sleeps.", 0, number=0, chance=0.9)
    second = line("A marvel of patience.", 40, number=1, chance=0.89)
    aphorism = line("Nobody is forgiven.", 80, number=2, value=0.93, taste="aphorism", chance=0.2)
    weaker = line("Winter has no alibi.", 120, number=3, value=0.85, taste="aphorism", chance=0.2)
    assert best([first, second, aphorism], 2, OPEN) == (first, aphorism)
    assert best([first, second, weaker], 2, OPEN) == (first, second)
    assert best([first, second, weaker], 2, OPEN, "verdict") == (first, second)


def test_what_a_line_of_the_reviewer_is_worth_is_its_chance_to_be_posted_whatever_its_score():
    """The score says what editors lift; the card asks as well that the line stands by itself."""
    lifted = line("It says so twice.", 0, number=0, value=0.9, chance=0.2)
    stands = line("“Low Tide” is a marvel of patience.", 40, number=1, value=0.6, chance=0.7)
    assert [worth(one) for one in (lifted, stands)] == [0.2, 0.7]
    assert best([lifted, stands], 2, OPEN) == best([lifted, stands], 2, OPEN, "verdict") == (stands, lifted)
    assert ranked([lifted, stands], OPEN) == (lifted, stands)


def test_the_first_line_is_one_that_reaches_the_bar_whatever_its_flags_cost():
    """What makes a review worth quoting is what is quoted of it first."""
    telling = line("The harbour sleeps.", 0, number=0, chance=0.42, flags=("spoiler", "spoiler-warned"))
    weak = line("A marvel of patience.", 40, number=1, chance=0.17)
    assert best([telling, weak], 2, replace(OPEN, bar=0.4)) == (telling, weak)


@pytest.mark.parametrize("chance", [None, 0.85])
def test_a_line_in_which_two_words_may_have_grown_together_waits(chance):
    """No reader forgives a broken word, however good the line; where nothing else is left it can be had with --bar 0."""
    broken = line("“Low Tide” is a marvel ofpatience.", value=0.85, chance=chance, flags=("glued",))
    assert worth(broken) < 0.15
    assert best([broken], 1, replace(OPEN, bar=0.4)) == ()
    assert best([broken], 1, OPEN) == (broken,)


def test_an_aphorism_is_worth_its_chance_or_its_truth_whichever_is_more():
    """Asked for as aphorisms, lines are worth what they ring true by, whatever else they lack."""
    true = line("Nobody is forgiven.", value=0.9, taste="aphorism", chance=0.3)
    assert 0.3 < worth(true) < 0.9
    assert worth(replace(true, postable=Postable(0.88))) == 0.88
    assert worth(true, "verdict") == 0.3
    assert worth(true, "aphorism") == 0.9


def test_every_aphorism_has_to_reach_the_bar_of_other_tastes_only_the_best_line():
    """What rings hollow is not carried by a line that rings true."""
    true = line("Nobody is forgiven.", 80, number=2, value=0.87, taste="aphorism")
    hollow = line("Winter has no alibi.", 120, number=3, value=0.6, taste="aphorism")
    gates = Gates(min_words=1, max_words=1000, min_score=0.0, bar=0.8)
    assert best([true, hollow], 2, gates, "aphorism") == (true,)
    assert best([hollow], 2, gates, "aphorism") == ()
    plain = [
        line("The harbour sleeps.", 0, value=0.9),
        line("A marvel of patience.", 40, number=1, value=0.6),
    ]
    assert best(plain, 2, gates, "verdict") == tuple(plain)


def test_a_mild_word_lets_a_clean_equal_go_first():
    """Mild swearing blocks nothing, it only waits."""
    mild = line("A damn fine harbour.", 0, number=0, value=0.85, flags=("profanity-mild",))
    clean = line("A marvel of patience.", 40, number=1, value=0.8)
    assert best([mild, clean], 2, Gates()) == (clean, mild)


def test_the_leading_taste_is_the_one_that_gave_the_score():
    """A score of no taste at all has none."""
    assert leading(line("x", value=0.7, taste="dialogue")) == "dialogue"
    assert leading(replace(line("x", value=0.7), score=0.3)) is None


VALUES = st.sampled_from([0.0, 0.2, 0.5, 0.5000001, 0.9, 1.0])
FLAGS = st.sampled_from([(), (), ("spoiler",), ("profanity-strong",), ("too-long",), ("profanity-mild",)])


@st.composite
def lines_of_a_review(draw):
    """Sentences in a row and passages over them, with any scores, tastes and flags."""
    words = draw(st.lists(st.text("abcde ", min_size=3, max_size=30), min_size=1, max_size=12))
    found, start = [], 0
    for number, text in enumerate(words):
        taste = draw(st.sampled_from(["verdict", "aphorism", "dialogue"]))
        found.append(line(text, start, number=number, value=draw(VALUES), taste=taste, flags=draw(FLAGS)))
        start += len(text)
    found += [
        line(
            one.text + two.text,
            one.passage.start,
            number=one.passage.first,
            last=two.passage.last,
            value=draw(VALUES),
        )
        for one, two in itertools.pairwise(found)
    ]
    return found


@settings(max_examples=150)
@given(lines_of_a_review(), st.integers(1, 6), st.randoms(use_true_random=False))
def test_picks_never_overlap_and_are_never_blocked_in_any_order(lines, top, random):
    """On any input: at most top, none blocked, none sharing a sentence, and the order of the input is nothing."""
    gates = Gates()
    picks = best(lines, top, gates)
    assert len(picks) <= top
    assert not any(blocked(one, gates) or one.score == 0 for one in picks)
    spans = sorted((one.passage.first, one.passage.last, one.passage.start, one.passage.end) for one in picks)
    assert all(a[1] < b[0] and a[3] <= b[2] for a, b in itertools.pairwise(spans))
    assert best(random.sample(lines, len(lines)), top, gates) == picks
    assert best(lines, top + 1, gates)[: len(picks)] == picks


@given(st.text(max_size=200))
def test_any_text_can_be_searched_for_swearing_and_masked(text):
    """The stretches lie in the text, in order, and masking leaves nothing strong that it could reach."""
    found = profane(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert list(found) == sorted(found)
    assert masked("fuck " + text, ())[0].startswith("f••k ")


# ---------------------------------------------------------------- ranking and holds


def test_every_line_is_ranked_the_best_version_of_each_first():
    """Overlapping lesser versions come after all the lines of their own, what is blocked comes last."""
    whole = line("The sea waits. It is patient.", 0, number=0, last=1, value=0.9)
    part = line("The sea waits.", 0, number=0, value=0.8)
    other = line("Nobody is forgiven here.", 40, number=2, value=0.2)
    long = line("Far too long.", 80, number=3, value=0.95, flags=("too-long",))
    assert ranked([part, long, other, whole], OPEN) == (whole, other, part, long)


def test_a_hold_lets_a_line_that_stands_alone_go_first():
    """Of what the film says, what breaks off waits for what does not, and its score stays what it is."""
    broken = line("And the sea forgets.", 0, number=0, value=0.8, taste="dialogue", flags=("cut",))
    alone = line("We were never lost.", 60, number=1, value=0.6, taste="dialogue")
    assert best([broken, alone], 2, OPEN) == (alone, broken)
    assert ranked([broken, alone], OPEN) == (broken, alone)


def test_of_two_versions_the_tighter_one_goes_on_the_card_unless_the_other_is_clearly_better():
    """A second sentence has to be worth its place."""
    tight = line("The film is a marvel.", 0, number=0, value=0.70)
    wide = line("The film is a marvel. It is patient.", 0, number=0, last=1, value=0.72)
    better = line("The film is a marvel. It is patient.", 0, number=0, last=1, value=0.85)
    assert best([tight, wide], 1, OPEN) == (tight,)
    assert best([tight, better], 1, OPEN) == (better,)


# ---------------------------------------------------------------- the offer


def test_a_review_whose_best_line_stays_below_the_bar_offers_nothing():
    """One line that reaches it is enough for others that come near; a lower bar takes any."""
    weak = line("A marvel of patience.", 40, number=1, value=0.3)
    weaker = line("Winter has no alibi.", 80, number=2, value=0.1)
    strong = line("The harbour sleeps.", 0, number=0, value=0.9)
    gates = replace(OPEN, bar=0.5)
    assert best([weak], 3, gates) == ()
    assert best([strong, weak, weaker], 3, gates) == (strong, weak)
    assert best([weak, weaker], 3, OPEN) == (weak, weaker)


def test_what_holds_a_line_back_counts_against_the_bar():
    """A strong line that breaks off does not make a review worth quoting."""
    assert best([line("The harbour sleeps.", value=0.6, flags=("cut",))], 1, replace(OPEN, bar=0.3)) == ()


def test_the_bar_is_the_tastes_own_unless_the_settings_name_one():
    """It is asked where scores compare, so in other languages there is none; a lower one frees weak lines too."""
    usual = Gates.of(load({}))
    assert usual.bar > 0
    assert (Gates.of(load({}), "de").bar, Gates.of(load({}), "de").min_score) == (0, 0)
    assert Gates.of(load({"bar": "0.4"}), "de").bar == 0.4
    assert Gates.of(load({"bar": 0})) == replace(usual, bar=0.0, min_score=0.0)


@pytest.mark.parametrize("chance", [None, 0.6])
def test_of_two_lines_alike_the_shorter_is_worth_more(chance):
    """A card has little room."""
    short = line("“Low Tide” is a marvel of patience.", value=0.6, chance=chance)
    long = line(
        "“Low Tide” is a marvel " + "of patience and of grace " * 8 + "at last.", value=0.6, chance=chance
    )
    assert worth(short) == 0.6
    assert worth(long) < worth(short)


def test_weak_and_damaged_lines_keep_their_place_among_all_others_stand_last():
    """A list of everything is in the order of worth, with what is no line of the review behind it."""
    lines = [
        line("The harbour sleeps.", 0, number=0, value=0.9, flags=("labelled",)),
        line("A marvel of patience.", 40, number=1, value=0.8, flags=("damaged",)),
        line("Winter has no alibi.", 80, number=2, value=0.7),
        line("Nobody is forgiven.", 120, number=3, value=0.1, flags=("weak",)),
    ]
    assert ranked(lines, OPEN) == (*lines[1:], lines[0])


def test_a_word_that_has_grown_onto_a_name_is_damage():
    """Only where the review has the name by itself, so that Johnson may stand beside John."""
    assert "damaged" in flags("Kubrickdelivers a film of dread.\nWe know Kubrick by it.")
    assert "damaged" not in flags("Kubrick delivers a film of dread.\nWe know Kubrick by it.")
    assert "damaged" not in flags("Johnson is a marvel of patience.\nJohn is not.")
