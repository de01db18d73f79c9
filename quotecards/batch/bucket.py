"""Where a batch goes on object storage: below an address. An object is whole there or not there at all.

While a run lasts, `.parts/run-N/` below the address holds the parts' manifests, as in a folder. What is not
whole yet lies in the temporary folder of the machine that makes it.
"""

from __future__ import annotations

import contextlib
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.batch import rows
from quotecards.batch.place import LEFT, PARTS, SPREAD
from quotecards.errors import OutputError
from quotecards.storage import Object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_BEGUN = "begun"  # the mark of a run, as there are no empty folders


@dataclass(frozen=True, slots=True)
class Bucket:
    """An address that all machines of a run can reach, each with what its own environment allows."""

    address: str
    run: int = 0

    @property
    def name(self) -> str:
        """The place as messages tell it."""
        return self.address

    def file(self, name: str) -> Object:
        """What is there, or will be, under that name."""
        return Object(self.address).below(name)

    def put(self, name: str, content: bytes) -> None:
        """Bytes become the object of that name, all at once.

        Raises:
            OutputError: the storage refuses, or does not answer.

        """
        with _written(self.file(name)) as target:
            target.put(content)

    def stands(self, name: str, sha256: str, size: int) -> bool:
        """Whether the card is there: its name tells its content, and an object is whole, so its length will do."""
        try:
            return sha256[:8] in name and self.file(name).size() == size
        except OSError:
            return False

    def exists(self, name: str) -> bool:
        """Whether there is such an object."""
        try:
            return self.file(name).is_file()
        except OSError:
            return False

    def begun(self) -> Bucket:
        """The same place with a run of its own begun in it.

        Raises:
            OutputError: it cannot be written to.

        """
        with _written(Object(self.address)):
            number = 1 + max(self._runs(), default=0)
        begun = Bucket(self.address, number)
        begun.put(f"{begun._scratch}/{_BEGUN}", b"")
        return begun

    def ended(self) -> None:
        """What runs left of their parts is gone."""
        with contextlib.suppress(OSError):
            self.file(PARTS).remove()

    def left(self) -> None:
        """The run ended early, by its own will: what it has begun stays for the next one, if there is anything."""
        with contextlib.suppress(OSError):
            if any(True for _ in self._rows(self.run)):
                self.file(f"{self._scratch}/{LEFT}").put(b"")
            else:
                self.file(self._scratch).remove()

    def died(self) -> bool:
        """Whether a run before this one was ended by something else than its own will."""
        with contextlib.suppress(OSError):
            return any(not self.exists(f"{PARTS}/run-{number}/{LEFT}") for number in self._runs())
        return False

    def older(self) -> Iterator[Object]:
        """The parts' manifests of runs that have not ended, oldest first."""
        for number in self._runs():
            if number != self.run:
                yield from self._rows(number)

    def part(self, number: int) -> Object:
        """The manifest of a part of this run, made or to be made."""
        return self.file(f"{self._scratch}/{number // SPREAD:06d}/{number:09d}.rows")

    def writer(self, number: int) -> rows.Writer:
        """The manifest of a part while it is made, on this machine's disk.

        Raises:
            OutputError: the run is over, for all but a machine that was cut off from it; or as above.

        """
        with _written(self.file(f"{self._scratch}/{_BEGUN}")) as mark:
            there = mark.is_file()
        if not there:
            raise OutputError("this run is over, or never began.", where=self.address)
        here = Path(tempfile.gettempdir()) / f"quotecards-{secrets.token_hex(4)}-{number:09d}.rows"
        return rows.Writer(here, lambda draft: self._sent(draft, self.part(number)))

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A large object is written bit by bit on this machine's disk, and sent when it is whole.

        Raises:
            OutputError: the disk is full, or the storage refuses.

        """
        with tempfile.TemporaryDirectory(prefix="quotecards-") as folder:
            with _written(self.file(name)), (Path(folder) / "whole").open("wb") as stream:
                yield stream
            self._sent(Path(folder) / "whole", self.file(name))

    @contextlib.contextmanager
    def desk(self) -> Iterator[Path]:
        """A folder of this machine to make something in that all machines shall have."""
        with tempfile.TemporaryDirectory(prefix="quotecards-") as folder:
            yield Path(folder)

    def shared(self, path: Path) -> Object:
        """A file made on the desk becomes one that all machines of the run can reach."""
        target = self.file(f"{self._scratch}/{path.name}")
        self._sent(path, target)
        return target

    def forget(self, drafts: list[Path]) -> None:
        """What lies on this machine of parts that were begun is not needed any more."""
        for draft in drafts:
            draft.unlink(missing_ok=True)

    def free(self) -> int | None:
        """Nobody can tell how much room there is."""
        return None

    @property
    def _scratch(self) -> str:
        return f"{PARTS}/run-{self.run}"

    def _runs(self) -> list[int]:
        folders, _ = self.file(PARTS).listed()
        return sorted(int(name[4:]) for name in folders if name[:4] == "run-" and name[4:].isdecimal())

    def _rows(self, run: int) -> Iterator[Object]:
        folders, _ = self.file(f"{PARTS}/run-{run}").listed()
        for folder in sorted(folders):
            _, objects = self.file(f"{PARTS}/run-{run}/{folder}").listed()
            yield from (objects[name] for name in sorted(objects) if name.endswith(".rows"))

    def _sent(self, path: Path, target: Object) -> None:
        with _written(target):
            target.put_file(path)
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _written(target: Object) -> Iterator[Object]:
    try:
        yield target
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror or error}.",
            where=target.address,
            remedy="What is finished is kept: check the address, what the environment tells and the storage; "
            "then run the same command again.",
        ) from error
