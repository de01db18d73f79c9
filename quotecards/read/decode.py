"""Stage 1: bytes become text, and it is told how; or an error says that they are no text."""

from __future__ import annotations

import codecs
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from quotecards.errors import SourceEmpty, SourceError
from quotecards.read.seam import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.read.seam import Source

_BOMS = (  # longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

# What cp1252 makes of other encodings: signs within words, or words of nothing but accented letters.
_SIGN_IN_WORD = re.compile(
    r"[^\W\d_][¡-©«-´¶-¹»-¿×÷€‚ƒ„†‡‰‹•™›˜ˆ\ufffd]+[^\W\d_]|[^\W\d_][¤¦±²³¸¹¼½¾×÷ƒ†‡ˆ\ufffd]|[a-z][ŠŒŽŸ][a-z]"
)
_ACCENTED_WORD = re.compile(r"(?<![^\W\d_])[À-ÖØ-öø-ÿ]{2,}(?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
# Pairs of letters that no Western language has both of: Czech, Hungarian and Turkish read as cp1252.
_STRANGERS = (("ì", "ø"), ("ì", "è"), ("õ", "û"), ("ð", "ý"), ("þ", "ý"))

# What people's files are in; of the hundred that are possible, the others are only ever a wrong guess.
_USUAL = [
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "koi8_r",
    "iso8859_2",
    "mac_roman",
    "cp874",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
]

# A text that was cut or joined carelessly has a few broken characters; a binary one has them everywhere:
# of the binary kinds tried (PNG, JPEG, ZIP, ELF, PDF), the least had 18 % where a text has under 1 %.
_MOST_UNPRINTABLE = 0.05

# Above this share of disorder, by charset-normalizer's measure, its answer is a guess.
_MOST_CHAOS = 0.1

# Above this share of its words looking wrong, a text is not in cp1252: Western texts tried had none,
# Polish, Russian, Greek and Japanese ones had a tenth or more.
_MOST_WRONG = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in; its byte order mark is no part of it, its line ends are as they were."""

    text: str
    encoding: str


def decode(content: bytes, where: str, charset: str | None = None) -> Decoded:
    """The bytes of one file become its text.

    By its byte order mark, else by what the server or the page says, else UTF-8; a text in none of these
    is judged by its letters, and is in cp1252 where they leave a doubt.

    Raises:
        SourceEmpty: nothing but white space.
        SourceError: not text.

    """
    decoded = _decoded(content, charset)
    if is_binary(decoded.text):
        raise binary(where)
    if not decoded.text.strip():
        raise SourceEmpty("the file is empty.", where=where, remedy="Put the review's text into it.")
    return decoded


@contextmanager
def lines(source: Source) -> Iterator[tuple[TextIO, str]]:
    """A source becomes a text to be read line by line, whatever its size, and the name of its encoding.

    Told by how it begins; a byte further down that does not fit is read as cp1252.

    Raises:
        SourceEmpty: there is nothing in it.
        SourceError: it is not text.

    """
    if not source.head.strip(b"\0\t\n\r \xef\xbb\xbf\xfe\xff") and len(source.head) < HEAD:
        raise SourceEmpty("the file is empty.", where=source.name, remedy="Put the reviews into it.")
    mark = next(((bom, name) for bom, name in _BOMS if source.head.startswith(bom)), None)
    encoding = mark[1] if mark else _encoding(source.head, source.charset)
    if is_binary(_beginning(source.head, encoding, "replace")):
        raise binary(source.name)
    if mark:
        source.stream.read(len(mark[0]))
    text = io.TextIOWrapper(source.stream, encoding=encoding, errors="quotecards-cp1252", newline="")
    try:
        yield text, encoding
    finally:
        text.detach()  # the stream is closed by whoever opened it


def is_binary(text: str) -> bool:
    """Whether a decoded text is none: judged by its beginning, where a binary file shows itself."""
    sample = text[:HEAD]
    return "\0" in sample or len(_UNPRINTABLE.findall(sample)) > _MOST_UNPRINTABLE * len(sample)


def binary(where: str) -> SourceError:
    """The error for what is not text."""
    return SourceError(
        "this is not text: most of it cannot be decoded.",
        where=where,
        remedy="Save it as plain text in UTF-8 (a document or picture does not become text by its suffix).",
    )


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """The bytes that do not fit become what they are in cp1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("quotecards-cp1252", _as_cp1252)


def _encoding(head: bytes, charset: str | None) -> str:
    """The encoding of a stream that begins so."""
    for encoding in (_known(charset), "utf-8"):
        if encoding:
            try:
                _beginning(head, encoding, "strict")
            except UnicodeDecodeError:
                continue
            return encoding
    return _damaged_or_old(head).encoding


def _beginning(head: bytes, encoding: str, errors: str) -> str:
    """The beginning of a stream as text, without a character that it cuts."""
    return codecs.getincrementaldecoder(encoding)(errors).decode(head, final=False)


def _decoded(content: bytes, charset: str | None) -> Decoded:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(encoding, errors="replace"), encoding)
    for name in (charset, "utf-8"):
        known = _known(name)
        if known:
            try:
                return Decoded(content.decode(known), known)
            except UnicodeDecodeError:
                continue
    return _damaged_or_old(content)


def _known(charset: str | None) -> str | None:
    """The encoding that goes by a name; what the web calls Latin-1 or ASCII is cp1252."""
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    if name in {"iso8859-1", "ascii", "latin-1"}:
        return "cp1252"
    return name if codecs.lookup(name)._is_text_encoding else None  # noqa: SLF001 - the only mark of "rot13" and the like


def _damaged_or_old(content: bytes) -> Decoded:
    """Bytes that are not UTF-8: UTF-8 with a few broken characters, or an old encoding.

    Real UTF-8 is mostly right; anything else read as UTF-8 is hardly ever.
    """
    as_utf8 = content.decode("utf-8", errors="replace")
    strange = len(_NOT_ASCII.findall(as_utf8))
    if as_utf8.count("\ufffd") * 4 <= strange:
        return Decoded(as_utf8, "utf-8")
    as_cp1252 = content.decode("cp1252", errors="replace")
    if not _looks_wrong(as_cp1252[:HEAD]):
        return Decoded(as_cp1252, "cp1252")
    encoding = _by_its_letters(content[:HEAD])
    return Decoded(content.decode(encoding, errors="replace"), encoding)


def _looks_wrong(text: str) -> bool:
    """Whether a text read as cp1252 has words that no Western language has."""
    low = text.lower()
    if "æ" not in low and any(one in low and other in low for one, other in _STRANGERS):
        return True
    wrong = len(_SIGN_IN_WORD.findall(text)) + len(_ACCENTED_WORD.findall(text))
    return wrong > _MOST_WRONG * len(_WORD.findall(text))


def _by_its_letters(sample: bytes) -> str:
    """The encoding that charset-normalizer is sure of; cp1252 where it is not."""
    from charset_normalizer import from_bytes

    sure = [
        match
        for match in from_bytes(sample, cp_isolation=_USUAL, enable_fallback=False)
        if match.chaos <= _MOST_CHAOS and (match.coherence > 0 or match.language != "Unknown")
    ]
    best = min(sure, key=lambda match: len(_SIGN_IN_WORD.findall(str(match))), default=None)
    return _known(best.encoding if best else None) or "cp1252"
