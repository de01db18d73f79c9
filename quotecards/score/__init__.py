"""Stage 5: passages in, passages with numbers and reasons out.

Each family of features is one small file with one function `columns(page)`; adding a family is a file
and a line in `FAMILIES`, adding a word list is data alone. What the features weigh is data as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from quotecards.models import TASTES, Cleaned, Kind, Passage, Postable, Reason, Scored, Taste, Voice
from quotecards.score import (
    alone,
    figures,
    film,
    holds,
    learned,
    position,
    postable,
    shape,
    standalone,
    talk,
    vocabulary,
    wisdom,
)
from quotecards.score.joined import Joints
from quotecards.score.page import Columns, Page, read
from quotecards.score.table import LANGUAGE
from quotecards.score.weights import Matrix, Model, matrix, model

__all__ = ["ALONE", "APPLIES", "FAMILIES", "features", "line", "score", "weigh"]

Family = Callable[[Page], Columns]

FAMILIES: dict[str, Family] = {
    "position": position.columns,
    "shape": shape.columns,
    "words": vocabulary.columns,
    "figures": figures.columns,
    "standalone": standalone.columns,
    "wisdom": wisdom.columns,
    "film": film.columns,
    "talk": talk.columns,
    "learned": learned.columns,
}

# Which tastes a voice can serve: what the film says is no verdict, what the reviewer says no dialogue.
APPLIES: Mapping[Kind, tuple[Taste, ...]] = {
    "reviewer": ("verdict", "aphorism"),
    "quoted": ("verdict", "aphorism"),
    "film": ("dialogue", "aphorism"),
}


# A line by itself is read, for each taste, as by the voice that the taste is for.
ALONE: Mapping[Taste, Kind] = {"verdict": "reviewer", "aphorism": "reviewer", "dialogue": "film"}


def score(
    cleaned: Cleaned, voices: Sequence[Voice], passages: Sequence[Passage], taste: Taste = "balanced"
) -> tuple[Scored, ...]:
    """Passages become Scored, in the same order: every taste's number, the score by `taste`, and reasons.

    Numbers lie in 0..1 and compare across reviews. A score of 0 says that the taste does not apply to the
    voice. `balanced` is the best of the tastes that apply and reach their bar; where none does, half of the
    first. The reasons are those of the taste that gave the score.
    """
    if not passages:
        return ()
    joints = Joints.of(passages)
    values = features(read(cleaned, voices, joints.rows))
    english = cleaned.language == LANGUAGE
    return weigh(model(), joints, values, passages, text=cleaned.review.text, taste=taste, english=english)


def weigh(
    weighing: Model,
    joints: Joints,
    values: Matrix,
    passages: Sequence[Passage],
    *,
    text: str,
    taste: Taste,
    english: bool = True,
) -> tuple[Scored, ...]:
    """Passages with the features of what is weighed of them become Scored, by any model."""
    terms = {name: weighing.joined(weighing.terms(values, name), joints, name) for name in TASTES}
    numbers = {name: weighing.probabilities(terms[name], name).round(6).tolist() for name in TASTES}
    known = holds.holds(tuple(feature.name for feature in weighing.features))
    typical = np.array([feature.typical for feature in weighing.features])
    flags = holds.flags(known, values, typical, joints, text, english=english)
    rows = [{name: numbers[name][row] for name in TASTES} for row in range(len(passages))]
    chosen = [
        taste if taste != "balanced" else _strongest(weighing, APPLIES[passage.kind], tastes)
        for passage, tastes in zip(passages, rows, strict=True)
    ]
    reasons = _reasons(weighing, terms, chosen)
    cards = _postable(weighing, (values, joints), (passages, chosen, numbers), flags["verdict"], text)
    return tuple(
        Scored(
            passage=passage,
            text=text[passage.start : passage.end],
            score=_number(weighing, by, tastes, taste) if by in APPLIES[passage.kind] else 0.0,
            taste={str(name): number for name, number in tastes.items()},
            reasons=reasons[row],
            flags=flags[by][row],
            postable=cards[row] if "verdict" in APPLIES[passage.kind] else None,
        )
        for row, (passage, tastes, by) in enumerate(zip(passages, rows, chosen, strict=True))
    )


def _postable(
    weighing: Model,
    features: tuple[Matrix, Joints],
    scored: tuple[Sequence[Passage], Sequence[Taste], Mapping[Taste, Matrix]],
    flags: Sequence[Sequence[str]],
    text: str,
) -> list[Postable]:
    """Passages become their chances to be posted; `scored` are they, the taste of each, and the numbers by taste."""
    values, joints = features
    passages, chosen, numbers = scored
    told = postable.weighing(weighing.features)
    by = {name: postable.logits(numbers[name]) for name in TASTES}
    plain = by if weighing.weights is weighing.shipped else _shipped(weighing, values, joints)
    shift = np.array([by[taste][row] - plain[taste][row] for row, taste in enumerate(chosen)])
    rows = weighing.plain(values)
    lines = postable.numbers(joints, (rows, plain["verdict"], plain["aphorism"]), passages, flags, text)
    return postable.postable(told, weighing, features, lines, shift)


def _shipped(weighing: Model, values: Matrix, joints: Joints) -> Mapping[Taste, Matrix]:
    """The logits by taste, as they are without what the user has taught."""
    own = replace(weighing, weights=weighing.shipped)
    return {
        name: postable.logits(own.probabilities(own.joined(own.terms(values, name), joints, name), name))
        for name in TASTES
    }


def _number(weighing: Model, by: Taste, tastes: Mapping[Taste, float], asked: Taste) -> float:
    """The number of the taste that a line is chosen for; half of it, if balanced, where it is below its bar."""
    return tastes[by] if asked != "balanced" or tastes[by] >= weighing.bar[by] else round(tastes[by] / 2, 6)


def _reasons(
    weighing: Model, terms: Mapping[Taste, Matrix], chosen: Sequence[Taste]
) -> dict[int, tuple[Reason, ...]]:
    """Each passage's reasons, by its number, of the taste that it is chosen for."""
    found: dict[int, tuple[Reason, ...]] = {}
    for taste in TASTES:
        rows = [row for row, by in enumerate(chosen) if by == taste]
        if rows:
            found |= zip(rows, weighing.reasons(terms[taste][rows], taste), strict=True)
    return found


