"""Stage 11: a picture's bytes without what they tell besides the picture: places, cameras, programs, notes.

Not one pixel changes: whole chunks and segments are left out. Colour profiles stay, they are the picture.
Sources: PNG (W3C, third edition), JPEG (ITU T.81, JFIF), WebP container; all read 2026-11-22.
"""

from __future__ import annotations

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_NOTES = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_WEBP_NOTES = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04  # "has EXIF" and "has XMP" in the first byte of VP8X
_PROFILE = b"ICC_PROFILE\0"


def stripped(content: bytes) -> bytes | None:
    """A PNG, JPEG or WebP without its metadata; None if it is not built as it should be."""
    try:
        if content.startswith(_PNG):
            return _png(content)
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError):
        return None
    return None


def _png(content: bytes) -> bytes | None:
    kept, place = [_PNG], len(_PNG)
    while place < len(content):
        size, name = struct.unpack_from(">I4s", content, place)
        end = place + 12 + size
        if end > len(content):
            return None
        if name not in _PNG_NOTES:
            kept.append(content[place:end])
        if name == b"IEND":
            return b"".join(kept)
        place = end
    return None


def _jpeg(content: bytes) -> bytes | None:
    kept, place = [content[:2]], 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xDA:  # the scan begins: all that follows is picture, up to the last end mark
            end = content.rfind(b"\xff\xd9")
            return b"".join([*kept, content[place : end + 2]]) if end > place else None
        end = place + 2 + struct.unpack_from(">H", content, place + 2)[0]
        if not _is_note(marker, content[place + 4 : end]):
            kept.append(content[place:end])
        place = end
    return None


def _is_note(marker: int, body: bytes) -> bool:
    """Whether a segment is a comment or an application's, other than JFIF, colour profile and Adobe's."""
    if marker == 0xFE:
        return True
    if marker == 0xE2:
        return not body.startswith(_PROFILE)
    return 0xE1 <= marker <= 0xEF and marker != 0xEE


def _webp(content: bytes) -> bytes | None:
    total = struct.unpack_from("<I", content, 4)[0] + 8
    if total > len(content):
        return None
    kept, place = [], 12
    while place + 8 <= total:
        name, size = struct.unpack_from("<4sI", content, place)
        end = place + 8 + size + size % 2
        chunk = content[place:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if name not in _WEBP_NOTES:
            kept.append(chunk)
        place = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
