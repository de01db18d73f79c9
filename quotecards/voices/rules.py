"""Stage 3: the rules that tell whose words a quotation holds, the surest first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from quotecards.voices.people import NAME
from quotecards.voices.said import Said, said
from quotecards.voices.spoken import ENDED, Spoken, Verdict

Rule = Callable[[Spoken], Verdict | None]

ATTRIBUTION = re.compile(rf"\s*[—–-]+\s*(?P<who>{NAME})[.,]?(?:[,(].{{0,60}})?$")
_A_LINE = re.compile(
    r"\s*(?:is|was|has to be|must be|might be|may be|might just be)\b[^.!?“”\"]{0,60}\b(?:line|lines|line of dialogue|quote)\b"
)
# Languages whose titles have one capital, at their beginning.
_FEW_CAPITALS = frozenset(
    {"fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "pl", "ru", "fi", "cs", "et", "sl"}
)
_MOST_TITLE_WORDS = 8
_ASIDE = re.compile(r"\([^()]*\)")  # "Signe (Kaja Lund)": it is Signe who goes on to speak
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
    if any(lead.endswith(own) and not lead[: -len(own)][-1:].isalnum() for own in spoken.page.data["own"]):
        return Verdict("scare", 0.8, "led in as the reviewer’s own words")
    return None


def speech(spoken: Spoken) -> Verdict | None:
    """What a verb of speech leads in or follows: a character of the film, or someone outside it."""
    found = said(spoken)
    if found is None:
        return None
    verdict = _by_name(spoken, found) or _by_role(spoken, found) or _by_verb(spoken, found)
    return replace(verdict, told=True, named=found.name is not None)


def _by_name(spoken: Spoken, found: Said) -> Verdict | None:
    name = found.name
    if name and spoken.page.is_maker(name):
        return Verdict("quoted", 0.9, f"said by {name}, who made or judged the film", name)
    if name and spoken.page.is_character(name):
        return Verdict("film", 0.9, f"said by {name}, a character of the film", name)
    return None


def _by_role(spoken: Spoken, found: Said) -> Verdict | None:
    """Someone with a role outside the film, a source that is none, or a thing of the film's own."""
    words, who = spoken.page.data, (found.who or "").casefold()
    around = found.around.casefold()
    if not _tells_a_plot(spoken, found.verb):
        around += " " + re.split(r"[.!?]\s", spoken.before)[-1].casefold()
    if _holds(around, words["roles"]) or (not found.name and _last_was_maker(spoken)):
        return Verdict("quoted", 0.8, "said by someone who made or judged the film", found.name)
    beside = f"{spoken.before} {spoken.after}".casefold()
    if any(source in beside for source in words["sources"]):
        return Verdict("quoted", 0.75, "from a source outside the film", found.name)
    if who in words["film"]:
        return Verdict("film", 0.8, f"said by the {who}")
    return None


def _holds(text: str, words: frozenset[str]) -> bool:
    """Whether one of some words stands in a text as a word; in a script without spaces, anywhere."""
    return any(
        word in text and (not word.isascii() or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))
        for word in words
    )


def _last_was_maker(spoken: Spoken) -> bool:
    """Whether the last name in the paragraph before a speech is that of someone who made the film."""
    names = re.findall(NAME, _ASIDE.sub(" ", spoken.sofar))
    known = [name for name in names if spoken.page.is_maker(name) or spoken.page.is_character(name)]
    return bool(known) and spoken.page.is_maker(known[-1]) and not spoken.page.is_character(known[-1])


def _tells_a_plot(spoken: Spoken, verb: str) -> bool:
    """Whether a verb of speech stands in the present, as plots do."""
    return any(re.fullmatch(one, verb) for one in spoken.page.data["present"])


def _by_verb(spoken: Spoken, found: Said) -> Verdict:
    if _tells_a_plot(spoken, found.verb):
        return Verdict("film", 0.75, f"led in or followed by “{found.verb}”, as a plot is told", found.name)
    if found.name and " " in found.name:
        return Verdict("quoted", 0.65, f"“{found.verb}” by someone with a full name", found.name)
    return Verdict("film", 0.55, f"led in or followed by “{found.verb}”", found.name)


def called_a_line(spoken: Spoken) -> Verdict | None:
    """What the reviewer calls a line of the film: "“...” is the best line of the year"."""
    if len(spoken.words) >= 3 and _A_LINE.match(spoken.after):
        return Verdict("film", 0.75, "called a line of the film")
    return None


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
    """The title of a work: short, and with a title's capitals, as its language has them."""
    if spoken.mark == "『":
        return Verdict("title", 0.85, "in the marks of a title")
    count = len(spoken.words)
    if count > _MOST_TITLE_WORDS:
        return None
    lead = spoken.before.casefold().rstrip()
    after_work = any(lead.endswith(work) for work in spoken.page.data["works"])
    if spoken.page.language in _FEW_CAPITALS:
        return _title_abroad(spoken, after_work=after_work)
    if not spoken.is_capitalised or (spoken.page.language == "de" and count == 1 and not after_work):
        return None
    if after_work:
        return Verdict("title", 0.9, "a title’s capitals behind the name of a kind of work")
    return Verdict("title", 0.8, "short, with a title’s capitals")


def _title_abroad(spoken: Spoken, *, after_work: bool) -> Verdict | None:
    """Where only a title's first word is capitalised: a capital within a sentence tells it."""
    inside = bool(re.search(r"[\w,;’'(»”]\s*$", spoken.before))
    if not spoken.text[0].isupper() or ENDED.search(spoken.text) or spoken.text[-1] == ",":
        return None
    if after_work or inside:
        return Verdict("title", 0.85 if after_work else 0.65, "capitalised within a sentence")
    return None


def scare(spoken: Spoken) -> Verdict | None:
    """A word or phrase of the reviewer's own sentence, set at a distance."""
    count = len(spoken.words)
    if count <= _MOST_SCARE_WORDS and not spoken.is_sentence:
        return Verdict("scare", 0.9, "a few words within a sentence")
    embedded = not spoken.text[0].isupper() and not ENDED.search(spoken.text)
    if embedded and count <= _MOST_PHRASE_WORDS:
        return Verdict("scare", 0.75, "a phrase that its sentence needs")
    return None


def dialogue(spoken: Spoken) -> Verdict | None:
    """Whole sentences that nobody is named for: the film's, the surer the more they speak to someone."""
    speaks = any(word.casefold() in spoken.page.data["pronouns"] for word in spoken.words)
    if spoken.is_sentence and speaks:
        return Verdict("film", 0.7, "a whole sentence that speaks as I, you or we")
    if spoken.is_sentence:
        return Verdict("film", 0.55, "a whole sentence in quotation marks")
    return Verdict("film", 0.45 if speaks else 0.35, "a long quotation without a sign of whose it is")


RULES: tuple[Rule, ...] = (
    known_title,
    own_words,
    speech,
    called_a_line,
    paragraph,
    title,
    scare,
    dialogue,
)
"""The surest first; the last one always answers."""
