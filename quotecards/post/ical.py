"""Stage 11: the queue as an iCalendar file, to look at in a calendar.

Source: RFC 5545 (3.1 content lines and their folding, 3.3.11 text, 3.6.1 events), read 2026-11-22.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from quotecards.post.seam import Entry

_OCTETS = 75  # of a line, its end not counted
_ESCAPES = {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n", ord("\r"): None}


def calendar(entries: Sequence[Entry]) -> str:
    """Entries become the text of a calendar, lines ending in CRLF; the same entries, the same text."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//quotecards//queue//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for entry in entries:
        lines += _event(entry)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def folded(line: str) -> str:
    """A line of at most 75 octets, or several of them: each next one begins with a space.

    A character's octets stay together.
    """
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the space
        piece += letter
        size += octets
    return "\r\n ".join([*pieces, piece])


def escaped(text: str) -> str:
    """A text as a value holds it; control characters, which no value may hold, fall away."""
    return "".join(
        letter
        for letter in text.translate(_ESCAPES)
        if letter == "\t" or (letter >= " " and letter != "\x7f")
    )


def _event(entry: Entry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{_utc(entry.at)}",
        f"DTSTART:{_utc(entry.at)}",
        "DURATION:PT15M",
        f"SUMMARY:{escaped(entry.title)}",
        f"DESCRIPTION:{escaped(entry.text)}",
    ]
    if entry.url:
        lines.append(f"URL:{''.join(letter for letter in entry.url if letter > ' ')}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
