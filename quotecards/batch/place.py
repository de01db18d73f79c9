"""Where a batch goes: a folder. While a run lasts, `.parts/run-N/` in it holds the parts' manifests.

Everything is written there first and renamed to its place, so a run that is killed leaves only whole
files, and what it leaves behind goes with `.parts` at the end of the run that goes on from it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotecards.files import content_hash, make_folder, refused, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

PARTS = ".parts"
_LEFT = "left"  # the mark of a run that ended early by its own will
_SPREAD = 1000  # parts in a folder


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine, or one that all machines of a cluster see under the same name."""

    path: Path
    run: int = 0

    @property
    def scratch(self) -> Path:
        """The folder of this run's parts."""
        return self.path / PARTS / f"run-{self.run}"

    def put(self, name: str, content: bytes) -> None:
        """Bytes become the file of that name, all at once."""
        write(self.path / name, content, scratch=self.scratch if self.run else None)

    def get(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: there is none, or it cannot be read.

        """
        return (self.path / name).read_bytes()

    def stands(self, name: str, sha256: str) -> bool:
        """Whether the file is there with the bytes that were written."""
        try:
            return content_hash(self.get(name)) == sha256
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
        number = 1 + max((int(path.name[4:]) for path in self.runs()), default=0)
        begun = Folder(self.path, number)
        make_folder(begun.scratch)
        return begun

    def runs(self) -> list[Path]:
        """The folders of runs that have not ended, oldest first."""
        found = (self.path / PARTS).glob("run-*") if (self.path / PARTS).is_dir() else ()
        return sorted(
            (path for path in found if path.name[4:].isdecimal()), key=lambda path: int(path.name[4:])
        )

    def ended(self) -> None:
        """What runs left of their parts is gone; a folder that holds nothing else goes with it."""
        shutil.rmtree(self.path / PARTS, ignore_errors=True)
        with contextlib.suppress(OSError):
            self.path.rmdir()

    def left(self) -> None:
        """The run ended early, by its own will: what it has begun stays for the next one, if there is anything."""
        if any(path.suffix in {".rows", ".draft"} for path in self.scratch.rglob("*")):
            with contextlib.suppress(OSError):
                (self.scratch / _LEFT).touch()
            return
        shutil.rmtree(self.scratch, ignore_errors=True)
        for folder in (self.path / PARTS, self.path):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def died(self) -> bool:
        """Whether a run before this one was ended by something else than its own will."""
        return any(not (run / _LEFT).exists() for run in self.runs() if run != self.scratch)

    def part(self, number: int) -> Path:
        """Where the manifest of a part of this run is, or will be."""
        return self.scratch / f"{number // _SPREAD:06d}" / f"{number:09d}.rows"

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
