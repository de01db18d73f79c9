"""Bluesky, and every other server of the AT Protocol.

Exactly once: the record's key is a TID that was written down before, and `putRecord` with an explicit
`"swapRecord": null` means "only if nothing stands there yet". Sent twice, the same record is taken once;
the second answer is 200 without `commit`, or InvalidSwap if another record has the place.

The requests are made here and not by a client library: the record must go out as the very bytes that
were written down, null included. Source: the lexicons com.atproto.* and app.bsky.feed.post and the
server @atproto/pds 0.4.217, read 2026-11-22.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from quotecards.errors import NotSent, OutcomeUnknown, Refused, SignedOut, UploadGone
from quotecards.post.limits import limits
from quotecards.post.networks import proofs
from quotecards.post.seam import Intent, Proof, Sent, Standing

if TYPE_CHECKING:
    from quotecards.post.seam import Account, Facet, Limits, Moment, Network, Payload, Picture
    from quotecards.post.wire import Answer, Risk, Wire

COLLECTION = "app.bsky.feed.post"
SERVICE = "https://bsky.social"

_EXPIRED = frozenset({"ExpiredToken", "InvalidToken"})
_GONE = frozenset(
    {"AccountTakedown", "AccountDeactivated", "RepoNotFound", "RepoTakendown", "RepoDeactivated"}
)
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"  # base32 in which later TIDs are larger texts
_FACETS = {"link": ("link", "uri"), "tag": ("tag", "tag"), "mention": ("mention", "did")}


def network(wire: Wire) -> Network:
    """The way out becomes Bluesky."""
    return Bluesky(wire)


class Bluesky:
    """Bluesky through a wire; `_sessions` live as long as the process, on no disk."""

    name = "bluesky"
    settle_seconds = 0.0  # a record that arrives late finds its place taken by itself
    media_seconds = 3600.0  # a blob that no record names is kept for at least an hour or two

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._sessions: dict[tuple[str, str], dict[str, str]] = {}

    def limits(self, account: Account) -> Limits:  # noqa: ARG002 - they are the same for everyone
        return limits(self.name)

    def forget(self) -> None:
        """All sessions end here; the next request signs in anew."""
        self._sessions.clear()

    # ---------------------------------------------------------------- the post

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:
        """First each picture becomes a blob, then each handle that is mentioned becomes its DID."""
        done = len(uploaded)
        if done < len(payload.pictures):
            return self._upload(payload.pictures[done], account)
        handles = _handles(payload)
        done -= len(payload.pictures)
        return self._resolve(handles[done], account) if done < len(handles) else None

    def prepare(
        self, payload: Payload, uploaded: tuple[str, ...], account: Account, moment: Moment
    ) -> Intent:
        """The record with its blobs, under a key of its own, as the bytes of one putRecord."""
        references = [json.loads(reference) for reference in uploaded]
        blobs = [one["blob"] for one in references if "blob" in one]
        blobs += [_blob(picture) for picture in payload.pictures[len(blobs) :]]
        known = {one["mention"]: one["did"] for one in references if "mention" in one}
        repo = references[0]["repo"] if references else _name(account)
        key = tid(moment.now, int(moment.token[:8], 16))
        record = _record(payload, blobs, known, moment.now)
        body = {"repo": repo, "collection": COLLECTION, "rkey": key, "record": record, "swapRecord": None}
        return Intent(
            network=self.name,
            method="POST",
            url=_address(account, "com.atproto.repo.putRecord"),
            headers=(("content-type", "application/json"),),
            body=json.dumps(body, ensure_ascii=False).encode(),
            key=key,
            at=record["createdAt"],
            values={"repo": repo},
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The frozen record is put in its place; one that stands there already is as good."""
        answer = self._call(
            intent.method, intent.url, account, "visible", headers=dict(intent.headers), body=intent.body
        )
        if _error(answer) == "InvalidSwap":
            return self._taken(intent, account)
        if _error(answer) == "BlobNotFound":
            raise UploadGone("the picture is no longer on the server.", where=intent.url)
        told = self._wire.good(answer, intent.url, "visible")
        if told.get("uri") != _uri(intent):
            raise OutcomeUnknown("the answer is about another post.", where=intent.url)
        return Sent(id=_uri(intent), url=_page(intent))

    def find(self, intent: Intent, account: Account) -> Sent | None:
        """The record under the intent's key, compared with the intent's; None if there is no record."""
        asked = {"repo": intent.values["repo"], "collection": COLLECTION, "rkey": intent.key}
        url = _address(account, "com.atproto.repo.getRecord") + "?" + urlencode(asked)
        answer = self._call("GET", url, account, "harmless")
        if _error(answer) == "RecordNotFound":
            return None
        value = self._wire.good(answer, url, "harmless").get("value")
        if not isinstance(value, dict):
            raise NotSent(
                "the answer holds no record.", where=_address(account, "com.atproto.repo.getRecord")
            )
        return Sent(id=_uri(intent), url=_page(intent), proofs=self._compared(intent, value, account))

    def check(self, account: Account) -> Standing:
        """Signs in anew and tells who that is."""
        self._sessions.pop((account.service, account.name), None)
        session = self._session(account)
        active = session.get("active") != "no"
        notes: tuple[str, ...] = (f"{session['did']} on {_service(account)}",)
        if not active:
            notes += (f"the account is {session.get('status') or 'not active'}",)
        return Standing(who=f"@{session['handle']}", may_post=active, notes=notes)

    # ---------------------------------------------------------------- its parts

    def _upload(self, picture: Picture, account: Account) -> str:
        url = _address(account, "com.atproto.repo.uploadBlob")
        answer = self._call(
            "POST", url, account, "harmless", headers={"content-type": picture.kind}, body=picture.content
        )
        blob = self._wire.good(answer, url, "harmless").get("blob")
        if not isinstance(blob, dict) or _cid_of(blob) != cid(picture.content):
            raise NotSent("the server has stored other bytes than these.", where=url)
        return json.dumps({"repo": self._session(account)["did"], "blob": blob})

    def _resolve(self, handle: str, account: Account) -> str:
        url = _address(account, "com.atproto.identity.resolveHandle") + "?" + urlencode({"handle": handle})
        answer = self._call("GET", url, account, "harmless")
        if answer.status == 400:  # no such handle: it stays plain text
            return json.dumps({"mention": handle, "did": None})
        did = self._wire.good(answer, url, "harmless").get("did")
        return json.dumps({"mention": handle, "did": did if isinstance(did, str) else None})

    def _taken(self, intent: Intent, account: Account) -> Sent:
        """Something stands in the intent's place: the same record, or it is a no."""
        found = self.find(intent, account)
        if found is None or any(proof.same is False for proof in found.proofs):
            raise Refused("another record has this post's place.", where=_uri(intent))
        return found

    def _compared(self, intent: Intent, value: dict[str, Any], account: Account) -> tuple[Proof, ...]:
        wanted = json.loads(intent.body)["record"]
        alts, blobs = _pictures(wanted)
        seen_alts, seen_blobs = _pictures(value)
        return (
            proofs.text(wanted["text"], value.get("text")),
            proofs.alt(alts, seen_alts),
            proofs.facets(wanted.get("facets", []), value.get("facets", [])),
            Proof("language", wanted.get("langs") == value.get("langs")),
            *(
                self._picture(blob, seen, intent, account)
                for blob, seen in zip(blobs, [*seen_blobs, *({} for _ in blobs)], strict=False)
            ),
        )

    def _picture(self, blob: dict[str, Any], seen: dict[str, Any], intent: Intent, account: Account) -> Proof:
        """Whether the server serves the very bytes of a picture: their hash is in its CID."""
        if _cid_of(blob) != _cid_of(seen):
            return Proof("picture", same=False, note="another picture is named")
        asked = {"did": intent.values["repo"], "cid": _cid_of(blob)}
        url = _address(account, "com.atproto.sync.getBlob") + "?" + urlencode(asked)
        answer = self._call("GET", url, account, "harmless", most=blob.get("size", 0) + 4096)
        if answer.status != 200:
            return Proof("picture", same=None, note=f"the server answered {answer.status}")
        return Proof("picture", cid(answer.body) == _cid_of(blob), "byte for byte")

    # ---------------------------------------------------------------- signing in

    def _call(
        self,
        method: str,
        url: str,
        account: Account,
        risk: Risk,
        *,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        most: int | None = None,
    ) -> Answer:
        """A request by the account; once more after signing in anew if its session has ended meanwhile."""
        for last in (False, True):
            session = self._session(account)
            sent = {**(headers or {}), "authorization": f"Bearer {session['access']}"}
            answer = self._wire.risky(method, url, risk, headers=sent, body=body, most=most)
            if answer.status not in {400, 401} or _error(answer) not in _EXPIRED or last:
                break
            self._sessions.pop((account.service, account.name), None)
        if answer.status >= 400 and _error(answer) in _GONE:
            raise SignedOut(f"the account is gone: {_error(answer)}.", where=_service(account))
        return answer

    def _session(self, account: Account) -> dict[str, str]:
        """The account's session, made anew if there is none."""
        key = (account.service, account.name)
        if key not in self._sessions:
            url = _address(account, "com.atproto.server.createSession")
            asked = {"identifier": account.value("handle"), "password": account.secret("app_password")}
            told = self._wire.ask(
                "POST",
                url,
                risk="harmless",
                headers={"content-type": "application/json"},
                body=json.dumps(asked).encode(),
            )
            if not (told.get("did") and told.get("accessJwt")):
                raise NotSent("the answer is no session.", where=url)
            self._sessions[key] = {
                "did": str(told["did"]),
                "handle": str(told.get("handle", "")),
                "access": str(told["accessJwt"]),
                "active": "no" if told.get("active") is False else "yes",
                "status": str(told.get("status", "")),
            }
        return self._sessions[key]


