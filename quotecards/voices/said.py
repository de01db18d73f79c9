"""Stage 3: verbs of speech before and behind a quotation, and who is their subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quotecards.voices.people import NAME, UPPER, data

if TYPE_CHECKING:
    from quotecards.voices.spoken import Spoken

_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "i", "we"})
# A few words with an article or the like before them: "the boy", "her elder brother", "the man".
_SOMEONE = r"\b(?i:the|a|an|his|her|their|my|our|another|one)[ \u00a0](?:[\w’'-]+[ \u00a0]){0,3}?[\w’'-]+"
_INNER = r"[^.!?“”„\"«»「」]"


@dataclass(frozen=True, slots=True)
class Said:
    """`who` as the text calls them, or None; `around` the words of the attribution; `name` if it is a name."""

    who: str | None
    verb: str
    around: str
    name: str | None = None


def said(spoken: Spoken) -> Said | None:
    """Who said a quotation and with which verb, as the words around it tell."""
    if len(spoken.words) < 3 and spoken.text[0].islower() and spoken.text[-1].isalnum():
        return None  # a word held at a distance, whoever uses it
    if spoken.page.language == "en":
        return _english(spoken)
    if spoken.page.language == "ja":
        return _japanese(spoken)
    return _elsewhere(spoken) if data(spoken.page.language)["present"] else None


# ---------------------------------------------------------------- English


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What leads a speech in ("Theodore says, “") and what follows one ("” she whispers")."""
    words = data()
    verbs = "|".join(sorted(words["present"] | words["past"], key=len, reverse=True))
    nouns = "|".join(sorted(words["film"] | words["roles"], key=len, reverse=True))
    who = rf"(?:{NAME}|\b(?i:he|she|they|it|who|{nouns})\b|{_SOMEONE})"
    titled = rf"(?:\b(?i:the )?(?i:{nouns}),? )?{who}(?:, {_INNER}{{1,40}},| \({_INNER}{{0,40}}\))?"
    helpers = rf"(?:(?:{'|'.join(words['helpers'])}|\w+ly)\s+)*"
    before = (
        rf"(?:(?P<who>{titled})[, ]{{1,2}}|(?:\band|\bthen|[,;])\s+){helpers}(?P<verb>{verbs})\b"
        rf"(?P<rest>{_INNER}{{0,50}}?)(?P<link>[,:—–]\s*|\s+that\s+|\s*)$"
    )
    after = (
        rf"\s*[,—–]?\s*(?:(?P<who>{titled}) {helpers}(?P<verb>{verbs})\b"
        rf"|(?P<verb2>{verbs}) (?P<who2>{titled}))"
    )
    return re.compile(before), re.compile(after)


def _english(spoken: Spoken) -> Said | None:
    before, after = _patterns()
    follows = after.match(spoken.after)
    if follows and (spoken.text[-1] in ",.!?…—" or spoken.after[:1] in ",—–"):
        return _of(follows["who"] or follows["who2"], follows["verb"] or follows["verb2"], follows[0])
    led = before.search(spoken.before)
    if led is None or (led["who"] is None and not led["link"].strip()):
        return None
    linked = bool(led["link"].strip())
    if not (linked or spoken.is_sentence) and (
        led["rest"].strip() or (spoken.text[0].islower() and len(spoken.words) < 4)
    ):
        return None
    return _of(led["who"], led["verb"], led[0])


def _of(who: str | None, verb: str, around: str) -> Said:
    """Without the role or the little word that stands before a name: "Director", "As"."""
    bare = who or ""
    while True:
        first, _, rest = bare.partition(" ")
        if not rest or first.casefold().strip(",") not in data()["roles"] | data()["leads"]:
            break
        bare = rest
    bare = re.split(r",| \(", bare)[0]
    named = re.match(NAME, bare) is not None and bare.casefold() not in _PRONOUNS | {"the"}
    named = named and bare.split(" ")[0].casefold() not in {
        "the",
        "his",
        "her",
        "their",
        "my",
        "our",
        "a",
        "an",
        "one",
    }
    return Said(bare or None, verb, around, bare if named else None)


# ---------------------------------------------------------------- other languages


@cache
def _verbs(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A verb of speech with what stands around it: before a quotation, and behind one."""
    words = data(language)
    verbs = "|".join(sorted(words["present"] | words["past"], key=len, reverse=True))
    led = rf"(?P<head>{_INNER}{{0,60}})(?<!\w)(?P<verb>{verbs})(?!\w)(?P<tail>{_INNER}{{0,60}}?)(?P<link>[:,]?)\s*$"
    follows = (
        rf"\s*[.,]?\s*[—–-]?\s*(?:(?P<subject>(?:[\w’'-]+ ){{0,3}}?))(?<!\w)(?P<verb>{verbs})(?!\w)"
        rf"(?P<tail>{_INNER}{{0,70}})"
    )
    return re.compile(led), re.compile(follows)


def _elsewhere(spoken: Spoken) -> Said | None:
    led, follows = _verbs(spoken.page.language)
    behind = follows.match(spoken.after)
    if behind and (spoken.after.lstrip("\u00a0 ")[:1] in ",—–-." or spoken.text[-1] in ",.!?…—–»“”"):
        return Said(_named(behind["tail"]), behind["verb"], behind[0], _named(behind["tail"]))
    if behind and not behind["subject"] and len(spoken.words) >= 3 and spoken.text[0].isupper():
        return Said(_named(behind["tail"]), behind["verb"], behind[0], _named(behind["tail"]))
    if within := _within(spoken.page.language).search(spoken.text):
        return Said(None, within["verb"], within[0])
    before = led.search(spoken.before)
    if before and (before["link"] == ":" or (len(spoken.words) >= 4 and spoken.text[0].isupper())):
        around = before["head"][-60:] + before["verb"] + before["tail"]
        return Said(None, before["verb"], around, None)
    return None


@cache
def _within(language: str) -> re.Pattern[str]:
    """A verb of speech between dashes within the quotation: "«Нет, — говорит она. — Нет»"."""
    words = data(language)
    verbs = "|".join(sorted(words["present"] | words["past"], key=len, reverse=True))
    return re.compile(rf"[,.!?…]\s*[—–]\s*(?P<verb>{verbs})(?!\w)")


def _named(tail: str) -> str | None:
    """A name right behind a verb: "sagt Jupp"."""
    found = re.match(rf"\s*({UPPER}[\w’'-]+(?: {UPPER}[\w’'-]+){{0,2}})(?![\w’])", tail)
    return found[1] if found else None


@cache
def _japanese_verbs() -> re.Pattern[str]:
    words = data("ja")
    return re.compile("|".join(sorted(words["present"] | words["past"], key=len, reverse=True)))


def _japanese(spoken: Spoken) -> Said | None:
    """「…」と老人は言う, or 店主はこう言う。「…」."""
    sentence = re.split("[。！？]", spoken.after)[0]
    if re.match(r"[、 ]?と(?!いう|言う|は|も|の)", sentence) and (verb := _japanese_verbs().search(sentence)):
        return Said(None, verb[0], sentence)
    if re.match(r"[、 ]?と言う[。、]?$", sentence):
        return Said(None, "言う", sentence)
    lead = re.search(r"([^。]{0,60}?)[。::、]?$", spoken.before)
    if lead and (verb := re.search(rf"(?:{_japanese_verbs().pattern})[。::、]$", spoken.before)):
        return Said(None, verb[0], spoken.before[-60:])
    return None
