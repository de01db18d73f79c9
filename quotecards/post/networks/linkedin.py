"""LinkedIn: a member's or a page's posts, through the Posts API.

There is no idempotency key. Posts can be read back only where the token may (pages, and partners for
members); ours is known again by its image. Elsewhere a lost answer stays unknown and a person has to look.

Source: learn.microsoft.com (Posts API, Images API, MultiImage API, little text format), read 2026-11-22.
Proven against a server of our own that behaves as documented, not against LinkedIn.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from quotecards.errors import CannotTell, NotSent, OutcomeUnknown, PostingError, Refused, SignedOut
from quotecards.post.networks import proofs
from quotecards.post.networks.thin import (
    Thin,
    as_json,
    bearer,
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
    from quotecards.post.seam import Account, Moment, Network, Payload
    from quotecards.post.wire import Answer, Risk, Wire

_PAGE = 50
_RESERVED = re.compile(r"[\\|{}@\[\]()<>*_~]|#(?!\w)")  # of the little text format; #word stays a tag


def network(wire: Wire) -> Network:
    """The way out becomes LinkedIn."""
    return LinkedIn(wire)


class LinkedIn(Thin):
    """LinkedIn through a wire."""

    name = "linkedin"

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:
        """A place for every picture, and the picture into it."""
        done = len(references(uploaded, "image"))
        if done == len(payload.pictures):
            return None
        picture = payload.pictures[done]
        url = f"{account.service}/rest/images?action=initializeUpload"
        body = as_json({"initializeUploadRequest": {"owner": account.value("author")}})
        headers = {**dict(_headers(account)), **bearer(account)}
        place = table(self._ask("POST", url, account, "harmless", headers=headers, body=body).get("value"))
        if not place.get("uploadUrl") or not place.get("image"):
            raise NotSent("the answer names no place for the picture.", where=url)
        sent = {"content-type": picture.kind, **bearer(account)}
        self._answer("PUT", str(place["uploadUrl"]), account, "harmless", headers=sent, body=picture.content)
        return json.dumps({"image": str(place["image"])})

    def prepare(
        self, payload: Payload, uploaded: tuple[str, ...], account: Account, moment: Moment
    ) -> Intent:
        """The post with its images and alt texts, as the bytes of one request."""
        images = filled(references(uploaded, "image"), payload, "image urn")
        shown = [
            {"id": image, "altText": picture.alt}
            for image, picture in zip(images, payload.pictures, strict=True)
        ]
        post = {
            "author": account.value("author"),
            "commentary": little(payload.text),
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "content": {"media": shown[0]} if len(shown) == 1 else {"multiImage": {"images": shown}},
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        return Intent(
            network=self.name,
            method="POST",
            url=f"{account.service}/rest/posts",
            headers=_headers(account),
            body=as_json(post),
            key=",".join(images),
            at=stamp(moment),
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The frozen post is sent; its name comes back in a header."""
        headers = {**dict(intent.headers), **bearer(account)}
        answer = self._answer(
            intent.method, intent.url, account, "visible", headers=headers, body=intent.body
        )
        if found := answer.headers.get("x-restli-id"):
            return _sent(found)
        raise OutcomeUnknown("the answer names no post.", where=intent.url)

    def find(self, intent: Intent, account: Account) -> Sent | None:
        """The author's post with the intent's images, where the token may read them."""
        asked = {"author": account.value("author"), "q": "author", "count": str(_PAGE), "sortBy": "CREATED"}
        url = f"{account.service}/rest/posts"
        headers = {**dict(_headers(account)), **bearer(account), "x-restli-method": "FINDER"}
        try:
            answer = self._ask("GET", f"{url}?{urlencode(asked)}", account, "harmless", headers=headers)
        except (SignedOut, Refused) as error:
            raise CannotTell("this token may not read posts back.", where=url) from error
        posts = rows(answer.get("elements"))
        for post in posts:
            if set(intent.key.split(",")) & set(_shown(post)):
                return _sent(str(post.get("id")), _compared(intent, post))
        if len(posts) >= _PAGE and _made(posts[-1]) > since(intent.at).timestamp():
            raise CannotTell(f"more than {_PAGE} posts since then; have a look at them.", where=url)
        return None

    def check(self, account: Account) -> Standing:
        """Whose token it is, where it may tell."""
        author = account.value("author")
        try:
            found = self._ask(
                "GET", f"{account.service}/v2/userinfo", account, "harmless", headers=bearer(account)
            )
        except Refused:
            return Standing(author, may_post=True, notes=("the token does not tell whose it is",))
        return Standing(str(found.get("name", author)), may_post=True, notes=(f"posts as {author}",))

    def _special(self, answer: Answer, url: str, risk: Risk) -> PostingError | None:  # noqa: ARG002 - a sure no
        if answer.status in {409, 422} and "duplicate" in str(told(answer).get("message", "")).casefold():
            found = re.search(r"urn:li:\w+:\d+", str(told(answer).get("message", "")))
            seen = f": {found[0]}" if found else ""
            return OutcomeUnknown(f"LinkedIn says that this stands there already{seen}.", where=url)
        return None


def little(text: str) -> str:
    """A text as LinkedIn's little text format holds it: what would mean something else is escaped."""
    return _RESERVED.sub(lambda found: f"\\{found[0]}", text)


def _headers(account: Account) -> tuple[tuple[str, str], ...]:
    return (
        ("content-type", "application/json"),
        ("linkedin-version", account.value("version")),
        ("x-restli-protocol-version", "2.0.0"),
    )


def _sent(urn: str, compared: tuple[Proof, ...] = ()) -> Sent:
    return Sent(urn, f"https://www.linkedin.com/feed/update/{quote(urn, safe=':')}/", compared)


def _made(post: dict[str, Any]) -> float:
    """When a post was made, in seconds since 1970; 0 where it does not say."""
    created = post.get("createdAt")
    return created / 1000 if isinstance(created, int | float) else 0.0


def _images(post: dict[str, Any]) -> list[dict[str, Any]]:
    content = table(post.get("content"))
    return rows(table(content.get("multiImage")).get("images")) or [table(content.get("media"))]


def _shown(post: dict[str, Any]) -> list[str]:
    return [str(image.get("id")) for image in _images(post)]


def _compared(intent: Intent, post: dict[str, Any]) -> tuple[Proof, ...]:
    wanted = json.loads(intent.body)
    alts = [image.get("altText", "") for image in _images(wanted)]
    return (
        proofs.text(wanted["commentary"], post.get("commentary")),
        proofs.alt(alts, [image.get("altText", "") for image in _images(post)]),
        Proof("picture", same=None, note="LinkedIn makes every picture anew"),
    )
