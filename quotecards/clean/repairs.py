"""Stage 2: the repairs that need no knowledge of quotation: what a text looks like becomes changes to it."""

from __future__ import annotations

import html
import re
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

from quotecards import grown, marks
from quotecards.clean.edits import Change
from quotecards.datafiles import load, packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters that stand in nearly every text decoded the wrong way.
_SUSPECT = re.compile(r"[ÂÃâäåÅæðÐÑœŒž€][\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_TAG = re.compile(
    r"</?(?:i|em|b|strong|u|s|small|cite|q|span|p|br|a|sup|sub|mark|font|blockquote)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[(?P<words>[^\[\]\n]*)\]\((?:https?:|/|#|mailto:)[^()\s]*(?:\s\"[^\"\n]*\")?\)")
_STARS = re.compile(
    r"(?<![\w*\\])(?P<open>\*{1,3})(?=[^\s*])(?P<words>[^*\n]*?[^\s*])(?P<close>\*{1,3})(?![\w*])"
)
_UNDERLINE = re.compile(
    r"(?<![\w_\\])(?P<open>_{1,3})(?=[^\s_])(?P<words>[^_\n]*?[^\s_])(?P<close>_{1,3})(?![\w_])"
)
_HEAD = re.compile(r"\A\s*(?:#{1,6}|>)+\s+")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad\u180e\ufffc\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
_JOINER = re.compile(
    r"(?<=[\x00-\u024f\s])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f\s]|\Z)|\A[\u200c\u200d]+"
)
_DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SPACE = re.compile(r"\s+")
_FRENCH_SPACE = re.compile(r"(?<=«)[\u00a0\u202f](?=\S)|[\u00a0\u202f](?=[»;:!?])")
# A word broken at the end of a line, and a soft hyphen there.
_BROKEN = re.compile(
    r"(?P<left>(?<![^\W_])[^\W\d_]+)(?P<gap>[-\u2010\u00ad][ \t]*\r?\n[ \t>]*)(?P<right>[^\W\d_]+)"
)
_QUOTED_LINE = re.compile(r"(?<=\n)[ \t]*(?:>[ \t]*)+(?=\S)")
# Glue of one reading only: "superb,the", "belief:It’s", “Fog”was, "(who made “Fog”)has", "Pell(who made it)", "starsElla", "the“old".
_COMMA = re.compile(
    r"(?<=[^\W\d_]{2})(?:,(?=[^\W\d_]{2})|;(?=[a-zà-öø-ÿ]{2}))|(?<=[a-zà-öø-ÿ]{3}):(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'])"
)
_CLOSED = re.compile(r"(?<=[\w][,.!?…])”(?=[a-zà-öø-ÿ]{2})")
_CLOSING = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[,.!?…]))[”\"](?=[^\W\d_]{2})(?!(?:ed|er|ing|ish|esque|like|type|ness)\b)"
)
_OPENED = re.compile(r"(?<=[^\W\d_]{2})[“\"](?=[^\W_])")
_PARENTHESIS = re.compile(r"(?P<before>[^\W\d_]{2})?\((?P<inner>[^()\n]*\s[^()\n]*)\)(?P<after>[^\W\d_]{2})?")
_GROWN = re.compile(r"(?<![\w@#.’'])(?P<left>[a-zà-öø-ÿ]{3,})(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2})")
_LATE_MARK = re.compile(r"â€(?=[\s,.;:!?)\]]|$)")
_DOTS = re.compile(r"\.{3,}|\.(?: \.){2,}|…\.{2,}|\.{2,}…")
_DASH = re.compile(r"(?<=\s)-(?=\s)|(?<![-<!])--(?![->])")
_BEFORE_MARK = re.compile(r" +(?=[,;!?](?![\w(])|:(?![\w()DPp3\\/|*-])|\.(?![\w.]))")
_CONNECTING = re.compile(r"[,;:–—-]+\Z")
_ENDED = re.compile(r"[.!?…。！？][”’\"')\]»」]*\Z")


