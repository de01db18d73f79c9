"""Stage 2: the words of one quote as they stand on a card: typography repaired, not a word changed.

The repairs are applied round after round until none finds anything, so that what was repaired once
is never changed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecards.clean import quotation, repairs
from quotecards.clean.edits import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from quotecards.clean.edits import Change
    from quotecards.models import Edit, Kind

# Two rounds settle nearly everything; a text that has not come to rest after so many never will.
_MOST_ROUNDS = 12


def display(
    verbatim: str, *, language: str = "en", kind: Kind = "reviewer", complete: bool = True
) -> tuple[str, tuple[Edit, ...]]:
    """The source's own characters become what stands on the card, with the edits that lead there.

    The outer quotation marks are dropped, because the card sets its own pair. A clause (not complete)
    gets a visible "…" where it was cut. Nothing else is added, and only marks, spaces and invisible
    characters are dropped or replaced. `display(display(x)) == display(x)`.
    """
    language = language.partition("-")[0]
    draft = Draft(verbatim)
    steps: list[Callable[[str], Iterable[Change]]] = [
        repairs.mojibake,
        repairs.entities,
        repairs.hyphens,
        repairs.invisible,
        repairs.markup,
        repairs.emphasis,
        lambda text: repairs.spaces(text, language),
        repairs.dots,
        repairs.dashes,
        lambda text: repairs.glue(text, language),
        lambda text: repairs.grown_words(text, language),
        quotation.wrapping,
        lambda text: quotation.marks(text, language, kind),
        quotation.french_spaces if quotation.spaced(language) else repairs.before_marks,
    ]
    if not complete:
        steps.append(repairs.cuts)
    for _ in range(_MOST_ROUNDS):
        before = draft.text
        for step in steps:
            draft.change(step(draft.text))
        if draft.text == before:
            break
    return draft.text, draft.edits()
