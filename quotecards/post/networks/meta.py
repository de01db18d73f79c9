"""What the networks of Meta share: forms with a token, errors by code, posts published from containers.

A container is made without anyone seeing it and then published, once: afterwards it says that it was.
So it is the key of the post: after any doubt the container is asked.

Source: developers.facebook.com (content publishing, error handling), read 2026-11-22.
"""

from __future__ import annotations

import contextlib
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from quotecards.errors import (
    NetworkError,
    NotSent,
    OutcomeUnknown,
    PostingError,
    Refused,
    SignedOut,
    TryLater,
    UploadGone,
)
from quotecards.post import hosting
from quotecards.post.networks import proofs
from quotecards.post.networks.thin import FORM, Thin, references, rows, since, stamp, table, told
from quotecards.post.seam import Intent, Proof, Sent, Standing

if TYPE_CHECKING:
    from quotecards.post.seam import Account, Moment, Payload
    from quotecards.post.wire import Answer, Risk

_SIGNED_OUT = frozenset({10, 102, 190, 200, 463, 467})  # tokens and permissions
_TOO_MANY = frozenset({4, 9, 17, 32, 341, 613, 80001, 80002, 80004})
_FOR_NOW = frozenset({1, 2})  # "unknown", "service": may be tried again
_NO_SUCH_OBJECT = 33  # subcode: the page or user is not there, or not for this token
_LATER = timedelta(seconds=5)
_PAGE = 50


class Meta(Thin):
    """Requests with the token in the form, or in the query of what is only read."""

    def _post(self, url: str, account: Account, asked: dict[str, str]) -> dict[str, Any]:
        return self._ask(
            "POST", url, account, "harmless", headers=dict([FORM]), body=self._form(account, urlencode(asked))
        )

    def _get(self, url: str, account: Account, **asked: str) -> dict[str, Any]:
        query = urlencode({**asked, "access_token": account.secret("token")})
        return self._ask("GET", f"{url}?{query}", account, "harmless", shown=url)

    def _publish(self, intent: Intent, account: Account) -> dict[str, Any]:
        body = self._form(account, intent.body.decode())
        headers = dict(intent.headers)
        return self._ask(intent.method, intent.url, account, "visible", headers=headers, body=body)

    @staticmethod
    def _form(account: Account, body: str) -> bytes:
        token = urlencode({"access_token": account.secret("token")})
        return f"{body}&{token}".encode() if body else token.encode()

    def _special(self, answer: Answer, url: str, risk: Risk) -> PostingError | None:
        """Meta tells what went wrong by a code, whatever the status."""
        error = table(told(answer).get("error"))
        code, what = error.get("code"), f"answered {answer.status} ({str(error.get('message', ''))[:300]})"
        if code in _SIGNED_OUT or error.get("error_subcode") == _NO_SUCH_OBJECT:
            return SignedOut(f"{what}.", where=url, remedy="Try quotecards accounts check.")
        if code in _TOO_MANY:
            at = getattr(self._wire.meaning(answer, url, risk), "at", None)
            return TryLater(f"{what}: too many requests.", where=url, at=at)
        if code in _FOR_NOW or error.get("is_transient"):
            if risk == "visible":
                return OutcomeUnknown(f"{what}, so the post may stand there or not.", where=url)
            return NotSent(f"{what}.", where=url, remedy="It will be tried again.")
        return Refused(f"{what}.", where=url) if code is not None and answer.status < 500 else None


