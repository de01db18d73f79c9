"""Forms as the bytes of a request: the same fields, the same bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def multipart(fields: Mapping[str, str], files: Mapping[str, tuple[str, str, bytes]]) -> tuple[str, bytes]:
    """Fields, and files as (file name, kind, bytes), become a content type and a body (RFC 7578).

    The boundary follows from the content, so that a frozen request can be made again to the same bytes.
    """
    parts = [
        _part(f'form-data; name="{_quoted(name)}"', "", value.encode()) for name, value in fields.items()
    ]
    parts += [
        _part(f'form-data; name="{_quoted(name)}"; filename="{_quoted(file)}"', kind, content)
        for name, (file, kind, content) in files.items()
    ]
    boundary = "quotecards-" + hashlib.sha256(b"".join(parts)).hexdigest()[:32]
    body = b"".join(f"--{boundary}\r\n".encode() + part for part in parts)
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def _part(disposition: str, kind: str, content: bytes) -> bytes:
    head = f"Content-Disposition: {disposition}\r\n" + (f"Content-Type: {kind}\r\n" if kind else "")
    return head.encode() + b"\r\n" + content + b"\r\n"


def _quoted(name: str) -> str:
    """A name as a quoted string may hold it, the way browsers write it."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
