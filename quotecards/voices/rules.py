"""Stage 3: the rules that tell whose words a quotation holds, the surest first."""

from __future__ import annotations

import re
from collections.abc import Callable

from quotecards.voices.people import NAME, data
from quotecards.voices.spoken import ENDED, Spoken, Verdict, said

Rule = Callable[[Spoken], Verdict | None]

ATTRIBUTION = re.compile(rf"\s*[—–-]+\s*(?P<who>{NAME})[.,]?(?:[,(].{{0,60}})?$")
_MOST_TITLE_WORDS = 8
_MOST_SCARE_WORDS = 4
_MOST_PHRASE_WORDS = 12


def known_title(spoken: Spoken) -> Verdict | None:
    """The film's own title, as the page spells it."""
    if spoken.text.rstrip(".,!?:;").casefold() in spoken.page.titles:
        return Verdict("title", 0.95, "the title of the film or the review")
    return None


def own_words(spoken: Spoken) -> Verdict | None:
    """What the reviewer leads in as a thought or word of their own."""
    lead = spoken.before.casefold().rstrip(" ,:—–-\u00a0")
    if any(lead.endswith(own) and not lead[: -len(own)][-1:].isalnum() for own in data()["own"]):
        return Verdict("scare", 0.8, "led in as the reviewer’s own words")
    return None


def speech(spoken: Spoken) -> Verdict | None:
    """What a verb of speech leads in or follows: a character of the film, or someone outside it."""
    found = said(spoken)
    if found is None:
        return None
    who, verb = found
    lowered = who.casefold()
    name = who if who[:1].isupper() and lowered not in ("he", "she", "they", "it", "who", "the") else None
    if verdict := name and _by_name(spoken, name):
        return verdict
    around = f"{spoken.before} {spoken.after}".casefold()
    if any(source in around for source in data()["sources"]) or lowered in data()["roles"]:
        return Verdict("quoted", 0.75, "from a source outside the film", name)
    if lowered in data()["film"]:
        return Verdict("film", 0.8, f"said by the {lowered}")
    return _by_verb(verb, name)


def _by_name(spoken: Spoken, name: str) -> Verdict | None:
    if spoken.page.is_maker(name):
        return Verdict("quoted", 0.9, f"said by {name}, who made or judged the film", name)
    if spoken.page.is_character(name):
        return Verdict("film", 0.9, f"said by {name}, a character of the film", name)
    return None


def _by_verb(verb: str, name: str | None) -> Verdict:
    if verb in data()["present"]:
        return Verdict("film", 0.75, f"led in or followed by “{verb}”, as a plot is told", name)
    if name and " " in name:
        return Verdict("quoted", 0.65, f"“{verb}” by someone with a full name", name)
    return Verdict("film", 0.55, f"led in or followed by “{verb}”", name)


def paragraph(spoken: Spoken) -> Verdict | None:
    """A quotation that is a whole paragraph, with or without a name behind it."""
    if not spoken.whole or (len(spoken.words) <= _MOST_TITLE_WORDS and spoken.is_capitalised):
        return None
    signed = ATTRIBUTION.match(spoken.after)
    who = signed["who"].strip() if signed else None
    if who and not spoken.page.is_character(who) and (spoken.page.is_maker(who) or " " in who):
        return Verdict("quoted", 0.7, f"a paragraph of its own, signed {who}", who)
    return Verdict(
        "film", 0.9 if len(spoken.words) >= 4 else 0.6, "a quotation that is a whole paragraph", who
    )


def title(spoken: Spoken) -> Verdict | None:
    """The title of a work: short, and with a title's capitals."""
    if not spoken.is_capitalised or len(spoken.words) > _MOST_TITLE_WORDS:
        return None
    lead = spoken.before.casefold().rstrip()
    if any(lead.endswith(work) for work in data()["works"]):
        return Verdict("title", 0.9, "a title’s capitals behind the name of a kind of work")
    return Verdict("title", 0.8, "short, with a title’s capitals")


def scare(spoken: Spoken) -> Verdict | None:
    """A word or phrase of the reviewer's own sentence, set at a distance."""
    count = len(spoken.words)
    if count <= _MOST_SCARE_WORDS and not spoken.is_sentence:
        return Verdict("scare", 0.9, "a few words within a sentence")
    embedded = spoken.text[0].islower() and not ENDED.search(spoken.text)
    if embedded and count <= _MOST_PHRASE_WORDS:
        return Verdict("scare", 0.75, "a phrase that its sentence needs")
    return None


def dialogue(spoken: Spoken) -> Verdict | None:
    """Whole sentences that nobody is named for: the film's, the surer the more they speak to someone."""
    speaks = any(word.casefold() in data()["pronouns"] for word in spoken.words)
    if spoken.is_sentence and speaks:
        return Verdict("film", 0.7, "a whole sentence that speaks as I, you or we")
    if spoken.is_sentence:
        return Verdict("film", 0.55, "a whole sentence in quotation marks")
    return Verdict("film", 0.45 if speaks else 0.35, "a long quotation without a sign of whose it is")


RULES: tuple[Rule, ...] = (
    known_title,
    own_words,
    speech,
    paragraph,
    title,
    scare,
    dialogue,
)
"""The surest first; the last one always answers."""
