"""X, through its API version 2.

X has no idempotency key, so a lost answer is looked up: the account's own posts since then are read, and
ours is known again by its media, whose ids were written down before. Reading costs money there as well.

Source: docs.x.com (media upload, media metadata, create post, user posts timeline), read 2026-11-22.
Proven against a server of our own that behaves as documented, not against X.
"""

from __future__ import annotations

import json
from datetime import UTC
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from quotecards.errors import CannotTell, NotSent, OutcomeUnknown, PostingError, SignedOut, UploadGone
from quotecards.post.networks import forms, proofs
from quotecards.post.networks.thin import (
    JSON,
    Thin,
    as_json,
    filled,
    references,
    rows,
    since,
    stamp,
    table,
    told,
)
from quotecards.post.seam import Intent, Proof, Sent, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotecards.post.seam import Account, Moment, Network, Payload
    from quotecards.post.wire import Answer, Risk, Wire

_PAGE = 100
_PAGES = 5
_KEY = "3_"  # a photo's media key is its media id after this


def network(wire: Wire) -> Network:
    """The way out becomes X."""
    return X(wire)


class X(Thin):
    """X through a wire; tokens that were renewed live here until the process ends, and are kept."""

    name = "x"
    settle_seconds = 30.0

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._renewed: dict[str, dict[str, str]] = {}
        self._people: dict[str, str] = {}

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:
        """Picture and alt text by turns, each of them one request."""
        media, described = references(uploaded, "media"), references(uploaded, "alt")
        if len(media) > len(described):
            picture = payload.pictures[len(described)]
            body = as_json({"id": media[-1], "metadata": {"alt_text": {"text": picture.alt}}})
            self._do("POST", _address(account, "media/metadata"), account, headers=dict([JSON]), body=body)
            return json.dumps({"alt": media[-1]})
        if len(media) == len(payload.pictures):
            return None
        picture = payload.pictures[len(media)]
        kind, body = forms.multipart(
            {"media_category": "tweet_image", "media_type": picture.kind},
            {"media": ("card", picture.kind, picture.content)},
        )
        url = _address(account, "media/upload")
        answer = self._do("POST", url, account, headers={"content-type": kind}, body=body)
        if found := table(answer.get("data")).get("id"):
            return json.dumps({"media": str(found)})
        raise NotSent("the answer names no media.", where=url)

    def prepare(
        self, payload: Payload, uploaded: tuple[str, ...], account: Account, moment: Moment
    ) -> Intent:
        """The post with its media as the bytes of one request."""
        media = filled(references(uploaded, "media"), payload, "media id")
        return Intent(
            network=self.name,
            method="POST",
            url=_address(account, "tweets"),
            headers=(JSON,),
            body=as_json({"text": payload.text, "media": {"media_ids": media}}),
            key=",".join(media),
            at=stamp(moment),
            values={"alts": proofs.alts(payload)},
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The frozen post is sent."""
        answer = self._do(
            intent.method, intent.url, account, "visible", headers=dict(intent.headers), body=intent.body
        )
        if found := table(answer.get("data")).get("id"):
            return _sent(str(found))
        raise OutcomeUnknown("the answer names no post.", where=intent.url)

    def find(self, intent: Intent, account: Account) -> Sent | None:
        """The account's post with the intent's media, compared with it; None if none has them."""
        wanted = {_KEY + one for one in intent.key.split(",")}
        asked = {
            "max_results": str(_PAGE),
            "start_time": since(intent.at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tweet.fields": "created_at,entities,attachments",
            "expansions": "attachments.media_keys",
            "media.fields": "alt_text",
        }
        url = _address(account, f"users/{self._me(account)}/tweets")
        for _ in range(_PAGES):
            answer = self._do("GET", f"{url}?{urlencode(asked)}", account)
            for post in rows(answer.get("data")):
                if wanted & set(_keys(post)):
                    return _sent(str(post.get("id")), _compared(intent, post, answer))
            if not (following := table(answer.get("meta")).get("next_token")):
                return None
            asked["pagination_token"] = str(following)
        raise CannotTell(f"more than {_PAGE * _PAGES} posts since then; have a look at them.", where=url)

    def check(self, account: Account) -> Standing:
        """Whose token it is."""
        found = table(self._do("GET", _address(account, "users/me"), account).get("data"))
        return Standing(
            f"@{found.get('username', '?')}", bool(found.get("id")), ("posts and looks cost money",)
        )

    # ---------------------------------------------------------------- its parts

    def _me(self, account: Account) -> str:
        if account.name not in self._people:
            url = _address(account, "users/me")
            found = table(self._do("GET", url, account).get("data")).get("id")
            if not found:
                raise NotSent("the answer names no user.", where=url)
            self._people[account.name] = str(found)
        return self._people[account.name]

    def _do(
        self,
        method: str,
        url: str,
        account: Account,
        risk: Risk = "harmless",
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> dict[str, Any]:
        """A request by the account; once more with a renewed token if X no longer takes the one we have."""
        for last in (False, True):
            token = self._renewed.get(account.name, {}).get("token") or account.secret("token")
            sent = {**(headers or {}), "authorization": f"Bearer {token}"}
            try:
                return self._ask(method, url, account, risk, headers=sent, body=body)
            except SignedOut:
                if last or not self._renew(account):
                    raise
        raise AssertionError  # the last round returns or raises

    def _renew(self, account: Account) -> bool:
        """The refresh token becomes new tokens, kept where the old ones were; whether that was possible."""
        from quotecards.post import accounts, oauth

        if not account.secrets.get("refresh_token") or not accounts.is_kept(account, "refresh_token"):
            return False
        held = self._renewed.get(account.name, {}).get("refresh_token") or account.secret("refresh_token")
        fresh = oauth.renew(self._wire, account, held)
        accounts.keep(account, fresh)
        self._renewed[account.name] = fresh
        return True

    def _special(self, answer: Answer, url: str, risk: Risk) -> PostingError | None:  # noqa: ARG002 - a sure no
        detail = f"{told(answer).get('detail', '')} {told(answer).get('errors', '')}".casefold()
        if answer.status == 403 and "duplicate" in detail:
            return OutcomeUnknown("X says that this text stands there already.", where=url)
        if answer.status == 400 and "media id" in detail:
            return UploadGone("the pictures are no longer there.", where=url)
        if answer.status == 402:
            return SignedOut("the account's credits are used up.", where=url, remedy="Buy some at X.")
        return None


def _address(account: Account, path: str) -> str:
    return f"{account.service}/2/{path}"


def _sent(number: str, compared: tuple[Proof, ...] = ()) -> Sent:
    return Sent(number, f"https://x.com/i/web/status/{number}", compared)


def _keys(post: dict[str, Any]) -> list[str]:
    keys = table(post.get("attachments")).get("media_keys")
    return [str(key) for key in keys] if isinstance(keys, list) else []


def _compared(intent: Intent, post: dict[str, Any], answer: dict[str, Any]) -> tuple[Proof, ...]:
    described = {
        str(one.get("media_key")): one.get("alt_text", "")
        for one in rows(table(answer.get("includes")).get("media"))
    }
    return (
        proofs.text(json.loads(intent.body)["text"], _words(post)),
        proofs.alt(json.loads(intent.values["alts"]), [described.get(key, "") for key in _keys(post)]),
        Proof("picture", same=None, note="X makes every picture anew"),
    )


def _words(post: dict[str, Any]) -> str:
    """A post's text as it was sent: links as they were, the link to its own picture left out."""
    text = str(post.get("text", ""))
    for link in rows(table(post.get("entities")).get("urls")):
        own = "/photo/" in str(link.get("expanded_url")) or "media_key" in link
        text = text.replace(str(link.get("url")), "" if own else str(link.get("expanded_url")))
    return unescape(text).strip()
