"""The words, credits and palettes of the art direction's boards, by layout: what our cards are laid beside."""

from __future__ import annotations

from dataclasses import replace

from layout_cases import CASES, HER, REVIEW

ON = replace(REVIEW, lines=("on Spike Jonze’s *her*, 2013",))
REAL = replace(REVIEW, lines=("“*her*: A real look at unreal relationship”", "on Spike Jonze’s *her*, 2013"))
SHORT = replace(HER, title=None, lines=HER.lines[:2])
SPOKEN = replace(HER, speaker="Samantha")

LISTENING = (
    "It is a film about listening: how a voice in the ear can furnish a room, how a city can be kind and still "
    "leave you alone in it, and how love, when it goes, hands you the pen and waits for you to write."
)
URGENT = "Communication is the most urgent and difficult thing for human beings."
WORTH, NOTE = "endless space between the words", "just like in real life"

# layout: palette, words, credit, emphasis, note
BOARDS = {
    "panel": ("flashback", CASES["media"][0], REVIEW, None, None),
    "plain": ("sun-kissed", CASES["machines"][0], REAL, None, None),
    "letterbox": ("desert-mirage", CASES["brief"][0], SHORT, None, None),
    "subtitle": ("blue-hour", CASES["life"][0], ON, None, None),
    "title-card": ("silver-print", URGENT, ON, None, None),
    "ticket": ("ticket-stub", CASES["machines"][0], REAL, None, None),
    "marquee": ("neon-night", CASES["life"][0], ON, None, None),
    "margin": ("tea-house", CASES["long"][0], HER, WORTH, NOTE),
    "filmstrip": ("seaside-new-wave", CASES["brief"][0], SHORT, None, None),
    "credits-roll": ("velvet-noir", LISTENING, ON, None, None),
    "poster": ("autumn-melodrama", CASES["life"][0], ON, None, None),
    "split": ("lavender-marriage", CASES["media"][0], REVIEW, None, None),
    "space": ("greenhouse", CASES["space"][0], SHORT, None, None),
    "screenplay": ("plush-interior", CASES["long"][0], SPOKEN, WORTH, None),
}
