"""Posting's seam: what a network must be able to do, and the values that pass through it.

    Posting  what a card wants to say, before any network's limits
       |     fit.text(posting, limits), fit.picture(content, limits)
    Payload  exactly what will stand there; approval is bound to its hash
       |     network.upload(...), again and again until nothing is left
       |     network.prepare(payload, uploaded, account, moment)         touches nothing
    Intent   the request to its last byte, written down before it is sent
       |     network.send(intent, account); after any doubt network.find(intent, account)
    Sent     where it stands, and what reading it back has shown

A network says no by raising, never by returning: `NotSent`, `TryLater`, `OutcomeUnknown`, `Refused`,
`UploadGone`, `SignedOut`, `CannotTell` (see errors.py); what each means for the outbox stands there.
`post.wire.Wire` raises the right one of them for all that can go wrong between here and a server.

Two neighbours are found by name:
    post.fit.text(posting: Posting, limits: Limits) -> FittedText      raises Refused where no text fits
    post.fit.picture(content: bytes, limits: Limits) -> bytes          as given if it fits; raises Refused
    post.fit.limits(network: str) -> Limits                            from data/networks.toml
    post.accounts.get(network: str, name: str | None) -> Account       raises AccountError
    post.when.at(text: str, now: datetime, taken: Sequence[Taken], film: str | None) -> datetime   in UTC
    post.when.calendar(entries: Sequence[Entry]) -> str                iCalendar
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from quotecards.errors import AccountError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Unit = Literal["graphemes", "characters", "weighted", "utf16", "utf8", "emoji-bytes"]

# ---------------------------------------------------------------- whom for


class Secret:
    """A text that no repr, log, traceback or JSON shows; `reveal()` where it goes on the wire."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"

    def __bool__(self) -> bool:
        return bool(self._text)


@dataclass(frozen=True, slots=True)
class Account:
    """Someone at a network: `service` is the server's base URL, `values` are public, `secrets` are not.

    `name` tells two accounts of one network apart ("main" if there is but one).
    """

    network: str
    name: str
    service: str
    values: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict, repr=False)

    def value(self, name: str) -> str:
        """A public value by name.

        Raises:
            AccountError: the account has none of that name.

        """
        if found := self.values.get(name):
            return found
        raise self._lacks(name)

    def secret(self, name: str) -> str:
        """A secret by name, in the clear.

        Raises:
            AccountError: the account has none of that name.

        """
        if found := self.secrets.get(name):
            return found.reveal()
        raise self._lacks(name)

    def hidden(self, text: str) -> str:
        """A text becomes one without the account's secrets, whoever put them in."""
        for secret in self.secrets.values():
            if secret:
                text = text.replace(secret.reveal(), "...")
        return text

    def _lacks(self, name: str) -> AccountError:
        return AccountError(
            f"the account has no {name.replace('_', ' ')}.",
            where=f"{self.network}:{self.name}",
            remedy=f"Add it with quotecards accounts add {self.network}.",
        )


