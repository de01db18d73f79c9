"""Writing without half-written files, and the names that files get.

A file is written to a temporary name beside its place and renamed, so that whoever looks sees the
old bytes or the new ones and nothing between.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

from quotecards.errors import OutputError

_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_NOT_WORD = re.compile(r"[\W_]+")
_REMEDIES = {
    errno.ENOSPC: "The disk is full: make room, then run the same command again.",
    errno.EDQUOT: "The disk quota is used up: make room, then run the same command again.",
    errno.EROFS: "This disk is read-only: choose another place.",
    errno.EACCES: "You may not write there: choose another place or change its permissions.",
    errno.EPERM: "You may not write there: choose another place or change its permissions.",
    errno.ENOTDIR: "A part of that path is a file, not a folder: choose another place.",
    errno.EEXIST: "A file of that name is in the way: choose another place.",
    errno.EISDIR: "A folder of that name is in the way: choose another name.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


def write(path: Path, content: bytes, *, scratch: Path | None = None) -> None:
    """Bytes become a file, all at once; missing folders are made.

    The temporary file lies beside it, or in `scratch`, a folder on the same disk.

    Raises:
        OutputError: the place is read-only, full, or no folder.

    """
    make_folder(path.parent)
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(
            prefix=f".{path.name[:40]}.", suffix=".tmp", dir=scratch or path.parent
        )
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            os.fchmod(stream.fileno(), 0o666 & ~_umask())
        os.replace(temporary, path)  # noqa: PTH105 - tests put a refusing disk in its place
    except OSError as error:
        raise refused(error, path) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Text becomes a UTF-8 file with line ends as given, all at once."""
    write(path, text.encode("utf-8"))


def make_folder(path: Path) -> None:
    """A folder and its parents exist afterwards.

    Raises:
        OutputError: it cannot be made.

    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, path) from error


def slug(text: str, limit: int = 48) -> str:
    """Any text becomes a short lower-case file name of letters, digits and hyphens.

    Accents fall away, letters of other scripts stay; never empty: "card" if nothing is left.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _NOT_WORD.sub("-", unicodedata.normalize("NFC", plain).casefold()).strip("-")
    while len(words.encode()) > limit:
        words = words[:-1]
    return words.strip("-") or "card"


def content_hash(content: bytes) -> str:
    """SHA-256 of the bytes in hexadecimal, 64 characters."""
    return hashlib.sha256(content).hexdigest()


def refused(error: OSError, path: Path) -> OutputError:
    """The system's refusal to write becomes an OutputError with what to do next."""
    reason = (error.strerror or str(error)).lower()
    remedy = _REMEDIES.get(error.errno or 0, "Choose another place with --out.")
    return OutputError(f"cannot be written: {reason}.", where=str(path), remedy=remedy)


def _umask() -> int:
    """The process's umask; where the system does not tell (it does on Linux), it is read by setting it.

    Setting it would reach the files of other threads.
    """
    with contextlib.suppress(OSError, StopIteration):
        told = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace").splitlines()
        return int(next(line for line in told if line.startswith("Umask:")).split()[1], 8)
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