# ---------------------------------------------------------------- records


def _record(
    payload: Payload, blobs: list[dict[str, Any]], known: dict[str, str | None], now: datetime
) -> dict[str, Any]:
    facets = [shaped for facet in payload.facets if (shaped := _facet(facet, known)) is not None]
    images = [
        {
            "alt": picture.alt,
            "image": blob,
            "aspectRatio": {"width": picture.width, "height": picture.height},
        }
        for picture, blob in zip(payload.pictures, blobs, strict=True)
    ]
    record: dict[str, Any] = {"$type": COLLECTION, "text": payload.text, "langs": [payload.language]}
    if facets:
        record["facets"] = facets
    record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    created = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return record | {"createdAt": created}


def _facet(facet: Facet, known: dict[str, str | None]) -> dict[str, Any] | None:
    """A facet as the lexicon has it; a mention whose handle is not known is none."""
    kind, field = _FACETS[facet.kind]
    target = known.get(facet.target) if facet.kind == "mention" else facet.target
    if target is None:
        return None
    feature = {"$type": f"app.bsky.richtext.facet#{kind}", field: target}
    return {"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]}


def _pictures(record: dict[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
    """The alt texts and the blobs of a record, which may be any record."""
    embed = record.get("embed")
    images = embed.get("images") if isinstance(embed, dict) else None
    listed = [one for one in images if isinstance(one, dict)] if isinstance(images, list) else []
    return [str(one.get("alt", "")) for one in listed], [one.get("image") or {} for one in listed]


def _handles(payload: Payload) -> list[str]:
    return list(dict.fromkeys(facet.target for facet in payload.facets if facet.kind == "mention"))


def _blob(picture: Picture) -> dict[str, Any]:
    """The reference that the server will give a picture: it follows from the bytes."""
    link = {"$link": cid(picture.content)}
    return {"$type": "blob", "ref": link, "mimeType": picture.kind, "size": len(picture.content)}


def _cid_of(blob: dict[str, Any]) -> str:
    reference = blob.get("ref")
    return str(reference.get("$link", "")) if isinstance(reference, dict) else ""


# ---------------------------------------------------------------- keys and addresses


def tid(at: datetime, clock: int) -> str:
    """A time and a number (10 bits are used) become a record key that sorts by time. Source: atproto.com/specs/tid."""
    number = int(at.timestamp() * 1_000_000) << 10 | clock & 0x3FF
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))


def cid(content: bytes) -> str:
    """Bytes become their CID: version 1, raw, SHA-256, in base32."""
    raw = b"\x01\x55\x12\x20" + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


def _name(account: Account) -> str:
    return account.value("handle")


def _service(account: Account) -> str:
    return (account.service or SERVICE).rstrip("/")


def _address(account: Account, method: str) -> str:
    return f"{_service(account)}/xrpc/{method}"


def _uri(intent: Intent) -> str:
    return f"at://{intent.values['repo']}/{COLLECTION}/{intent.key}"


def _page(intent: Intent) -> str:
    """Where people see the post, on the network's own page."""
    return f"https://bsky.app/profile/{quote(intent.values['repo'], safe=':')}/post/{intent.key}"


def _error(answer: Answer) -> str:
    """The name of the error that an answer tells, empty if it tells none."""
    if answer.status < 400:
        return ""
    try:
        return str(answer.json().get("error", ""))
    except ValueError:
        return ""
