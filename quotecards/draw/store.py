"""Stage 9, its store: a folder in which processes of one run leave each other what they have painted.

A file holds some arrays of bytes by name, with a checksum before them: one that is cut off, or was changed, is
as if it were not there. Nothing here ever fails: what cannot be kept is painted again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from isal import isal_zlib

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[np.uint8]]

# Bytes that stay free on the disk whatever is kept: the cards come first.
SPARE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of arrays; it is made when there is something to keep, in a folder that must be there."""

    folder: Path

    def get(self, key: object) -> dict[str, NDArray[np.uint8]] | None:
        """What was kept for that key, not to be changed; None if it is not there whole."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            content = self._path(key).read_bytes()
            end = content.index(b"\n")
            told, body = json.loads(content[:end]), memoryview(content)[end + 1 :]
            if isal_zlib.crc32(body) == told["sum"]:
                return _parted(body, told["shapes"])
        return None

    def keep(self, key: object, arrays: Arrays) -> None:
        """Arrays are there for that key, if there is room."""
        body = b"".join(array.tobytes() for array in arrays.values())
        shapes = {name: array.shape for name, array in arrays.items()}
        head = json.dumps({"sum": isal_zlib.crc32(body), "shapes": shapes}).encode() + b"\n"
        path = self._path(key)
        temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
        with contextlib.suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            if shutil.disk_usage(self.folder).free < SPARE + len(body):
                return
            try:
                temporary.write_bytes(head + body)
                os.replace(temporary, path)  # noqa: PTH105 - as wherever files are put in their place
            except OSError:
                temporary.unlink(missing_ok=True)

    def _path(self, key: object) -> Path:
        """A file for a key that tells itself wholly, as frozen values and numbers do."""
        return self.folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}.ground"


def _parted(body: memoryview, shapes: Mapping[str, list[int]]) -> dict[str, NDArray[np.uint8]]:
    found, at = {}, 0
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        found[name] = np.frombuffer(body, np.uint8, size, at).reshape(shape)
        at += size
    return found