def line(text: str, taste: Taste = "balanced", language: str = "en") -> Scored:
    """A line by itself becomes Scored: by every taste, for nothing tells whose words it is.

    What only a review can tell has no say. `balanced` is the best of all tastes, an aphorism only from its bar on.
    """
    weighing = model()
    by: dict[Taste, Scored] = {}
    english = language == LANGUAGE
    for name, kind in ALONE.items():
        page = alone.page(text, kind, language)
        passages = [one.passage for one in page.lines]
        values = alone.neutral(weighing.features, features(page))
        (by[name],) = weigh(
            weighing, Joints.of(passages), values, passages, text=text, taste=name, english=english
        )
    tastes = {name: by[name].taste[name] for name in TASTES}
    best = taste if taste != "balanced" else _strongest(weighing, TASTES, tastes)
    return replace(by[best], score=tastes[best], taste={str(name): value for name, value in tastes.items()})


def features(page: Page) -> Matrix:
    """A page becomes its features, lines x features, in the order of the model.

    Where the learned table does not know the language, what it would tell is typical: it has no say.
    """
    columns: Columns = {}
    for family in FAMILIES.values():
        columns |= family(page)
    values = matrix(model().features, columns)
    return values if page.told.known else alone.foreign(model().features, values)


def _strongest(weighing: Model, applying: Sequence[Taste], numbers: Mapping[Taste, float]) -> Taste:
    """The taste with the best number among those that apply and reach their bar; else the first that applies."""
    able = [name for name in applying if numbers[name] >= weighing.bar[name]] or applying[:1]
    return max(able, key=lambda name: numbers[name])
