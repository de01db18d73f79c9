"""What a post leaves behind: a file that tells where it stands, what was sent, and what reading it back has shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from quotecards.files import content_hash, slug, write_text
from quotecards.post.outbox.file import make_private

if TYPE_CHECKING:
    from pathlib import Path

    from quotecards.post.outbox import Row


def path(folder: Path, row: Row) -> Path:
    """Where a row's receipt lies in the user's folder."""
    return folder / "receipts" / f"{row.id:05d}-{row.network}-{slug(row.title, 40)}.json"


def write(folder: Path, row: Row) -> Path:
    """A row that is done becomes its receipt; the same row, the same bytes.

    Raises:
        OutputError: it cannot be written.

    """
    place = path(folder, row)
    values = {
        "post": row.id,
        "network": row.network,
        "account": row.account,
        "id": row.post_id,
        "url": row.post_url,
        "sent": row.sending_at.isoformat() if row.sending_at else None,
        "cards": [{"file": file, "sha256": sha256} for file, sha256 in row.files],
        "text": row.payload.text,
        "pictures": [
            {"sha256": content_hash(one.content), "width": one.width, "height": one.height, "alt": one.alt}
            for one in row.payload.pictures
        ],
        "payload_sha256": row.payload_sha256,
        "request": {"key": row.intent.key, "sha256": content_hash(row.intent.body)} if row.intent else None,
        "read_back": [
            {"what": proof.what, "same": proof.same, "note": proof.note} for proof in row.proofs or ()
        ],
    }
    make_private(place.parent)
    write_text(place, json.dumps(values, ensure_ascii=False, indent=2) + "\n")
    return place
