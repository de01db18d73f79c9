"""Object storage, and what else fsspec knows by an address: s3://bucket/reviews.jsonl becomes what can be opened.

Who may go there is told by the environment of the machine alone (AWS_ACCESS_KEY_ID and the like), never by
an address, and no message repeats what a server said beyond its status and the name of the error.
"""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from quotecards.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
# Of the web and of this machine: whoever reads those has rules of its own for them.
_OTHERS = frozenset({"http", "https", "ftp", "file", "local", "data"})
_OBSTORE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl"})
# There a file shows before it is whole; on an object storage it does not.
_FILE_SYSTEMS = frozenset({"sftp", "ssh", "smb", "hdfs", "arrow_hdfs", "webhdfs", "webdav"})
_STATUS = re.compile(r"status(?: code)?: (\d{3}[\w ]*)")
_CODE = re.compile(r"<Code>(\w{1,60})</Code>")
_BUFFER = 1 << 20  # bytes asked for at once where a file is read from its beginning to its end


def is_address(name: str) -> bool:
    """Whether a name is an address on a storage, and neither a file's nor a web page's."""
    scheme = _SCHEME.match(name)
    return scheme is not None and scheme[1].lower() not in _OTHERS


def named(name: str) -> File:
    """A name becomes the file, or the object, that it stands for."""
    return Object(name) if is_address(name) else Path(name)


@dataclass(frozen=True, slots=True)
class Object:
    """An object on a storage, with as much of a Path's ways as reading needs.

    What goes wrong is an OSError, as it is with files, or a UsageError where the address is none.
    """

    address: str
    length: int | None = field(default=None, compare=False)  # where a listing has told it

    def __str__(self) -> str:
        return self.address

    @property
    def name(self) -> str:
        """The last part of its address."""
        return PurePosixPath(self.address).name

    @property
    def suffix(self) -> str:
        """The end of its name, with its dot."""
        return PurePosixPath(self.address).suffix

    def with_name(self, name: str) -> Object:
        """The object beside it."""
        return Object(f"{self.address.rpartition('/')[0]}/{name}")

    def open(self, mode: str = "rb") -> BinaryIO:
        """Its bytes, fetched as they are read."""
        assert mode == "rb"
        return cast("BinaryIO", io.BufferedReader(_Raw(self, self.size()), _BUFFER))

    def is_file(self) -> bool:
        """Whether it is there; a storage that may not list also refuses to tell of what is not there."""
        try:
            with _asked(self.address):
                return bool(self._system().isfile(_bare(self.address)))
        except (FileNotFoundError, PermissionError):
            return False

    def size(self) -> int:
        """How many bytes it has."""
        if self.length is not None:
            return self.length
        with _asked(self.address):
            return int(self._system().info(_bare(self.address))["size"])

    def read_bytes(self) -> bytes:
        """All its bytes."""
        with _asked(self.address):
            return cast("bytes", self._system().cat_file(_bare(self.address)))

    def span(self, start: int, end: int) -> bytes:
        """Its bytes from one offset up to another, which lie within it."""
        if start >= end:
            return b""
        with _asked(self.address):
            return cast("bytes", self._system().cat_file(_bare(self.address), start=start, end=end))

    def put(self, content: bytes) -> None:
        """Bytes become the object, all at once: whoever looks sees the old ones or the new ones."""
        with _asked(self.address), self._whole() as name:
            self._system().pipe_file(name, content)

    def put_file(self, path: Path) -> None:
        """The same with the bytes of a file."""
        with _asked(self.address), self._whole() as name:
            self._system().put_file(str(path), name)

    def remove(self) -> None:
        """It is gone, with all that lies below it."""
        with _asked(self.address):
            system = self._system()
            system.invalidate_cache()
            if found := system.find(_bare(self.address)):
                system.rm(found)

    def listed(self) -> tuple[list[str], dict[str, Object]]:
        """What lies right below it: the names of folders, the objects by name; none if nothing does."""
        with _asked(self.address):
            system = self._system()
            system.invalidate_cache()
            try:
                found = system.ls(_bare(self.address), detail=True)
            except FileNotFoundError:
                return [], {}
        folders = [PurePosixPath(one["name"]).name for one in found if one["type"] == "directory"]
        names = {PurePosixPath(one["name"]).name: one["size"] for one in found if one["type"] == "file"}
        return folders, {name: Object(self.below(name).address, length) for name, length in names.items()}

    def matching(self) -> list[Object]:
        """Its address taken as a pattern becomes the objects that match it, in order."""
        scheme = self.address.partition("://")[0]
        with _asked(self.address):
            system = self._system()
            system.invalidate_cache()
            found = system.glob(_bare(self.address), detail=True)
        files = sorted((name, facts) for name, facts in found.items() if facts["type"] == "file")
        return [Object(f"{scheme}://{name}", facts["size"]) for name, facts in files]

    def below(self, name: str) -> Object:
        """What lies below it under that name."""
        return Object(f"{self.address.rstrip('/')}/{name}")

    def _system(self) -> Any:
        return _system(self.address.partition("://")[0].lower(), os.environ.get("AWS_ENDPOINT_URL", ""))

    @contextmanager
    def _whole(self) -> Iterator[str]:
        """The name to write to; where that is not the object itself yet, it becomes so afterwards."""
        scheme, _, bare = self.address.partition("://")
        if scheme.lower() not in _FILE_SYSTEMS:
            yield bare
            return
        temporary = f"{bare}.{secrets.token_hex(4)}.tmp"
        self._system().makedirs(bare.rpartition("/")[0], exist_ok=True)
        yield temporary
        self._system().mv(temporary, bare)


