"""The outbox's tables, as the list of steps that made them. Only ever append: old files replay the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE pictures (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT",
        """
        CREATE TABLE rows (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          card TEXT NOT NULL,               -- which card: the hash of what makes it this one, however it looks
          content TEXT NOT NULL,            -- the hash of the card's picture and words
          network TEXT NOT NULL,
          account TEXT NOT NULL,
          round INTEGER NOT NULL DEFAULT 1, -- 2 when asked for again, and so on
          version INTEGER NOT NULL DEFAULT 1,
          title TEXT NOT NULL,
          film TEXT,
          files TEXT NOT NULL,              -- JSON: [[path, sha256], ...] as they were when planned
          payload TEXT NOT NULL,            -- JSON; the pictures stand in their own table
          payload_sha256 TEXT NOT NULL,
          approved_sha256 TEXT,
          state TEXT NOT NULL CHECK (state IN ('planned', 'approved', 'media_uploaded', 'sending', 'done',
                                               'retry_at', 'unknown', 'failed', 'cancelled')),
          due_at TEXT NOT NULL,
          again_at TEXT,
          tries INTEGER NOT NULL DEFAULT 0, -- failures in a row
          sends INTEGER NOT NULL DEFAULT 0, -- how often the intent may have left this machine
          uploaded TEXT NOT NULL DEFAULT '[]',
          uploaded_at TEXT,
          intent TEXT,                      -- JSON without the body
          body BLOB,
          sending_at TEXT,
          post_id TEXT,
          post_url TEXT,
          proofs TEXT,
          error TEXT,
          lease_owner TEXT,
          lease_until TEXT,
          created_at TEXT NOT NULL,
          updated_at TEXT NOT NULL,
          UNIQUE (content, network, account, round)
        ) STRICT
        """,
        "CREATE INDEX rows_by_state ON rows (state, due_at)",
        "CREATE INDEX rows_by_card ON rows (card, network, account)",
        """
        CREATE TABLE events (
          id INTEGER PRIMARY KEY,
          row_id INTEGER NOT NULL REFERENCES rows (id),
          at TEXT NOT NULL,
          state TEXT NOT NULL,
          what TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX events_by_row ON events (row_id, id)",
        """
        CREATE TABLE pauses (
          network TEXT NOT NULL,
          account TEXT NOT NULL,
          until TEXT NOT NULL,
          why TEXT NOT NULL,
          PRIMARY KEY (network, account)
        ) STRICT
        """,
    ),
)


def version(connection: sqlite3.Connection) -> int:
    """How many steps a file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """A file of any age becomes one of today, each step whole or not at all.

    Two processes that open a new file at once take turns: each looks again once it has the lock.
    """
    while version(connection) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            done = version(connection)
            for statement in MIGRATIONS[done] if done < len(MIGRATIONS) else ():
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {min(done + 1, len(MIGRATIONS))}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