# ---------------------------------------------------------------- what


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes, what they are ("image/jpeg"), its size in px, and its alt text, always."""

    content: bytes = field(repr=False)
    kind: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Posting:
    """What a card (or a carousel of them) wants to say, before any network's limits.

    `caption` is the card's own; `quote`, `credit` (plain lines), `link` and `tags` are what it was made
    of, for a caption that must be shorter. `warning` is a content warning; `spoiler` hides the picture.
    """

    pictures: tuple[Picture, ...]
    caption: str
    quote: str
    credit: tuple[str, ...] = ()
    film: str | None = None
    link: str | None = None
    tags: tuple[str, ...] = ()
    language: str = "en"
    warning: str | None = None
    spoiler: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network allows; None is "no limit known". Sides in px, sizes in bytes, ratios width/height.

    `text_most` counts in `text_unit`; a URL counts as `url_weight` of them where the network says so.
    `alt_most` 0: the network has no alt text. `price_usd`: what one post costs, with a link and without.
    """

    network: str
    text_most: int
    text_unit: Unit
    text_bytes_most: int | None = None
    url_weight: int | None = None
    alt_most: int = 0
    alt_unit: Unit = "characters"
    tags_most: int | None = None
    pictures_most: int = 1
    picture_bytes_most: int | None = None
    picture_side_most: int | None = None
    picture_pixels_most: int | None = None
    picture_ratio_least: float | None = None
    picture_ratio_most: float | None = None
    picture_kinds: tuple[str, ...] = ("image/jpeg", "image/png")
    warning: bool = False
    spoiler: bool = False
    languages: bool = False
    facets: bool = False
    posts_a_day: int | None = None
    price_usd: float | None = None
    price_with_link_usd: float | None = None
    source: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A stretch of a text that is more than text: half-open byte offsets into its UTF-8.

    `target`: the URL of a link, the name of a tag without #, the handle of a mention without @.
    """

    start: int
    end: int
    kind: Literal["link", "tag", "mention"]
    target: str


@dataclass(frozen=True, slots=True)
class FittedText:
    """Words within a network's limits; `alts` has one text per picture, `tags` those that stayed."""

    text: str
    facets: tuple[Facet, ...]
    alts: tuple[str, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payload:
    """Exactly what will stand on one network; what a person approves."""

    network: str
    text: str
    facets: tuple[Facet, ...]
    pictures: tuple[Picture, ...]
    language: str = "en"
    link: str | None = None
    tags: tuple[str, ...] = ()
    warning: str | None = None
    spoiler: bool = False


# ---------------------------------------------------------------- how


@dataclass(frozen=True, slots=True)
class Moment:
    """Now (with its zone, UTC) and 32 random hexadecimal digits: all that is not the same on every run."""

    now: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Intent:
    """A request to its last byte, without its secrets, and the key by which its post is known again.

    `url` is absolute. `headers` go with it besides the authorization, which `send` adds. `key` is the
    record key, the idempotency key or the token in the link. `values` is what `find` needs to know.
    """

    network: str
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    key: str
    at: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that reading back compared: "text", "alt", "facets", "picture"; None is "cannot be seen"."""

    what: str
    same: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a post stands: the network's id, an address for people, and what reading back has shown."""

    id: str
    url: str
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account may do: who it is, whether it may post, and lines for a person to read."""

    who: str
    may_post: bool
    notes: tuple[str, ...] = ()


class Network(Protocol):
    """One network. Made with a `Wire` as its only way out; holds nothing but sessions, in memory.

    `settle_seconds`: how long an answer that got lost may still be at work over there; nothing is read
    back or sent again before. `media_seconds`: how long an upload without a post is kept there.
    """

    name: str
    settle_seconds: float
    media_seconds: float

    def limits(self, account: Account) -> Limits:
        """The account becomes its limits: asked of its server where it tells, else `fit.limits(name)`."""
        ...

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:
        """Put the next thing there that a post needs; its reference comes back, None when nothing is left.

        Called with all references so far, each of which has been written down. To do it twice must be
        harmless: nothing may become visible. A network whose post carries its pictures returns None.
        """
        ...

    def prepare(
        self, payload: Payload, uploaded: tuple[str, ...], account: Account, moment: Moment
    ) -> Intent:
        """Payload, references and moment become the exact request. Touches nothing; no secret goes in.

        For a dry run `uploaded` is empty: the request then shows "<...>" in the places of references.
        """
        ...

    def send(self, intent: Intent, account: Account) -> Sent:
        """Send it, as it is, once. What went wrong is raised; OutcomeUnknown wherever it may stand there."""
        ...

    def find(self, intent: Intent, account: Account) -> Sent | None:
        """The post, read back and compared with the intent; None only if it certainly does not stand there.

        Raises:
            CannotTell: this network has no way to look.

        """
        ...

    def check(self, account: Account) -> Standing:
        """Whether the account's secrets are taken and what it may do; posts nothing."""
        ...


# ---------------------------------------------------------------- when


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that a post already has, for the spacing of the next; `at` in UTC."""

    at: datetime
    network: str
    account: str
    film: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A post of the queue as a calendar shows it."""

    uid: str
    at: datetime
    title: str
    text: str
    url: str | None = None
