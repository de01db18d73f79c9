"""Stage 1: bytes become text, or an error that says they are none."""

from __future__ import annotations

import codecs
import re

from quotecards.errors import SourceEmpty, SourceError

_BOMS = (  # longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 65_536  # characters judged; a binary file shows itself in the first of them

# A text that was cut or joined carelessly has a few broken characters; a binary one has them everywhere:
# of the binary kinds tried (PNG, JPEG, ZIP, ELF, PDF), the least had 18 % where a text has under 1 %.
_MOST_UNPRINTABLE = 0.05


def decode(content: bytes, where: str) -> str:
    """The bytes of one file become its text: by its byte order mark, else UTF-8, else cp1252.

    The mark is no part of the text; line ends stay as they are.

    Raises:
        SourceEmpty: nothing but white space.
        SourceError: not text.
    """
    text = _text(content, where)
    sample = text[:_SAMPLE]
    if "\0" in sample or len(_UNPRINTABLE.findall(sample)) > _MOST_UNPRINTABLE * len(sample):
        raise _binary(where)
    if not text.strip():
        raise SourceEmpty("the file is empty.", where=where, remedy="Put the review's text into it.")
    return text


def _text(content: bytes, where: str) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding, errors="replace")
            except UnicodeDecodeError as error:  # pragma: no cover - "replace" leaves none
                raise _binary(where) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_or_old(content)


def _damaged_or_old(content: bytes) -> str:
    """Bytes that are not UTF-8: UTF-8 with a few broken characters, or an old one-byte encoding.

    Real UTF-8 is mostly right; cp1252 read as UTF-8 is hardly ever.
    """
    as_utf8 = content.decode("utf-8", errors="replace")
    strange = len(_NOT_ASCII.findall(as_utf8))
    if as_utf8.count("\ufffd") * 4 <= strange:
        return as_utf8
    return content.decode("cp1252", errors="replace")


def _binary(where: str) -> SourceError:
    return SourceError(
        "this is not text: most of it cannot be decoded.",
        where=where,
        remedy="Save it as plain text in UTF-8 (a document or picture does not become text by its suffix).",
    )
