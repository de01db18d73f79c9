"""Facebook pages: photos are uploaded unpublished, then one post names them.

There is no idempotency key; after any doubt the page's own posts are read, and ours is known again by
its photos, whose ids were written down before.

Source: developers.facebook.com (page photos, page feed, published posts), read 2026-11-22.
Proven against a server of our own that behaves as documented, not against Facebook.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from quotecards.errors import CannotTell, NetworkError, NotSent, OutcomeUnknown, PostingError, UploadGone
from quotecards.post.networks import forms, proofs
from quotecards.post.networks.meta import Meta
from quotecards.post.networks.thin import FORM, filled, references, rows, since, stamp, table, told
from quotecards.post.seam import Intent, Proof, Sent, Standing

if TYPE_CHECKING:
    from quotecards.post.seam import Account, Moment, Network, Payload
    from quotecards.post.wire import Answer, Risk, Wire

_PAGE = 100
_FIELDS = "id,message,permalink_url,attachments{target{id},description,media,subattachments{target{id},description}}"


def network(wire: Wire) -> Network:
    """The way out becomes Facebook's pages."""
    return Facebook(wire)


class Facebook(Meta):
    """Facebook's pages through a wire."""

    name = "facebook"

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:
        """Every picture with its alt text, seen by nobody yet."""
        done = len(references(uploaded, "photo"))
        if done == len(payload.pictures):
            return None
        picture = payload.pictures[done]
        fields = {
            "published": "false",
            "temporary": "true",
            "alt_text_custom": picture.alt,
            "access_token": account.secret("token"),
        }
        kind, body = forms.multipart(fields, {"source": ("card", picture.kind, picture.content)})
        url = f"{_page(account)}/photos"
        answer = self._ask("POST", url, account, "harmless", headers={"content-type": kind}, body=body)
        if found := answer.get("id"):
            return json.dumps({"photo": str(found)})
        raise NotSent("the answer names no photo.", where=url)

    def prepare(
        self, payload: Payload, uploaded: tuple[str, ...], account: Account, moment: Moment
    ) -> Intent:
        """The post that names its photos, as the bytes of one form."""
        photos = filled(references(uploaded, "photo"), payload, "photo id")
        asked = {"message": payload.text}
        asked |= {
            f"attached_media[{number}]": json.dumps({"media_fbid": photo})
            for number, photo in enumerate(photos)
        }
        return Intent(
            network=self.name,
            method="POST",
            url=f"{_page(account)}/feed",
            headers=(FORM,),
            body=urlencode(asked).encode(),
            key=",".join(photos),
            at=stamp(moment),
            values={
                "text": payload.text,
                "alts": proofs.alts(payload),
            },
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The frozen post is sent."""
        found = self._publish(intent, account).get("id")
        if not found:
            raise OutcomeUnknown("the answer names no post.", where=intent.url)
        return Sent(str(found), f"https://www.facebook.com/{found}")

    def find(self, intent: Intent, account: Account) -> Sent | None:
        """The page's post with the intent's photos, compared with it; None if none has them."""
        wanted = set(intent.key.split(","))
        url = f"{_page(account)}/published_posts"
        asked = {"since": str(int(since(intent.at).timestamp())), "limit": str(_PAGE), "fields": _FIELDS}
        posts = rows(self._get(url, account, **asked).get("data"))
        for post in posts:
            if wanted & set(_photos(post)):
                return self._compared(intent, post, account)
        if len(posts) >= _PAGE:
            raise CannotTell(f"more than {_PAGE} posts since then; have a look at them.", where=url)
        return None

    def check(self, account: Account) -> Standing:
        """Which page the token is for."""
        found = self._get(_page(account), account, fields="id,name")
        return Standing(str(found.get("name", "?")), may_post=bool(found.get("id")))

    def _compared(self, intent: Intent, post: dict[str, Any], account: Account) -> Sent:
        found = (
            proofs.text(intent.values["text"], post.get("message", "")),
            self._alts(intent, account),
            Proof("picture", same=None, note="Facebook makes every picture anew"),
        )
        return Sent(str(post.get("id")), str(post.get("permalink_url", "")), found)

    def _alts(self, intent: Intent, account: Account) -> Proof:
        """The alt texts of a post, which are asked of each photo."""
        seen: list[str] = []
        for photo in intent.key.split(","):
            url = f"{account.service}/{photo}"
            try:
                seen.append(str(self._get(url, account, fields="alt_text_custom").get("alt_text_custom", "")))
            except NetworkError as error:
                return Proof("alt", same=None, note=error.what)
        return proofs.alt(json.loads(intent.values["alts"]), seen)

    def _special(self, answer: Answer, url: str, risk: Risk) -> PostingError | None:
        message = str(table(told(answer).get("error")).get("message", "")).casefold()
        if answer.status == 400 and "media_fbid" in message:
            return UploadGone("the photos are no longer there.", where=url)
        return super()._special(answer, url, risk)


def _page(account: Account) -> str:
    return f"{account.service}/{account.value('page')}"


def _photos(post: dict[str, Any]) -> list[str]:
    """The ids of the photos that a post shows."""
    shown = rows(table(post.get("attachments")).get("data"))
    shown += [part for one in shown for part in rows(table(one.get("subattachments")).get("data"))]
    return [str(table(one.get("target")).get("id")) for one in shown]
