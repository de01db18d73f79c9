"""The one table of what can go wrong between here and a server; every network is put through all of it.

Each trouble is something a proxy does to the requests of one kind. `seconds` is how long the wire waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Trouble:
    """A name, what the proxy does, and for how many requests in a row."""

    name: str
    effect: str
    times: int = 1
    more: dict = field(default_factory=dict)

    def __str__(self):
        return self.name


TROUBLES = (
    Trouble("refused", "refuse"),
    Trouble("refused three times", "refuse", 3),
    Trouble("lost after commit", "lost"),
    Trouble("lost twice", "lost", 2),
    Trouble("half an answer", "half"),
    Trouble("stall", "stall"),
    Trouble("trickle", "trickle"),
    Trouble("429 with a time", "status", 1, {"status": 429, "heads": {"retry-after": "90"}}),
    Trouble("429 without", "status", 1, {"status": 429}),
    Trouble("500", "status", 1, {"status": 500}),
    Trouble("503 with a time", "status", 1, {"status": 503, "heads": {"retry-after": "30"}}),
    Trouble("502 after commit", "after", 1, {"status": 502}),
    Trouble("504 after commit, twice", "after", 2, {"status": 504}),
    Trouble("wrong JSON", "after", 1, {"status": 200, "body": b"<html>welcome to the hotel wifi</html>"}),
    Trouble("JSON of another kind", "after", 1, {"status": 200, "body": b'["not", "this"]'}),
    Trouble("an empty object", "after", 1, {"status": 200, "body": b"{}"}),
)
SECONDS = 0.7  # the wire's patience in these tests; a stall or a trickle costs as much

# The kinds of requests that each network makes for a post, as patterns of "METHOD path".
KINDS = {
    "bluesky": ("createSession", "uploadBlob", "putRecord", "getRecord", "getBlob"),
    "mastodon": (
        "api/v2/media",
        "POST /api/v1/statuses",
        "verify_credentials",
        "GET .*/statuses\\?",
        "/source",
        "GET /media/",
    ),
}
