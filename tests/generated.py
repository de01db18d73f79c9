"""Quotes that nobody wrote: words of every script put together by a seed, and what must be true of their cards."""

from __future__ import annotations

import random
from functools import cache

from quotecards.errors import DoesNotFit
from quotecards.fonts.bearing import leftward, opened
from quotecards.fonts.shaping import _glyphs
from quotecards.layout import carousel, compose, layouts, palettes, sizes
from quotecards.layout.plan import plan
from quotecards.layout.setting import around
from quotecards.models import Credit, Still

from layout_cases import quote

# Words and their separator; sentences are made of them with the marks of the script.
WORDS = {
    "en": "love film silence every the of a to remember future camera light extraordinary it voice we",
    "vi": "tình yêu phim lặng lẽ mỗi người những ký ức ánh sáng tuyệt vời giọng nói chúng ta nữa",
    "de": "Liebe Film Stille die der Augenblick Zukunftsvisionen großartig wir Erinnerungsvermögen",
    "pl": "miłość film cisza każdy światło wyjątkowość głos źdźbło pięć",
    "tr": "aşk film sessizlik ışık olağanüstü ses güneş İstanbul çağ",
    "el": "αγάπη ταινία σιωπή κάθε φως φωνή μνήμη εξαιρετική",
    "ru": "любовь фильм тишина каждый свет голос память выдающийся ёж",
    "uk": "кохання фільм тиша кожен світло ґанок пам’ять їжак",
    "he": "אהבה סרט שקט כל אור קול זיכרון יוצא דופן אנחנו",
    "ar": "حب فيلم صمت كل ضوء صوت ذاكرة استثنائي نحن الإنسان",
    "fa": "عشق فیلم سکوت هر نور صدا خاطره ما گفت پژواک",
    "hi": "प्रेम फ़िल्म मौन हर रोशनी आवाज़ स्मृति अद्भुत हम क्षत्रिय",
    "th": "ความรัก หนัง ความเงียบ ทุก แสง เสียง ความทรงจำ ยอดเยี่ยม เรา น้ำ",
    "ja": "愛 映画 静けさ すべての 光 は 声 記憶を すばらしい ちょっと わたしたち ロボット が",
    "zh": "爱 电影 安静 每个 光 声音 记忆 非凡的 我们 是 未来",
    "zh-tw": "愛 電影 安靜 每個 光 聲音 記憶 非凡的 我們 是 未來 龜",
    "ko": "사랑 영화 침묵은 모든 빛 목소리 기억을 놀라운 우리는 미래",
}
SOLID = {"th", "ja", "zh", "zh-tw"}
STOPS = {"ja": "。", "zh": "。", "zh-tw": "。", "hi": "।", "th": ""}
COMMAS = {"ja": "、", "zh": "，", "zh-tw": "，", "ar": "،", "fa": "،", "th": " "}
ODD = (
    "https://www.example.org/films/2013/her?ref=card#top",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "counterintuitiveness",
    "😂",
    "👩‍👩‍👧",
    "🇯🇵",
    "❤️",
    "👍🏽",
    "2,001",
    "10/10",
    "1968",
    "(1982)",
    "AT&T",
    "東京",
    "שלום",
    "سلام",
    "Tokyo",
    "naïve",
    "—",
)
SWING = 0.27  # em by which tails of italic letters swing out of the margin on which they stand
CREDIT = Credit(film="Her", year=2013, lines=("*Her*, 2013",))


def made(number, seed=7):
    """The how-manieth generated quote."""
    rng = random.Random(f"{seed} {number}")
    code = rng.choice(sorted(WORDS))
    count = rng.choice((2, 3, 5, 8, 12, 16, 20, 25, 30, 35, 40, 50, 60, 90, 120))
    return quote(_text(rng, code, count), CREDIT, language=code)