File = Path | Object


def span(file: File, start: int, end: int) -> bytes:
    """The bytes of a file from one offset up to another.

    Raises:
        OSError: it cannot be read.

    """
    if isinstance(file, Object):
        return file.span(start, end)
    with file.open("rb") as stream:
        stream.seek(start)
        return stream.read(end - start)


def size(file: File) -> int:
    """How many bytes a file has.

    Raises:
        OSError: it is not there.

    """
    return file.size() if isinstance(file, Object) else file.stat().st_size


class _Raw(io.RawIOBase):
    """The bytes of an object, a request for each stretch that is read."""

    def __init__(self, whole: Object, length: int) -> None:
        super().__init__()
        self._whole = whole
        self._length = length
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + (0, self._at, self._length)[whence])
        return self._at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # any buffer that can be filled
        part = self._whole.span(self._at, min(self._at + len(buffer), self._length))
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


# ---------------------------------------------------------------- the way there


def _bare(address: str) -> str:
    return address.partition("://")[2].rstrip("/")


@cache
def _system(scheme: str, endpoint: str) -> Any:
    """What speaks to storages of a kind; obstore, where it knows the kind and is there."""
    try:
        import fsspec

        if scheme not in _OBSTORE:
            return fsspec.filesystem(scheme)
        from quotecards.storage.buckets import Buckets

        plain = endpoint.lower().startswith("http://") or os.environ.get("AWS_ALLOW_HTTP", "") == "true"
        return Buckets(scheme, plain=plain)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"what speaks to {scheme}:// is not installed, or nobody knows it.",
            remedy="For S3, Google and Azure install: pip install 'quotecards[s3]'; "
            "for others the package of fsspec's that knows them.",
        ) from error


@contextmanager
def _asked(address: str) -> Iterator[None]:
    """Whatever a storage complains of becomes an OSError in our words, without its own, which may tell keys."""
    if ":" in _bare(address).partition("/")[0].rpartition("@")[0]:
        raise UsageError(
            "an address must not hold a password.",
            where=f"{address.partition('://')[0]}://{address.rpartition('@')[2]}",
            remedy="Give it to the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the like.",
        )
    try:
        yield
    except UsageError as error:
        raise UsageError(error.what, where=address, remedy=error.remedy) from error
    except FileNotFoundError:
        raise FileNotFoundError(errno.ENOENT, "there is no such object or bucket", address) from None
    except Exception as error:  # noqa: BLE001 - each storage has errors of its own
        raise _told(error, address) from None


def _told(error: Exception, address: str) -> OSError:
    said = str(error)
    status, code = _STATUS.search(said), _CODE.search(said)
    answer = status[1].strip() if status else ""
    if code:
        answer = f"{answer} ({code[1]})"
    if isinstance(error, PermissionError) or answer.startswith(("401", "403")):
        return PermissionError(errno.EACCES, f"the storage refuses: {answer or 'permission denied'}", address)
    if answer.startswith("404"):
        return FileNotFoundError(errno.ENOENT, f"the storage says {answer}", address)
    if answer:
        return OSError(errno.EIO, f"the storage says {answer}", address)
    return OSError(errno.EIO, "the storage does not answer", address)
