"""Fixtures: servers for a whole run of the tests, a bench and a proxy for each test."""

from __future__ import annotations

import pytest
from quotecards.post.networks.fake import Fake

from servers import real
from servers.bench import Bench, account, fill
from servers.faults import Proxy


@pytest.fixture(scope="session")
def pds(tmp_path_factory):
    """A real Bluesky server."""
    with real.pds(tmp_path_factory.mktemp("pds")) as server:
        yield server


@pytest.fixture(scope="session")
def mastodon(tmp_path_factory):
    """A server that speaks Mastodon's API."""
    with real.mastodon(tmp_path_factory.mktemp("mastodon")) as server:
        yield server


@pytest.fixture
def loopback(monkeypatch):
    """Servers on this machine may be spoken to."""
    monkeypatch.setenv("QUOTECARDS_ALLOW_LOOPBACK", "1")


@pytest.fixture
def proxied():
    """A server's address becomes a proxy before it that can be told to fail."""
    proxies = []

    def made(url, **more):
        proxies.append(Proxy(url, **more).__enter__())
        return proxies[-1]

    yield made
    for proxy in proxies:
        proxy.__exit__()


@pytest.fixture
def bench(tmp_path):
    """A network and an account become a bench; without them, a network that is not there."""
    benches = []

    def made(network=None, who=None):
        benches.append(Bench(tmp_path / f"bench{len(benches)}", network or Fake(), who or account()))
        return benches[-1]

    yield made
    for one in benches:
        one.close()


@pytest.fixture
def some_cards(tmp_path):
    """A folder of so many cards: some_cards(3, words="...")."""
    numbers = iter(range(1000))
    return lambda count=1, **more: fill(tmp_path / f"cards{next(numbers)}", count, **more)
