"""Fixtures: a server that speaks S3 for a whole run of the tests, a bucket for each."""

from __future__ import annotations

import pytest

from servers import s3


@pytest.fixture(scope="session")
def s3_server():
    """A server for a whole run of the tests."""
    with s3.serving() as server:
        yield server


@pytest.fixture
def bucket(s3_server):
    """A bucket of the test's own."""
    return s3_server.bucket()


@pytest.fixture
def here(s3_server, monkeypatch):
    """This process knows the server by its environment."""
    for name, value in s3.environment(s3_server.url).items():
        monkeypatch.setenv(name, value)
