"""A dry run: the exact requests, saved without secrets, and a page that shows each post as it will read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotecards.files import slug, write, write_text
from quotecards.post import preview
from quotecards.post.outbox.file import make_private
from quotecards.post.seam import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quotecards.post.clock import Clock
    from quotecards.post.orders import Order
    from quotecards.post.seam import Intent, Payload

PAGE = "index.html"
_ENDS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An order, the request it would make, and the files that show both."""

    order: Order
    intent: Intent
    request: Path
    pictures: tuple[Path, ...]


def rehearse(orders: Sequence[Order], folder: Path, clock: Clock) -> list[Rehearsed]:
    """Orders become the requests they would make, saved in a folder of this moment with a page over all.

    Nothing is sent, nothing is put in the outbox. Where the server names the pictures, "<...>" stands.
    """
    now = clock.now()
    place = folder / "dry-runs" / f"{now:%Y%m%d-%H%M%S-%f}"
    make_private(place)
    saved: list[Rehearsed] = []
    for number, order in enumerate(orders, 1):
        account, network = order.target.account, order.target.network
        intent = network.prepare(order.payload, (), account, Moment(now, clock.token()))
        name = f"{number:03d}-{account.network}-{slug(order.card.title, 32)}"
        path = place / f"{name}.http"
        write(path, account.hidden(request(intent)).encode())
        saved.append(Rehearsed(order, intent, path, _pictures(order.payload, place, name)))
    write_text(place / PAGE, _page(saved))
    return saved


def request(intent: Intent) -> str:
    """An intent becomes the text of its request; the authorization is named, not shown."""
    heads = [*intent.headers, ("authorization", "(added when it is sent)")]
    head = "".join(f"{name}: {value}\n" for name, value in heads)
    return f"{intent.method} {intent.url}\n{head}\n{intent.body.decode(errors='replace')}\n"


def _pictures(payload: Payload, place: Path, name: str) -> tuple[Path, ...]:
    paths: list[Path] = []
    for number, picture in enumerate(payload.pictures, 1):
        paths.append(place / f"{name}-{number}.{_ENDS.get(picture.kind, 'bin')}")
        write(paths[-1], picture.content)
    return tuple(paths)


def _page(saved: Sequence[Rehearsed]) -> str:
    """The page over all of them, each as its network will show it."""
    previews = [
        preview.Preview(
            target=one.order.target.name,
            when=f"{one.order.due_at:%Y-%m-%d %H:%M} UTC",
            payload=one.order.payload,
            limits=one.order.target.limits,
            pictures=tuple(path.name for path in one.pictures),
            request=one.request.name,
        )
        for one in saved
    ]
    return preview.page(previews, "Dry run: nothing was sent")