def mojibake(text: str) -> Iterator[Change]:
    """Characters decoded in the wrong way become what they were: "Itâ€™s" -> "It’s"."""
    if not _SUSPECT.search(text):
        return
    import ftfy

    fixed = ftfy.fix_encoding(_LATE_MARK.sub("”", text), uncurl_quotes=False)
    if fixed == text:
        return
    for tag, start, end, other, stop in SequenceMatcher(None, text, fixed, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Change(start, end, fixed[other:stop], "mojibake")


def entities(text: str) -> Iterator[Change]:
    """Characters written as HTML names become themselves: "&amp;" -> "&"."""
    for match in _ENTITY.finditer(text):
        yield Change(match.start(), match.end(), html.unescape(match[0]), "entity")


def invisible(text: str) -> Iterator[Change]:
    """Characters without shape or effect are dropped; joiners stay where a script or an emoji needs them."""
    patterns = [_INVISIBLE, _JOINER] if _RIGHT_TO_LEFT.search(text) else [_INVISIBLE, _JOINER, _DIRECTION]
    taken = 0
    for match in sorted(
        (match for pattern in patterns for match in pattern.finditer(text)), key=lambda m: m.start()
    ):
        if match.start() >= taken:
            yield Change(match.start(), match.end(), "", "zero-width")
            taken = match.end()


def markup(text: str) -> Iterator[Change]:
    """Tags of HTML, links and heads of Markdown are dropped; the words within them stay."""
    for match in _TAG.finditer(text):
        yield Change(
            match.start(), match.end(), " " if match[0][1:3].lower() in ("br", "p>") else "", "markup"
        )
    for match in _LINK.finditer(text):
        yield Change(match.start(), match.start("words"), "", "markup")
        yield Change(match.end("words"), match.end(), "", "markup")
    for match in _QUOTED_LINE.finditer(text):
        yield Change(match.start(), match.end(), "", "markup")
    if head := _HEAD.match(text):
        yield Change(head.start(), head.end(), "", "markup")


def emphasis(text: str) -> Iterator[Change]:
    """Asterisks and underlines around words are dropped: "*her*" -> "her"."""
    for pattern in (_STARS, _UNDERLINE):
        for match in pattern.finditer(text):
            width = min(len(match["open"]), len(match["close"]))
            start, stop = match.start("words"), match.end("words")
            yield Change(start - width, start, "", "emphasis")
            yield Change(stop, stop + width, "", "emphasis")


def hyphens(text: str) -> Iterator[Change]:
    """A word broken at the end of a line is joined; what is a compound keeps its hyphen."""
    for match in _BROKEN.finditer(text):
        left, right = match["left"].casefold(), match["right"]
        after = ""
        if "\u00ad" not in match["gap"]:
            if right.casefold() in _words("joining"):
                after = "- "
            elif len(left) < 2 or right[0].isupper() or left in _words("compounds"):
                after = "-"
        yield Change(match.start("gap"), match.end("gap"), after, "hyphenation")


def spaces(text: str, language: str) -> Iterator[Change]:
    """Line breaks, no-break spaces and rows of spaces become one space; none at the ends."""
    keep = {match.start() for match in _FRENCH_SPACE.finditer(text)} if language == "fr" else set()
    for match in _SPACE.finditer(text):
        if len(match[0]) == 1 and match.start() in keep:
            continue
        at_end = match.start() == 0 or match.end() == len(text)
        joined = (
            match[0] != " "
            and text[match.start() - 1] == "-"
            and text[match.start() - 2 : match.start() - 1].isalnum()
        )
        after = "" if at_end or (joined and "\n" in match[0]) else " "
        yield Change(match.start(), match.end(), after, "space")


def dots(text: str) -> Iterator[Change]:
    """Three dots become an ellipsis."""
    for match in _DOTS.finditer(text):
        yield Change(match.start(), match.end(), "…", "ellipsis")


def dashes(text: str) -> Iterator[Change]:
    """Two hyphens become a dash, and so does one between spaces."""
    for match in _DASH.finditer(text):
        yield Change(match.start(), match.end(), "—" if len(match[0]) == 2 else "–", "dash")


def glue(text: str, language: str = grown.LANGUAGE) -> Iterator[Change]:
    """What has grown together gets its space back: "romance.It’s" -> "romance. It’s".

    Right beside quotation marks it is asked for only where words never stand: others have endings there, or no spaces.
    """
    places = set(marks.glued(text))
    places |= {match.end() for pattern in (_COMMA, _CLOSED) for match in pattern.finditer(text)}
    places |= {
        match.end()
        for match in _GROWN.finditer(text)
        if match["left"] not in _words("particles") and not _is_mail(text, match)
    }
    if language == grown.LANGUAGE:
        places |= {match.end() for match in _CLOSING.finditer(text) if _closes(text, match)}
    if language.partition("-")[0] not in _words("unspaced"):
        places |= {match.start() for match in _OPENED.finditer(text) if _opens(text, match)}
    for match in _PARENTHESIS.finditer(text):
        if match["before"]:
            places.add(match.start("inner") - 1)
        if match["after"]:
            places.add(match.start("after"))
    for place in sorted(places):
        yield Change(place, place, " ", "missing-space")


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether a mark right between two letters opens a quotation: it has its partner behind it, none before."""
    if match[0] == "“":
        return "„" not in text and "”" in text[match.end() :]
    return text.count('"', 0, match.start()) % 2 == 0 and text.count('"', match.end()) % 2 == 1


def _closes(text: str, match: re.Match[str]) -> bool:
    """Whether a mark right before a word closes a quotation: one is open before it."""
    if match[0] == "”":
        return text.count("“", 0, match.start()) > text.count("”", 0, match.start())
    return text.count('"', 0, match.start()) % 2 == 1 and text.count('"', match.end()) % 2 == 0


def _is_mail(text: str, match: re.Match[str]) -> bool:
    """Whether a word belongs to an address."""
    start = text.rfind(" ", 0, match.start()) + 1
    word = text[start:].split(None, 1)[0]
    return "@" in word or "://" in word or "www." in word or ("/" in word and "." in word.partition("/")[0])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load(packaged("marks.toml"))[name])


def grown_words(text: str, language: str) -> Iterator[Change]:
    """Words grown together get their space back where there is one way to part them: "gesturesof"."""
    if language == grown.LANGUAGE:
        for place in grown.places(text):
            yield Change(place, place, " ", "missing-space")


def before_marks(text: str) -> Iterator[Change]:
    """A space before a comma or a full stop is dropped."""
    for match in _BEFORE_MARK.finditer(text):
        yield Change(match.start(), match.end(), "", "space")


def cuts(text: str) -> Iterator[Change]:
    """A clause shows where it was cut: "…" before a lower-case beginning and after an open end."""
    if text[:1].islower():
        yield Change(0, 0, "…", "trim-mark")
    if text and not _ENDED.search(text):
        comma = _CONNECTING.search(text)
        start = comma.start() if comma else len(text)
        yield Change(start, len(text), "…", "trim-mark")
