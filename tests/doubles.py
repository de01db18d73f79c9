"""Servers that behave as the networks document it, as far as posting a card needs.

`visible` is the request that makes a post; `posts` is what stands there; `expired` and `gone` are what
the network says when the session has ended and when the account is no longer there.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from quotecards.post.seam import Account, Secret

from loopback import Loopback, Said

TOKEN = "tok-PLANTED-1234567890"  # long enough to be found wherever it should not be


class Double(Loopback):
    """One network on loopback, with an account on it."""

    name = ""
    visible = ("POST", "")
    expired = Said(401, {"error": "expired"})
    gone = Said(404, {"error": "gone"})
    reads_back = True

    def __init__(self) -> None:
        super().__init__()
        self.posts: list[dict[str, Any]] = []
        self._numbers = itertools.count(101)
        self.made()

    def made(self) -> None:
        """The routes."""

    def number(self) -> str:
        return str(next(self._numbers))

    def account(self, service: str | None = None, **values: str) -> Account:
        return Account(
            self.name, "main", self.base(service or self.url), self.values() | values, self.secrets(service)
        )

    def base(self, url: str) -> str:
        return url

    def values(self) -> dict[str, str]:
        return {}

    def secrets(self, _service: str | None) -> dict[str, Secret]:
        return {"token": Secret(TOKEN)}

    def allowed(self, asked: Any) -> bool:
        return asked.headers.get("authorization") == f"Bearer {TOKEN}"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
