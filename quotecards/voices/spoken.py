"""Stage 3: a quotation in its place, who is said to have said it, and a verdict on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from quotecards.voices.people import Page

VoiceKind = Literal["film", "quoted", "title", "scare"]

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:[’'-]\w+)*")
ENDED = re.compile(r"[.!?…—。！？]$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose words a quotation holds, how sure that is, and why; `told` by a verb of speech, `named` by its name."""

    kind: VoiceKind
    confidence: float
    why: str
    speaker: str | None = None
    named: bool = False
    told: bool = False


@dataclass(frozen=True)
class Spoken:
    """A quotation in its place: `text` its words, `before` and `after` what of its paragraph is around it.

    `sofar` is more of its paragraph, where whoever "she" is was named last; `mark` opens the quotation.
    """

    text: str
    before: str
    after: str
    whole: bool
    page: Page
    sofar: str = ""
    mark: str = ""

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it begins and ends as a sentence does."""
        first = self.text.lstrip("…. ")[:1]
        return (
            len(self.words) >= 3
            and not first.islower()
            and bool(ENDED.search(self.text.rstrip(",")) or self.text[-1] == ",")
        )

    @property
    def is_capitalised(self) -> bool:
        """Whether it has the capitals of a title and ends without a full stop."""
        main = [word for word in self.words if len(word) > 3 or word[0].isupper() or word[0].isdigit()]
        bare = self.text.rstrip(",")
        return (
            bool(main)
            and not bare.endswith(".")
            and not any(word[0].islower() for word in main)
            and self.words[0][0].isupper()
        )
