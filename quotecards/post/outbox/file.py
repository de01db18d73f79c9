"""The outbox's file: private to the user, safe through a power cut, and never overwritten when damaged."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

from quotecards.errors import OutboxError, OutputError
from quotecards.files import content_hash, refused
from quotecards.post.outbox import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_SECONDS = 10.0  # a transaction here takes milliseconds; whoever holds the lock longer is stuck
_COMPANIONS = ("", "-wal", "-shm")


def connect(path: Path, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """The file, new or of any age, becomes a connection.

    Raises:
        OutboxError: locked, damaged (a copy is made), made by a newer version, or not to be written to.

    """
    _make(path)
    connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
    try:
        with told(path):  # copies a damaged file before closing it, which may write to it
            _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's errors within become ours, with what to do next."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise OutboxError(
                "the outbox is locked by another process.",
                where=str(path),
                remedy="Wait for it to end, or end it, then run the same command again.",
            ) from error
        raise OutboxError(
            f"the outbox cannot be used: {error}.",
            where=str(path),
            remedy="Check the file's permissions and the room on its disk.",
        ) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)
    if schema.version(connection) > len(schema.MIGRATIONS):
        raise OutboxError(
            "this outbox was made by a newer version of quotecards.",
            where=str(path),
            remedy="Update quotecards; nothing was changed.",
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    schema.migrate(connection)


def make_private(folder: Path) -> None:
    """A folder and its parents exist afterwards, and what was made is for its user alone.

    Raises:
        OutputError: it cannot be made.

    """
    try:
        for one in (*reversed(folder.parents), folder):
            if not one.is_dir():
                one.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise refused(error, folder) from error


def _make(path: Path) -> None:
    """The file exists afterwards and only its user can read it; SQLite's other files copy its mode."""
    try:
        make_private(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        for companion in _COMPANIONS:
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + companion).chmod(0o600)
    except (OSError, OutputError) as error:
        why = error.what if isinstance(error, OutputError) else error.strerror or str(error)
        raise OutboxError(
            f"the outbox cannot be written to: {why.rstrip('.').lower()}.",
            where=str(path),
            remedy="Check its permissions, or set QUOTECARDS_HOME to another folder.",
        ) from error


def _damaged(path: Path, found: str) -> OutboxError:
    """The error of a damaged file; a copy of it stands beside it, one for each state of the damage."""
    try:
        copy = path.with_name(f"{path.stem}.damaged-{content_hash(path.read_bytes())[:12]}{path.suffix}")
        for companion in _COMPANIONS:
            part = path.with_name(path.name + companion)
            if part.exists() and not copy.with_name(copy.name + companion).exists():
                shutil.copy2(part, copy.with_name(copy.name + companion))
        saved = f"A copy of it as it was found is kept as {copy.name}."
    except OSError:
        saved = "It could not be copied."
    return OutboxError(
        f"the outbox is damaged: {found}.",
        where=str(path),
        remedy=f"{saved} Recover it (sqlite3's .recover) or restore a backup. Moving it away starts an "
        "empty outbox, which does not remember what was posted.",
    )
