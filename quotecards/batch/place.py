"""Where a batch goes: a folder, or an address (`bucket.py`). While a run lasts, `.parts/run-N/` in it holds the parts' manifests.

Everything is written there first and renamed to its place, so a run that is killed leaves only whole
files, and what it leaves behind goes with `.parts` at the end of the run that goes on from it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from quotecards.batch import rows
from quotecards.files import content_hash, make_folder, refused, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import BinaryIO

    from quotecards.storage import File

PARTS = ".parts"
LEFT = "left"  # the mark of a run that ended early by its own will
SPREAD = 1000  # parts in a folder


class Place(Protocol):
    """What a run needs of the place that its cards go to; `Folder` tells what each does."""

    @property
    def name(self) -> str: ...
    def file(self, name: str) -> File: ...
    def put(self, name: str, content: bytes) -> None: ...
    def stands(self, name: str, sha256: str, size: int) -> bool: ...
    def exists(self, name: str) -> bool: ...
    def begun(self) -> Place: ...
    def ended(self) -> None: ...
    def left(self) -> None: ...
    def died(self) -> bool: ...
    def older(self) -> Iterator[File]: ...
    def part(self, number: int) -> File: ...
    def writer(self, number: int) -> rows.Writer: ...
    def writing(self, name: str) -> AbstractContextManager[BinaryIO]: ...
    def desk(self) -> AbstractContextManager[Path]: ...
    def shared(self, path: Path) -> File: ...
    def forget(self, drafts: list[Path]) -> None: ...
    def free(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine, or one that all machines of a cluster see under the same name."""

    path: Path
    run: int = 0

    @property
    def scratch(self) -> Path:
        """The folder of this run's parts."""
        return self.path / PARTS / f"run-{self.run}"

    @property
    def name(self) -> str:
        """The place as messages tell it."""
        return str(self.path)

    def file(self, name: str) -> Path:
        """What is there, or will be, under that name."""
        return self.path / name

    def put(self, name: str, content: bytes) -> None:
        """Bytes become the file of that name, all at once."""
        write(self.path / name, content, scratch=self.scratch if self.run else None)

    def stands(self, name: str, sha256: str, size: int) -> bool:
        """Whether the file is there with the bytes that were written."""
        try:
            path = self.path / name
            return path.stat().st_size == size and content_hash(path.read_bytes()) == sha256
        except OSError:
            return False

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.path / name).is_file()

    def begun(self) -> Folder:
        """The same folder with a run of its own begun in it.

        Raises:
            OutputError: it cannot be written to.

        """
        number = 1 + max((int(path.name[4:]) for path in self._runs()), default=0)
        begun = Folder(self.path, number)
        make_folder(begun.scratch)
        return begun

    def ended(self) -> None:
        """What runs left of their parts is gone; a folder that holds nothing else goes with it."""
        shutil.rmtree(self.path / PARTS, ignore_errors=True)
        with contextlib.suppress(OSError):
            self.path.rmdir()

    def left(self) -> None:
        """The run ended early, by its own will: what it has begun stays for the next one, if there is anything."""
        if any(path.suffix in {".rows", ".draft"} for path in self.scratch.rglob("*")):
            with contextlib.suppress(OSError):
                (self.scratch / LEFT).touch()
            return
        shutil.rmtree(self.scratch, ignore_errors=True)
        for folder in (self.path / PARTS, self.path):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def died(self) -> bool:
        """Whether a run before this one was ended by something else than its own will."""
        return any(not (run / LEFT).exists() for run in self._runs() if run != self.scratch)

    def part(self, number: int) -> Path:
        """The manifest of a part of this run, made or to be made."""
        return self.scratch / f"{number // SPREAD:06d}" / f"{number:09d}.rows"

    def older(self) -> Iterator[Path]:
        """The parts' manifests of runs that have not ended, whole or not, oldest first."""
        for run in self._runs():
            if run != self.scratch:
                for pattern in ("*/*.rows", "*/*.draft"):
                    yield from sorted(run.glob(pattern))

    def writer(self, number: int) -> rows.Writer:
        """The manifest of a part while it is made.

        Raises:
            OutputError: the run is over, for all but a machine that was cut off from it; or as of any file.

        """
        path = self.part(number)
        try:
            path.parent.mkdir(exist_ok=True)  # not its parents: they are gone with their run
        except OSError as error:
            raise refused(error, path) from error
        return rows.Writer(path)

    @contextlib.contextmanager
    def desk(self) -> Iterator[Path]:
        """A folder of this machine to make something in that all machines shall have."""
        yield self.scratch

    def shared(self, path: Path) -> Path:
        """A file made on the desk becomes one that all machines of the run can reach: it is."""
        return path

    def forget(self, drafts: list[Path]) -> None:
        """What was begun of parts stays here until the run is at its end."""

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A large file is written bit by bit and is in its place when it is whole.

        Raises:
            OutputError: the disk is full, or refuses.

        """
        target, temporary = self.path / name, self.scratch / f"{name}.tmp"
        try:
            with temporary.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, target)  # noqa: PTH105 - tests put a refusing disk in its place
        except OSError as error:
            raise refused(error, target) from error

    def free(self) -> int | None:
        """Bytes that may still be written; None where nobody can tell."""
        place = next(
            folder for folder in (self.path.absolute(), *self.path.absolute().parents) if folder.exists()
        )
        try:
            return shutil.disk_usage(place).free
        except OSError:
            return None

    def _runs(self) -> list[Path]:
        found = (self.path / PARTS).glob("run-*") if (self.path / PARTS).is_dir() else ()
        return sorted(
            (path for path in found if path.name[4:].isdecimal()), key=lambda path: int(path.name[4:])
        )
