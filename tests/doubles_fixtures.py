"""Fixtures for tests against the doubles of networks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from quotecards.post import guard
from quotecards.post.wire import Wire


@pytest.fixture
def on_loopback(monkeypatch):
    """Servers may be on this machine."""
    monkeypatch.setenv("QUOTECARDS_ALLOW_LOOPBACK", "1")


@pytest.fixture
def wire():
    return Wire(lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC), rules=guard.Rules(loopback=True), seconds=5)


@pytest.fixture
def up(on_loopback):
    """A network's double, up while the test runs."""
    servers = []

    def start(double):
        servers.append(double())
        return servers[-1]

    yield start
    for server in servers:
        server.close()
