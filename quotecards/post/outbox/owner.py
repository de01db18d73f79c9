"""Who holds a lease: a process that lives, as long as it holds the lock on its own little file.

A lease ends by time. Where its owner was a process of this machine, it ends sooner: the system gives a
dead process's lock back at once, whatever killed it.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
from typing import TYPE_CHECKING, TextIO

from quotecards.errors import OutboxError

if TYPE_CHECKING:
    from pathlib import Path

try:
    import fcntl
except ImportError:  # not a Unix: leases end by time alone
    fcntl = None  # type: ignore[assignment]

_SAFE = re.compile(r"[^A-Za-z0-9.-]")


class Owner:
    """A runner; `name` stands in its leases. Close it, or die."""

    def __init__(self, folder: Path, token: str) -> None:
        self.name = f"{_machine()}_{os.getpid()}_{token[:12]}"
        self._path = folder / f"{self.name}.lock"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._stream: TextIO = self._path.open("w")
            if fcntl is not None:
                fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutboxError(
                f"a runner cannot sign in: {(error.strerror or str(error)).lower()}.",
                where=str(folder),
                remedy="Check that this folder can be written to.",
            ) from error

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._stream.close()


def is_dead(folder: Path, name: str) -> bool:
    """Whether a lease's owner was a process of this machine that is no more; False where that is unsure."""
    if fcntl is None or not name.startswith(f"{_machine()}_"):
        return False
    path = folder / f"{name}.lock"
    try:
        with path.open("r+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _machine() -> str:
    """This machine's name, as a file name can hold it."""
    return _SAFE.sub("-", socket.gethostname())[:40] or "here"
