"""What tests of posting work at: cards to post, an outbox of their own, a clock that can be pushed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from PIL import Image
from quotecards.errors import AccountError
from quotecards.post import cards, delivery
from quotecards.post.courier import Ways
from quotecards.post.orders import Target, orders
from quotecards.post.outbox import Outbox
from quotecards.post.seam import Account, Limits

DONE = ("done",)


@dataclass
class Clock:
    """The machine's time, pushed forward by whoever sleeps; nobody waits."""

    ahead: timedelta = timedelta()
    chances: random.Random = field(default_factory=lambda: random.Random(7))

    def now(self):
        return datetime.now(UTC) + self.ahead

    def token(self):
        return uuid4().hex  # servers remember idempotency keys from one test to the next

    def chance(self):
        return self.chances.random()

    def sleep(self, seconds):
        self.ahead += timedelta(seconds=seconds)


def fill(folder, count=1, *, words="The past is just a story we tell ourselves", size=(60, 75), link=None):
    """A folder of so many cards as a batch leaves it: pictures and a manifest. Each quote, each alt once."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number in range(count):
        name = f"card-{number}.jpg"
        Image.new("RGB", size, (255 - number, 200, 180 + number % 70)).save(folder / name, quality=90)
        line = {
            "quote": f"{words}, {number}.",
            "credit": {"film": "Her", "lines": ["on *Her*, 2013"], "url": link},
            "card": name,
            "alt": f"Quote card {number}: “{words}, {number}.” on Her, 2013. Warm reds.",
            "caption": f"“{words}, {number}.”\non Her, 2013",
            "size": "portrait",
            "language": "en",
            "flags": [],
            "error": None,
        }
        lines.append(json.dumps(line, ensure_ascii=False))
    (folder / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


class Bench:
    """An outbox in a folder and one network's account to post to."""

    def __init__(self, folder, network, account):
        self.folder = folder
        self.network = network
        self.account = account
        self.clock = Clock()
        self.said = []
        self.outbox = Outbox(folder, self.clock.now())

    def close(self):
        self.outbox.close()

    def plan(self, folder, *, limits=None, again=False, approve=True):
        """The cards of a folder go into the outbox, approved; the rows come back."""
        known = limits or Limits(
            network=self.network.name, text_most=300, text_unit="graphemes", alt_most=1000
        )
        target = Target(self.account, self.network, known)
        made, errors = orders(cards.read([str(folder)]), [target], lambda *_: self.clock.now(), [])
        assert not errors, errors
        now = self.clock.now()
        rows = [self.outbox.add(order.plan, now, again=again) for order in made]
        return [self.outbox.approve(row.id, row.payload_sha256, now) for row in rows] if approve else rows

    def run(self, hours=0.0, only=None):
        """What is due goes out; with hours, so is what becomes due in that time, without any waiting."""
        return delivery.run(self.outbox, self.ways(), only=only, patience_seconds=hours * 3600)

    def ways(self):
        return Ways(
            account=self._account,
            network=lambda _name: self.network,
            clock=self.clock,
            folder=self.folder,
            say=lambda row, what: self.said.append((row.id, what)),
        )

    def states(self):
        return [row.state for row in self.outbox.rows()]

    def _account(self, network, name):
        if self.account is None:
            raise AccountError("there is no account.", where=f"{network}:{name}")
        return self.account


def account(network="fake", **more):
    return Account(network=network, name="main", service="", **more)


def command(*arguments, environment, die_at=None, **more):
    """The command line in a process of its own, with nothing but the environment given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUOTECARDS_")}
    kept |= environment | ({"QUOTECARDS_TEST_DIE_AT": die_at} if die_at else {})
    return subprocess.Popen(
        [sys.executable, "-m", "quotecards", *map(str, arguments)],
        env=kept,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def ran(process):
    """The process's exit code, stdout and stderr, when it has ended."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err
