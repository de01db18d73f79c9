"""Telegram: a bot's posts in a channel or chat.

A bot cannot read what it has posted, and there is no idempotency key: a lost answer stays unknown, and a
person has to look. There is no alt text either; the post's text holds the quote and the credit.

Source: core.telegram.org/bots/api (sendPhoto, sendMediaGroup, making requests), read 2026-11-22.
Proven against a server of our own that behaves as documented, not against Telegram.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from quotecards.errors import CannotTell, OutcomeUnknown, PostingError, SignedOut, TryLater
from quotecards.post.networks import forms, proofs
from quotecards.post.networks.thin import Thin, hushed, rows, stamp, table, told
from quotecards.post.seam import Intent, Proof, Sent, Standing

if TYPE_CHECKING:
    from quotecards.post.seam import Account, Moment, Network, Payload
    from quotecards.post.wire import Answer, Risk, Wire

_TOKEN = "<token>"  # noqa: S105 - stands in the address where the token goes on the wire
_GONE = ("chat not found", "bot was kicked", "bot is not a member", "chat was deleted")


def network(wire: Wire) -> Network:
    """The way out becomes Telegram."""
    return Telegram(wire)


class Telegram(Thin):
    """Telegram's bots through a wire."""

    name = "telegram"
    settle_seconds = 0.0  # there is nothing that could be read back

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:  # noqa: ARG002 - nothing to do
        """Nothing: the post carries its pictures."""
        return None

    def prepare(
        self,
        payload: Payload,
        uploaded: tuple[str, ...],  # noqa: ARG002 - nothing is uploaded beforehand
        account: Account,
        moment: Moment,
    ) -> Intent:
        """The pictures and their text as the bytes of one form; the address keeps a place for the token."""
        files = {
            f"picture{number}": ("card", picture.kind, picture.content)
            for number, picture in enumerate(payload.pictures)
        }
        fields = {"chat_id": account.value("chat")}
        if len(files) == 1:
            method = "sendPhoto"
            fields |= {"caption": payload.text}
            files = {"photo": files["picture0"]}
            if payload.spoiler:
                fields |= {"has_spoiler": "true"}
        else:
            method = "sendMediaGroup"
            fields |= {"media": json.dumps(_group(payload, list(files)), ensure_ascii=False)}
        kind, body = forms.multipart(fields, files)
        return Intent(
            network=self.name,
            method="POST",
            url=_address(account, method),
            headers=(("content-type", kind),),
            body=body,
            key=moment.token,
            at=stamp(moment),
            values={"text": payload.text},
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The frozen form is sent; the answer holds the message as it stands there."""
        answer = self._at(intent.url, account, "visible", headers=dict(intent.headers), body=intent.body)
        found = answer.get("result")
        messages = rows(found if isinstance(found, list) else [found])
        if answer.get("ok") is not True or not messages or "message_id" not in messages[0]:
            raise OutcomeUnknown("the answer holds no message.", where=intent.url)
        first = messages[0]
        name, number = table(first.get("chat")).get("username"), str(first["message_id"])
        compared = (
            proofs.text(intent.values["text"], first.get("caption", "")),
            Proof("alt", same=None, note="Telegram has no alt text"),
            Proof("picture", same=None, note="Telegram makes every picture anew"),
        )
        return Sent(number, f"https://t.me/{name}/{number}" if name else "", compared)

    def find(self, intent: Intent, account: Account) -> Sent | None:  # noqa: ARG002 - nowhere to look
        """A bot cannot read what it has posted."""
        raise CannotTell(
            "a bot cannot read its posts back.",
            where=intent.url,
            remedy="Look into the channel, then say with quotecards queue resolve what you have seen.",
        )

    def check(self, account: Account) -> Standing:
        """Who the bot is, and whether the chat lets it post."""
        bot = table(self._at(_address(account, "getMe"), account, "harmless").get("result"))
        asked = {"chat_id": account.value("chat"), "user_id": str(bot.get("id", ""))}
        kind, body = forms.multipart(asked, {})
        url = _address(account, "getChatMember")
        found = table(
            self._at(url, account, "harmless", headers={"content-type": kind}, body=body).get("result")
        )
        status = str(found.get("status", ""))
        may = status in {"creator", "member"} or bool(found.get("can_post_messages"))
        return Standing(f"@{bot.get('username', '?')}", may, (f"{status} of {account.value('chat')}",))

    def _at(
        self,
        url: str,
        account: Account,
        risk: Risk,
        *,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
    ) -> dict[str, Any]:
        """A request to an address with the token in its place; errors show the place, not the token."""
        with hushed(account):
            real = url.replace(_TOKEN, account.secret("token"))
            return self._ask("POST", real, account, risk, headers=headers, body=body, shown=url)

    def _special(self, answer: Answer, url: str, risk: Risk) -> PostingError | None:  # noqa: ARG002 - a sure no
        found = told(answer)
        what = str(found.get("description", ""))[:300]
        wait = table(found.get("parameters")).get("retry_after")
        if answer.status == 429 and isinstance(wait, int | float):
            at = self._wire.in_a(timedelta(seconds=min(max(wait, 0), 86400)))
            return TryLater(f"answered 429 ({what}).", where=url, at=at)
        gone = answer.status == 400 and any(one in what.casefold() for one in _GONE)
        if answer.status in {401, 403, 404} or gone:  # 404: no bot has such a token
            return SignedOut(
                f"answered {answer.status} ({what}).", where=url, remedy="Try quotecards accounts check."
            )
        return None


def _address(account: Account, method: str) -> str:
    return f"{account.service}/bot{_TOKEN}/{method}"


def _group(payload: Payload, names: list[str]) -> list[dict[str, Any]]:
    """An album: the text belongs to its first picture."""
    album: list[dict[str, Any]] = [{"type": "photo", "media": f"attach://{name}"} for name in names]
    album[0]["caption"] = payload.text
    for one in album if payload.spoiler else ():
        one["has_spoiler"] = True
    return album