class Containers(Meta):
    """Instagram and Threads: they differ in names only."""

    media_path: ClassVar[str]
    publish_path: ClassVar[str]
    list_path: ClassVar[str]
    text_field: ClassVar[str]  # of the request
    seen_field: ClassVar[str]  # of what is read back
    status_field: ClassVar[str]
    single: ClassVar[dict[str, str]]  # what a post of one picture says of itself

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:
        """Every picture gets its address and its container; several a carousel; then it is waited for."""
        addresses, items = references(uploaded, "address"), references(uploaded, "item")
        if len(addresses) > len(items):
            return json.dumps({"item": self._item(payload, len(items), addresses[-1], account)})
        if len(items) < len(payload.pictures):
            return json.dumps({"address": hosting.publish(payload.pictures[len(items)], account)})
        if len(items) > 1 and not references(uploaded, "carousel"):
            asked = {"media_type": "CAROUSEL", "children": ",".join(items), self.text_field: payload.text}
            return json.dumps({"carousel": self._made(asked, account)})
        if references(uploaded, "ready"):
            return None
        container = _container(uploaded)
        self._wait(container, account)
        return json.dumps({"ready": container})

    def prepare(
        self, payload: Payload, uploaded: tuple[str, ...], account: Account, moment: Moment
    ) -> Intent:
        """The request that publishes the container."""
        container = _container(uploaded) or "<container id>"
        return Intent(
            network=self.name,
            method="POST",
            url=f"{self._user(account)}/{self.publish_path}",
            headers=(FORM,),
            body=urlencode({"creation_id": container}, safe="<> ").encode(),
            key=container,
            at=stamp(moment),
            values={
                "text": payload.text,
                "alts": proofs.alts(payload),
            },
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The container is published."""
        found = self._publish(intent, account).get("id")
        if not found:
            raise OutcomeUnknown("the answer names no post.", where=intent.url)
        return Sent(str(found), self._page(str(found), account))

    def find(self, intent: Intent, account: Account) -> Sent | None:
        """The post, if the container says that it was published; None if it says that it was not."""
        if self._status(intent.key, account) != "PUBLISHED":
            return None
        fields = f"id,{self.seen_field},timestamp,permalink,alt_text,children{{alt_text}}"
        url = f"{self._user(account)}/{self.list_path}"
        for post in rows(self._get(url, account, fields=fields, limit=str(_PAGE)).get("data")):
            if post.get(self.seen_field, "") == intent.values["text"] and _late(post, intent):
                return Sent(str(post.get("id")), str(post.get("permalink", "")), _compared(intent, post))
        raise NotSent("the post was published, but is not listed yet.", where=url)

    def check(self, account: Account) -> Standing:
        """Whose token it is, and whether pictures can be uploaded."""
        found = self._get(self._user(account), account, fields="id,username")
        notes = () if account.values.get("upload") else ("the account has no command to upload pictures",)
        return Standing(f"@{found.get('username', '?')}", bool(account.values.get("upload")), notes)

    # ---------------------------------------------------------------- its parts

    def _user(self, account: Account) -> str:
        return f"{account.service}/{account.value('user')}"

    def _item(self, payload: Payload, number: int, address: str, account: Account) -> str:
        asked = {"image_url": address, "alt_text": payload.pictures[number].alt}
        if len(payload.pictures) > 1:
            asked |= {**self.single, "is_carousel_item": "true"}
        else:
            asked |= {**self.single, self.text_field: payload.text}
        if payload.spoiler and limits_spoiler(self, account):
            asked["is_spoiler_media"] = "true"
        return self._made(asked, account)

    def _made(self, asked: dict[str, str], account: Account) -> str:
        url = f"{self._user(account)}/{self.media_path}"
        if found := self._post(url, account, asked).get("id"):
            return str(found)
        raise NotSent("the answer names no container.", where=url)

    def _page(self, post: str, account: Account) -> str:
        """Where people see a post; empty if the network does not say at once, for it stands there anyway."""
        with contextlib.suppress(NetworkError):
            return str(
                self._get(f"{account.service}/{post}", account, fields="permalink").get("permalink", "")
            )
        return ""

    def _status(self, container: str, account: Account) -> str:
        url = f"{account.service}/{container}"
        return str(self._get(url, account, fields=self.status_field).get(self.status_field, ""))

    def _wait(self, container: str, account: Account) -> None:
        """Pass if the container can be published."""
        status, where = self._status(container, account), f"{account.service}/{container}"
        if status == "EXPIRED":
            raise UploadGone("the container has expired.", where=where)
        if status == "ERROR":
            raise Refused(
                "the network could not use the picture.",
                where=where,
                remedy="Check that everyone can open the address that your upload command prints.",
            )
        if status == "IN_PROGRESS":
            raise TryLater("the picture is being worked on.", where=where, at=self._wire.in_a(_LATER))


def limits_spoiler(network: Thin, account: Account) -> bool:
    """Whether the network can veil a picture."""
    return network.limits(account).spoiler


def _container(uploaded: tuple[str, ...]) -> str:
    """What is to be published: the carousel, or the only item."""
    found = references(uploaded, "carousel") or references(uploaded, "item")
    return found[0] if found else ""


def _late(post: dict[str, Any], intent: Intent) -> bool:
    try:
        return datetime.fromisoformat(str(post.get("timestamp"))) >= since(intent.at)
    except ValueError:
        return True


def _compared(intent: Intent, post: dict[str, Any]) -> tuple[Proof, ...]:
    children = rows(table(post.get("children")).get("data"))
    seen = [one.get("alt_text", "") for one in children or [post]]
    return (
        Proof("text", same=True),
        proofs.alt(json.loads(intent.values["alts"]), seen),
        Proof("picture", same=None, note="the network makes every picture anew"),
    )
