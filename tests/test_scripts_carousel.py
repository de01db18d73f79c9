from __future__ import annotations

import pytest
from quotecards.errors import DoesNotFit
from quotecards.layout import carousel as carousel_of
from quotecards.layout import compose

from generated import faults
from layout_cases import HER, case, quote

SENTENCE = "The film is a quiet wonder, and every light in it remembers the one before."
LONG = " ".join([SENTENCE] * 8)


def carousel(words, *, palette, layout=None, size="portrait"):
    """A quote as one scene or several, in a palette and a size."""

    def make(part, layout):
        return compose(part, palette=palette, layout=layout, size=size)

    return carousel_of(words, make, layout=layout)


def said(scenes):
    """The words of all cards in order, without marks."""
    found = [line.text for scene in scenes for line in scene.lines if line.role == "quote"]
    return " ".join(found).replace("“", "").replace("”", "").split()


def numbers(scenes):
    return [[line.text for line in scene.lines if line.role == "credit"][-1] for scene in scenes]


@pytest.mark.parametrize("layout", [None, "plain", "panel"])
@pytest.mark.parametrize("size", ["portrait", "square", "story", "landscape"])
def test_a_long_quote_becomes_numbered_cards_word_for_word(layout, size):
    """112 words come on several cards of one layout, none lost, each numbered, nothing out of place."""
    scenes = carousel(quote(LONG), palette="flashback", layout=layout, size=size)
    assert said(scenes) == LONG.split()
    assert numbers(scenes) == [f"{at}/{len(scenes)}" for at in range(1, len(scenes) + 1)]
    assert len({scene.layout for scene in scenes}) == 1
    assert [fault for scene in scenes for fault in faults(scene)] == []


def test_cards_break_at_sense():
    """Where sentences allow it, each card ends with one."""
    scenes = carousel(quote(LONG), palette="flashback", layout="plain")
    for scene in scenes:
        last = [line.text for line in scene.lines if line.role == "quote"][-1]
        assert last.endswith(".”")


def test_the_credit_stands_on_the_last_card():
    """The others have their number alone."""
    scenes = carousel(quote(LONG), palette="flashback", layout="plain")
    whose = [[line.text for line in scene.lines if line.role == "credit"] for scene in scenes]
    assert all(len(lines) == 1 for lines in whose[:-1])
    assert whose[-1][0] == "on Her"


def test_what_fits_on_one_card_stays_on_one():
    """One card without a number; a quote that is too long for its layout goes to a roomier one first."""
    (scene,) = carousel(case("life"), palette="flashback", layout="plain")
    assert "1/1" not in numbers([scene])
    (scene,) = carousel(quote(" ".join(LONG.split()[:50])), palette="flashback", layout="panel")
    assert scene.layout == "margin"


def test_chinese_is_parted_without_spaces():
    """Sentences of Chinese are parted as those of English are."""
    text = "这不是一部关于孤独的电影，而是一部关于我们如何重新学会倾听彼此的电影。" * 5
    scenes = carousel(quote(text, language="zh"), palette="flashback", layout="plain")
    assert len(scenes) > 1
    assert "".join(said(scenes)) == text


def test_five_thousand_words_are_refused_at_once():
    """The error counts them and says what to do."""
    with pytest.raises(DoesNotFit, match="5000 words") as caught:
        carousel(quote("word " * 5000), palette="flashback")
    assert "Quote less" in caught.value.remedy


@pytest.mark.parametrize("layout", ["credits-roll", "marquee", "margin", "screenplay", "ticket", "space"])
def test_every_card_shows_its_number(layout):
    """On a roomier layout, where this one has a place only for what it knows of a film; and with no full stop."""
    scenes = carousel(quote(LONG, credit=HER), palette="flashback", layout=layout)
    for number, scene in enumerate(scenes, 1):
        texts = [line.text for line in scene.lines if line.role == "credit"]
        assert any(text.split()[-1] == f"{number}/{len(scenes)}" for text in texts), texts
    assert not any("*" in line.text for line in scenes[0].lines)
    if scenes[0].layout != layout:
        assert {scene.why for scene in scenes} == {
            f"{scenes[0].layout}, for {layout} has no room for 120 words"
        }
