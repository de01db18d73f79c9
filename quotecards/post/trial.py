"""For tests of the kill: the process ends itself, as if the power had gone, at a point named from outside.

QUOTECARDS_TEST_DIE_AT="sending" dies when that point is passed first, "sending:3" when for the third
time. This is the only place that reads it; where it is unset, a point is nothing.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "claimed",  # the row is leased
    "uploading",  # a picture is about to go
    "picture-there",  # the server has a picture that the outbox does not know of
    "uploaded",  # the picture's reference is written down
    "prepared",  # the intent is made, nothing of it written down
    "sending",  # the intent is written down, nothing of it sent
    "sent",  # the server has answered, nothing of it written down
    "done",  # the answer is written down, nothing verified
    "verified",  # read back, nothing of it written down
    "receipt",  # all written down but the receipt
    "finding",  # a lost outcome is about to be looked up
    "found",  # the look-up has answered, nothing of it written down
)

_passed: dict[str, int] = {}


def point(name: str) -> None:
    """Die here, if that is what the environment asks for."""
    asked = os.environ.get("QUOTECARDS_TEST_DIE_AT")
    if not asked:
        return
    _passed[name] = _passed.get(name, 0) + 1
    wanted, _, times = asked.partition(":")
    if name == wanted and _passed[name] == int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
