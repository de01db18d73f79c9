"""Discord: posts in a channel through its webhook, alt texts included.

A webhook cannot list what it has posted, and takes no nonce: a lost answer stays unknown, and a person
has to look.

Source: discord/discord-api-docs (execute webhook, uploading files, rate limits), read 2026-11-22.
Proven against a server of our own that behaves as documented, not against Discord.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from quotecards.errors import CannotTell, OutcomeUnknown, PostingError, SignedOut, TryLater
from quotecards.post.networks import forms, proofs
from quotecards.post.networks.thin import Thin, hushed, rows, stamp, told
from quotecards.post.seam import Intent, Proof, Sent, Standing

if TYPE_CHECKING:
    from quotecards.post.seam import Account, Moment, Network, Payload
    from quotecards.post.wire import Answer, Risk, Wire

_PLACE = "https://discord.com/api/webhooks/<webhook>"  # as it is written down and shown
_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def network(wire: Wire) -> Network:
    """The way out becomes Discord."""
    return Discord(wire)


class Discord(Thin):
    """A channel's webhook through a wire."""

    name = "discord"
    settle_seconds = 0.0  # there is nothing that could be read back

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:  # noqa: ARG002 - nothing to do
        """Nothing: the post carries its pictures."""
        return None

    def prepare(
        self,
        payload: Payload,
        uploaded: tuple[str, ...],  # noqa: ARG002 - nothing is uploaded beforehand
        account: Account,  # noqa: ARG002 - the webhook is its secret
        moment: Moment,
    ) -> Intent:
        """Text, alt texts and pictures as the bytes of one form."""
        veil = "SPOILER_" if payload.spoiler else ""
        names = [
            f"{veil}card{number}.{_SUFFIXES[picture.kind]}"
            for number, picture in enumerate(payload.pictures, 1)
        ]
        message = {
            "content": payload.text,
            "allowed_mentions": {"parse": []},  # a quote pings nobody
            "attachments": [
                {"id": number, "filename": name, "description": picture.alt}
                for number, (name, picture) in enumerate(zip(names, payload.pictures, strict=True))
            ],
        }
        kind, body = forms.multipart(
            {"payload_json": json.dumps(message, ensure_ascii=False)},
            {
                f"files[{number}]": (name, picture.kind, picture.content)
                for number, (name, picture) in enumerate(zip(names, payload.pictures, strict=True))
            },
        )
        return Intent(
            network=self.name,
            method="POST",
            url=f"{_PLACE}?wait=true",
            headers=(("content-type", kind),),
            body=body,
            key=moment.token,
            at=stamp(moment),
            values={
                "text": payload.text,
                "alts": proofs.alts(payload),
            },
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The frozen form is sent; the answer holds the message as it stands there."""
        answer = self._at(
            intent.method, "?wait=true", account, "visible", headers=dict(intent.headers), body=intent.body
        )
        if not answer.get("id"):
            raise OutcomeUnknown("the answer holds no message.", where=_PLACE)
        seen = [one.get("description", "") for one in rows(answer.get("attachments"))]
        compared = (
            proofs.text(intent.values["text"], answer.get("content")),
            proofs.alt(json.loads(intent.values["alts"]), seen),
            Proof("picture", same=None, note="not fetched"),
        )
        return Sent(str(answer["id"]), "", compared)

    def find(self, intent: Intent, account: Account) -> Sent | None:  # noqa: ARG002 - nowhere to look
        """A webhook cannot list what it has posted."""
        raise CannotTell(
            "a webhook cannot read its posts back.",
            where=_PLACE,
            remedy="Look into the channel, then say with quotecards queue resolve what you have seen.",
        )

    def check(self, account: Account) -> Standing:
        """Which webhook it is."""
        found = self._at("GET", "", account, "harmless")
        return Standing(str(found.get("name", "?")), True, (f"channel {found.get('channel_id', '?')}",))

    def _at(
        self,
        method: str,
        query: str,
        account: Account,
        risk: Risk,
        *,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
    ) -> dict[str, Any]:
        """A request to the webhook, whose address is the secret; errors show its place only."""
        webhook = account.secret("webhook")
        with hushed(account, webhook.rpartition("/")[2]):
            return self._ask(method, webhook + query, account, risk, headers=headers, body=body, shown=_PLACE)

    def _special(self, answer: Answer, url: str, risk: Risk) -> PostingError | None:  # noqa: ARG002 - a sure no
        found = told(answer)
        wait = found.get("retry_after")
        if answer.status == 429 and isinstance(wait, int | float):
            at = self._wire.in_a(timedelta(seconds=min(max(wait, 0), 86400)))
            return TryLater("answered 429 (too many requests).", where=url, at=at)
        if answer.status in {401, 403, 404}:
            what = str(found.get("message", ""))[:300]
            remedy = "Make a new webhook, and try quotecards accounts check."
            return SignedOut(f"answered {answer.status} ({what}).", where=url, remedy=remedy)
        return None
