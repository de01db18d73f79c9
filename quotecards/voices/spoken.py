"""Stage 3: a quotation in its place, who is said to have said it, and a verdict on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from quotecards.voices.people import NAME, data

if TYPE_CHECKING:
    from quotecards.voices.people import Page

VoiceKind = Literal["film", "quoted", "title", "scare"]

WORD = re.compile(r"\w+(?:[’'-]\w+)*")
ENDED = re.compile(r"[.!?…—]$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose words a quotation holds, how sure that is, and why."""

    kind: VoiceKind
    confidence: float
    why: str
    speaker: str | None = None


@dataclass(frozen=True)
class Spoken:
    """A quotation in its place: `text` its words, `before` and `after` what of its paragraph is around it."""

    text: str
    before: str
    after: str
    whole: bool
    page: Page

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


# ---------------------------------------------------------------- verbs of speech


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What leads a speech in ("Theodore says, “") and what follows one ("” she whispers")."""
    verbs = "|".join((*data()["present"], *data()["past"]))
    nouns = "|".join((*data()["film"], *data()["roles"]))
    who = rf"(?:{NAME}|\b(?i:he|she|they|it|who|{nouns})\b)"
    helpers = rf"(?:(?:{'|'.join(data()['helpers'])}|\w+ly)\s+)*"
    before = (
        rf"(?P<who>{who})(?: \(.{{0,40}}\))?[, ]{{1,2}}{helpers}(?P<verb>{verbs})\b"
        rf"(?P<rest>[^.!?“”\"]{{0,50}}?)(?P<link>[,:—–]\s*|\s+that\s+|\s*)$"
    )
    after = (
        rf"\s*[,—–]?\s*(?:(?P<who>{who}) {helpers}(?P<verb>{verbs})\b"
        rf"|(?P<verb2>{verbs}) (?:the )?(?P<who2>{who}))"
    )
    return re.compile(before), re.compile(after)


def said(spoken: Spoken) -> tuple[str, str] | None:
    """Who said it and with which verb, as the words around a quotation tell."""
    before, after = _patterns()
    led = before.search(spoken.before)
    if led and (not led["rest"].strip() or led["link"].strip() or spoken.is_sentence):
        return _without_lead(led["who"]), led["verb"]
    follows = after.match(spoken.after)
    if follows and (spoken.text[-1] in ",.!?…—" or spoken.after[:1] in ",—–"):
        return _without_lead(follows["who"] or follows["who2"]), follows["verb"] or follows["verb2"]
    return None


def _without_lead(who: str) -> str:
    """A name without the role or the little word that stands capitalised before it: "Director", "As"."""
    while True:
        first, _, rest = who.partition(" ")
        if not rest or first.casefold() not in data()["roles"] | data()["leads"]:
            return who
        who = rest