def _text(rng, code, count):
    words = WORDS[code].split()
    between = "" if code in SOLID else " "
    text = ""
    for at in range(count):
        odd = rng.random() < 0.06
        text += rng.choice(ODD) if odd else rng.choice(words)
        if at + 1 < count:
            text += COMMAS.get(code, ",") if rng.random() < 0.1 else ""
            text += " " if odd and rng.random() < 0.5 else between
    return text + STOPS.get(code, rng.choice(".!?"))


def looks():
    """Every layout with every size."""
    return [(name, size) for name in layouts() for size in sizes()]


def still_for(layout):
    """A picture for those that need one; nobody opens it before a card is drawn."""
    return Still("evening.jpg") if layouts()[layout].needs_still else None


def composed(one, layout, size):
    """A quote on a layout; None where it is refused with a remedy."""
    try:
        return compose(one, palette="flashback", layout=layout, size=size, still=still_for(layout))
    except DoesNotFit as error:
        if not error.remedy:
            raise
        return None


def several(one, name, size):
    """What becomes of a quote that a layout refuses: a roomier card, several, or none with a remedy."""
    still = still_for(name)

    def make(words, layout):
        return compose(words, palette="flashback", layout=layout, size=size, still=still)

    try:
        return carousel(one, make, layout=name, still=still is not None)
    except DoesNotFit as error:
        if not error.remedy:
            raise
        return ()


def faults(scene):
    """What is wrong with a scene: ink outside the safe area, letters too small, glyphs that no font has."""
    return [*_outside(scene), *_small(scene), *_boxes(scene)]


def _outside(scene):
    safe = scene.safe
    back = any(leftward(line.text) for line in scene.lines if line.role == "quote")
    made = _planned(scene)
    boxes = {"quote": made.quote.box, "credit": made.credit.box}
    slack = 24 if made.quote.align == "centre" else 2  # a sixth of a wide mark moves a centred line
    for line in scene.lines:
        if any(run.angle for run in line.runs):
            yield from _off(line, scene)
            continue
        if line.role not in boxes or not line.runs or any(run.clip for run in line.runs):
            continue
        ink, text, box = line.ink, line.text, around([safe, boxes[line.role]])
        if ink.top < box.top - 1 or ink.bottom > box.bottom + 1:
            yield f"{text!r} is {box.top - ink.top:.0f} px over or {ink.bottom - box.bottom:.0f} px under"
        begins, ends = text[0] in "“”„«»‘’'\"*", text[-1] in "“”»«’'\"*"
        swing = SWING * line.size if "-italic" in line.runs[0].face.path else 0
        left = 8 if (ends and back) or begins else box.left - slack - swing
        right = scene.width - 8 if (begins and back) or ends else box.right + slack
        if ink.left < left or ink.right > right:
            yield f"{text!r} stands at {ink.left:.0f} to {ink.right:.0f} of {left:.0f} to {right:.0f}"


def _off(line, scene):
    """What is turned stands on a thing of its own; it never leaves the card."""
    ink = line.ink
    if min(ink.left, ink.top, scene.width - ink.right, scene.height - ink.bottom) < 16:
        yield f"{line.text!r} is turned off the card"


def _planned(scene):
    return plan(layouts()[scene.layout], sizes()[scene.size], palettes()[scene.palette])


def _small(scene):
    least = sizes()[scene.size]
    for line in scene.lines:
        wanted = least.least_quote if line.role == "quote" else least.least_credit
        if line.role in ("quote", "credit") and line.size < wanted:
            yield f"{line.text!r} is set in {line.size} px, under {wanted}"


def _boxes(scene):
    for line in scene.lines:
        for run in line.runs:
            for piece in run.pieces:
                if not _known(piece.text, run.face, run.features, piece.rtl):
                    yield f"{piece.text!r} has no glyph in {run.face.path}"


@cache
def _known(text, face, features, rtl):
    assert opened(face.path).glyph_count
    return all(glyph[0] for glyph in _glyphs(text, face, features, rtl))
