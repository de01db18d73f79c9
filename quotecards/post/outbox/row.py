"""A row of the outbox as a frozen value, and how payloads and intents become JSON and come back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from quotecards.files import content_hash
from quotecards.post.seam import Facet, Intent, Payload, Picture, Proof

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

State = Literal[
    "planned",  # waits for a person's yes
    "approved",  # may go when its time has come
    "media_uploaded",  # the pictures are there, nothing is visible
    "sending",  # the intent is written down; from here on it may stand there
    "done",  # it stands there
    "retry_at",  # it does not stand there, and will be tried again
    "unknown",  # it may stand there; to be read back first
    "failed",  # it does not stand there, and needs a person
    "cancelled",  # a person called it back
]
STATES: tuple[State, ...] = get_args(State)
OPEN: tuple[State, ...] = ("planned", "approved", "media_uploaded", "sending", "retry_at", "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """One card's content for one account of one network, and all that has become of it."""

    id: int
    card: str
    content: str
    network: str
    account: str
    round: int
    version: int
    title: str
    film: str | None
    files: tuple[tuple[str, str], ...]
    payload: Payload
    payload_sha256: str
    approved_sha256: str | None
    state: State
    due_at: datetime
    again_at: datetime | None
    tries: int
    sends: int
    uploaded: tuple[str, ...]
    uploaded_at: datetime | None
    intent: Intent | None
    sending_at: datetime | None
    post_id: str | None
    post_url: str | None
    proofs: tuple[Proof, ...] | None
    error: str | None
    lease_owner: str | None
    lease_until: datetime | None
    created_at: datetime
    updated_at: datetime

    @property
    def target(self) -> str:
        """Where it goes, as the command line spells it."""
        return self.network if self.account == "main" else f"{self.network}:{self.account}"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a row's story."""

    at: datetime
    state: str
    what: str


def read(record: sqlite3.Row, picture: Callable[[str], bytes]) -> Row:
    """A record of the table, and a way to the pictures, become a Row."""
    values = dict(record)
    body = values.pop("body")
    values["files"] = tuple((path, sha256) for path, sha256 in json.loads(values["files"]))
    values["payload"] = payload_read(values["payload"], picture)
    values["uploaded"] = tuple(json.loads(values["uploaded"]))
    values["intent"] = _intent_read(values["intent"], body) if values["intent"] else None
    values["proofs"] = None if values["proofs"] is None else _proofs_read(values["proofs"])
    for name in [name for name in values if name.endswith(("_at", "_until"))]:
        values[name] = moment(values[name]) if values[name] else None
    return Row(**values)


# ---------------------------------------------------------------- times


def stamp(at: datetime) -> str:
    """A time becomes text that sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The text of a time becomes the time."""
    return datetime.fromisoformat(text)


# ---------------------------------------------------------------- payloads


def payload_text(payload: Payload) -> str:
    """A payload becomes JSON that is the same for the same payload; pictures become their hashes."""
    values = asdict(payload)
    values["pictures"] = [_picture_values(picture) for picture in payload.pictures]
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload_hash(payload: Payload) -> str:
    """What approval is bound to: the hash of every word and picture that will stand there."""
    return content_hash(payload_text(payload).encode("utf-8", "surrogatepass"))


def payload_read(text: str, picture: Callable[[str], bytes]) -> Payload:
    """The JSON of a payload and a way to its pictures become the payload."""
    values: dict[str, Any] = json.loads(text)
    values["facets"] = tuple(Facet(**facet) for facet in values["facets"])
    values["tags"] = tuple(values["tags"])
    values["pictures"] = tuple(
        Picture(content=picture(one.pop("sha256")), **one) for one in values["pictures"]
    )
    return Payload(**values)


def _picture_values(picture: Picture) -> dict[str, Any]:
    return {
        "sha256": content_hash(picture.content),
        "kind": picture.kind,
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
    }


# ---------------------------------------------------------------- intents and proofs


def intent_text(intent: Intent) -> str:
    """An intent becomes JSON, but for its body."""
    values = {name: getattr(intent, name) for name in ("network", "method", "url", "headers", "key", "at")}
    return json.dumps(values | {"values": dict(intent.values)}, ensure_ascii=False)


def _intent_read(text: str, body: bytes | None) -> Intent:
    values = json.loads(text)
    values["headers"] = tuple((name, value) for name, value in values["headers"])
    return Intent(body=body or b"", **values)


def proofs_text(proofs: tuple[Proof, ...]) -> str:
    """What reading back has shown becomes JSON."""
    return json.dumps([asdict(proof) for proof in proofs], ensure_ascii=False)


def _proofs_read(text: str) -> tuple[Proof, ...]:
    return tuple(Proof(**cast("dict[str, Any]", proof)) for proof in json.loads(text))
