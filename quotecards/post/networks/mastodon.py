"""Mastodon and the servers that speak its API: GoToSocial, Pleroma, Akkoma, Pixelfed and others.

Exactly once: the media ids are written down before the status is sent; the status carries an idempotency
key; and after any doubt the account's own statuses are read back and known again by those media ids. The
key alone is not enough: GoToSocial ignores it, and a repeated one may be answered with an error.

Source: docs.joinmastodon.org/methods (statuses, media, instance, accounts), read 2026-11-22.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from quotecards.errors import CannotTell, NotSent, OutcomeUnknown, UploadGone
from quotecards.post.limits import limits, told
from quotecards.post.networks import forms, proofs
from quotecards.post.seam import Intent, Proof, Sent, Standing

if TYPE_CHECKING:
    from quotecards.post.seam import Account, Limits, Moment, Network, Payload, Picture
    from quotecards.post.wire import Answer, Risk, Wire

_PAGE = 40  # statuses of one look; the most a server gives
_PAGES = 10  # so many looks back; a busier account than that is told apart by time
_SKEW = timedelta(minutes=30)  # by how much a server's clock may be behind ours
_PROCESSING = timedelta(seconds=3)
_UPLOAD_TIMES = 3.0  # as patient with an upload as with three other requests


def network(wire: Wire) -> Network:
    """The way out becomes the Mastodon family."""
    return Mastodon(wire)


class Mastodon:
    """Servers of the Mastodon family through a wire."""

    name = "mastodon"
    settle_seconds = 2.0  # a status is made within tens of milliseconds; this is for a busy server
    media_seconds = 12 * 3600.0  # servers sweep media without a status after a day at the earliest

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._people: dict[tuple[str, str], dict[str, Any]] = {}

    def limits(self, account: Account) -> Limits:
        """What the account's server says of itself, over what is usual."""
        url = f"{_service(account)}/api/v2/instance"
        answer = self._call("GET", url, account, "harmless")
        if answer.status == 404:  # older servers have only the first version
            url = f"{_service(account)}/api/v1/instance"
            answer = self._call("GET", url, account, "harmless")
        return told(limits(self.name), self._wire.good(answer, url, "harmless"))

    def forget(self) -> None:
        """Whose tokens there are is asked anew."""
        self._people.clear()

    # ---------------------------------------------------------------- the post

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:
        """First every picture with its alt text, then a look at each that the server had not made ready."""
        known = [json.loads(reference) for reference in uploaded]
        media = [one for one in known if "media" in one]
        if len(media) < len(payload.pictures):
            return self._upload(payload.pictures[len(media)], account)
        ready = {one["ready"] for one in known if "ready" in one} | {
            one["media"] for one in media if one["whole"]
        }
        waiting = next((one["media"] for one in media if one["media"] not in ready), None)
        return None if waiting is None else self._made_ready(waiting, account)

    def prepare(
        self, payload: Payload, uploaded: tuple[str, ...], account: Account, moment: Moment
    ) -> Intent:
        """The status with its media ids, and a key of its own, as the bytes of one request."""
        known = [json.loads(reference) for reference in uploaded]
        media = [one["media"] for one in known if "media" in one]
        media += [f"<media id {number}>" for number in range(len(media) + 1, len(payload.pictures) + 1)]
        status: dict[str, Any] = {
            "status": payload.text,
            "media_ids": media,
            "language": payload.language,
            "visibility": account.values.get("visibility", "public"),
            "sensitive": payload.spoiler,
        }
        if payload.warning:
            status["spoiler_text"] = payload.warning
        hashes = [hashlib.sha256(picture.content).hexdigest() for picture in payload.pictures]
        return Intent(
            network=self.name,
            method="POST",
            url=f"{_service(account)}/api/v1/statuses",
            headers=(("content-type", "application/json"), ("idempotency-key", moment.token)),
            body=json.dumps(status, ensure_ascii=False).encode(),
            key=moment.token,
            at=moment.now.astimezone(UTC).isoformat(),
            values={
                "alts": proofs.alts(payload),
                "pictures": json.dumps(hashes),
            },
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The frozen status is posted."""
        answer = self._call(
            intent.method, intent.url, account, "visible", headers=dict(intent.headers), body=intent.body
        )
        if answer.status == 422:
            raise self._unready(intent, answer, account)
        told_back = self._wire.good(answer, intent.url, "visible")
        seen = {str(media.get("id")) for media in _media(told_back)}
        if not told_back.get("id") or not seen & set(json.loads(intent.body)["media_ids"]):
            raise OutcomeUnknown("the answer is not about this post.", where=intent.url)
        return _sent(told_back)

    def find(self, intent: Intent, account: Account) -> Sent | None:
        """The status that carries the intent's media, compared with the intent; None if none does."""
        wanted = set(json.loads(intent.body)["media_ids"])
        since = datetime.fromisoformat(intent.at) - _SKEW
        oldest = ""
        for _ in range(_PAGES):
            statuses = self._statuses(account, oldest)
            for status in statuses:
                if wanted & {str(media.get("id")) for media in _media(status)}:
                    return self._compared(intent, status, account)
            if not statuses or _created(statuses[-1]) < since:
                return None
            oldest = str(statuses[-1].get("id"))
        raise CannotTell("there are too many newer statuses to look through.", where=_service(account))

    def check(self, account: Account) -> Standing:
        """Whose token it is, and what it may do where the server tells."""
        self._people.pop(_key(account), None)
        person = self._person(account)
        url = f"{_service(account)}/api/v1/apps/verify_credentials"
        answer = self._call("GET", url, account, "harmless")
        scopes = answer.json().get("scopes") if answer.status == 200 else None
        listed = [str(scope) for scope in scopes] if isinstance(scopes, list) else []
        missing = [
            need
            for need in ("read", "write:media", "write:statuses")
            if listed and not _covered(need, listed)
        ]
        notes: tuple[str, ...] = (
            f"{person.get('url') or ''} on {_service(account)}",
            f"may: {', '.join(listed) or 'not told'}",
        )
        if missing:
            notes += (f"lacks: {', '.join(missing)}",)
        return Standing(who=f"@{person.get('acct', '')}", may_post=not missing, notes=notes)

    # ---------------------------------------------------------------- its parts

    def _upload(self, picture: Picture, account: Account) -> str:
        url = f"{_service(account)}/api/v2/media"
        kind, body = forms.multipart(
            {"description": picture.alt}, {"file": (_file_name(picture), picture.kind, picture.content)}
        )
        answer = self._call(
            "POST",
            url,
            account,
            "harmless",
            headers={"content-type": kind},
            body=body,
            patience=_UPLOAD_TIMES,
        )
        media = str(self._wire.good(answer, url, "harmless").get("id") or "")
        if not media:
            raise NotSent("the answer names no media.", where=url)
        return json.dumps({"media": media, "whole": answer.status == 200})

    def _made_ready(self, media: str, account: Account) -> str:
        """The reference of a picture that the server has made ready meanwhile."""
        url = f"{_service(account)}/api/v1/media/{media}"
        answer = self._call("GET", url, account, "harmless")
        if answer.status == 404:
            raise UploadGone("the picture is no longer on the server.", where=url)
        if answer.status == 206:
            raise NotSent(
                "the server is still at work on the picture.", where=url, at=self._wire.in_a(_PROCESSING)
            )
        self._wire.good(answer, url, "harmless")
        return json.dumps({"ready": media})

    def _unready(self, intent: Intent, answer: Answer, account: Account) -> Exception:
        """A 422 becomes what is behind it: pictures that are not ready or gone, or a no to the words."""
        for media in json.loads(intent.body)["media_ids"]:
            looked = self._call("GET", f"{_service(account)}/api/v1/media/{media}", account, "harmless")
            if looked.status == 206:
                at = self._wire.in_a(_PROCESSING)
                return NotSent("the server is still at work on the picture.", where=intent.url, at=at)
            if looked.status == 404:
                return UploadGone("the picture is no longer free on the server.", where=intent.url)
        return self._wire.meaning(answer, intent.url, "visible")

    def _statuses(self, account: Account, before: str) -> list[dict[str, Any]]:
        """A page of the account's own statuses, newest first."""
        asked = {"limit": str(_PAGE), "exclude_reblogs": "true"} | ({"max_id": before} if before else {})
        person = self._person(account).get("id")
        url = f"{_service(account)}/api/v1/accounts/{person}/statuses?{urlencode(asked)}"
        answer = self._call("GET", url, account, "harmless")
        if answer.status != 200:
            raise self._wire.meaning(answer, url, "harmless")
        try:
            listed = json.loads(answer.body)
        except ValueError as error:
            raise NotSent("the answer is no JSON.", where=url.partition("?")[0]) from error
        if not isinstance(listed, list) or not all(isinstance(one, dict) and one.get("id") for one in listed):
            raise NotSent("the answer is no list of statuses.", where=url.partition("?")[0])
        return listed

    def _compared(self, intent: Intent, status: dict[str, Any], account: Account) -> Sent:
        wanted = json.loads(intent.body)
        media = _media(status)
        alts = [str(one.get("description") or "") for one in media]
        found = (
            self._words(wanted["status"], status, account),
            proofs.alt(json.loads(intent.values["alts"]), alts),
            Proof("language", status.get("language") == wanted["language"]),
            Proof("warning", (status.get("spoiler_text") or "") == wanted.get("spoiler_text", "")),
            *(
                self._picture(sha256, one, account)
                for sha256, one in zip(json.loads(intent.values["pictures"]), media, strict=False)
            ),
        )
        return _sent(status, found)

    def _words(self, wanted: str, status: dict[str, Any], account: Account) -> Proof:
        """The status's text as it was written, or as it reads without its markup where that is not told."""
        url = f"{_service(account)}/api/v1/statuses/{status.get('id')}/source"
        answer = self._call("GET", url, account, "harmless")
        with contextlib.suppress(ValueError):
            if answer.status == 200 and isinstance(written := answer.json().get("text"), str):
                return proofs.text(wanted, written)
        shown = " ".join(_plain(str(status.get("content") or "")).split())
        return Proof("text", shown == " ".join(wanted.split()), "as it reads; the source is not told")

    def _picture(self, sha256: str, media: dict[str, Any], account: Account) -> Proof:
        url = str(media.get("url") or "")
        if not url:
            return Proof("picture", same=None, note="the server does not say where it is")
        try:
            answer = self._wire.risky("GET", url, "harmless", most=32 * 2**20)
        except NotSent as error:
            return Proof("picture", same=None, note=account.hidden(error.what))
        if answer.status != 200:
            return Proof("picture", same=None, note=f"the server answered {answer.status}")
        return proofs.picture(sha256, answer.body)

    def _person(self, account: Account) -> dict[str, Any]:
        """Whose token it is; asked once."""
        if _key(account) not in self._people:
            url = f"{_service(account)}/api/v1/accounts/verify_credentials"
            answer = self._call("GET", url, account, "harmless")
            person = self._wire.good(answer, url, "harmless")
            if not person.get("id"):
                raise NotSent("the answer names no account.", where=url)
            self._people[_key(account)] = person
        return self._people[_key(account)]

    def _call(
        self,
        method: str,
        url: str,
        account: Account,
        risk: Risk,
        *,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        patience: float = 1.0,
    ) -> Answer:
        sent = {**(headers or {}), "authorization": f"Bearer {account.secret('token')}"}
        return self._wire.risky(method, url, risk, headers=sent, body=body, patience=patience)


def _service(account: Account) -> str:
    return (account.service or account.value("server")).rstrip("/")


def _key(account: Account) -> tuple[str, str]:
    return _service(account), account.name


def _sent(status: dict[str, Any], found: tuple[Proof, ...] = ()) -> Sent:
    return Sent(id=str(status["id"]), url=str(status.get("url") or status.get("uri") or ""), proofs=found)


def _media(status: dict[str, Any]) -> list[dict[str, Any]]:
    listed = status.get("media_attachments")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _created(status: dict[str, Any]) -> datetime:
    """When a status was made; the end of time, so that the search goes on, where that cannot be read."""
    try:
        at = datetime.fromisoformat(str(status.get("created_at")))
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _plain(html: str) -> str:
    """A status's HTML becomes the words a reader sees."""
    broken = re.sub(r"<br\s*/?>|</p>\s*<p[^>]*>", "\n", html)
    return unescape(re.sub(r"<[^>]*>", "", broken))


def _covered(need: str, scopes: list[str]) -> bool:
    return need in scopes or need.partition(":")[0] in scopes


def _file_name(picture: Picture) -> str:
    return "card." + {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}.get(picture.kind, "bin")
