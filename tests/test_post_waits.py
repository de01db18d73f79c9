"""Waits: a server's own word in any of its ways, else one that doubles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.post.waits import after, moment, until
from quotecards.post.wire import Answer

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("retry-after", "90"),
        ("retry-after", "Sun, 22 Nov 2026 09:01:30 GMT"),
        ("x-ratelimit-reset-after", "90.0"),
        ("ratelimit-reset", str(int(SOON.timestamp()))),
        ("x-ratelimit-reset", "2026-11-22T09:01:30.000Z"),
        ("x-rate-limit-reset", str(int(SOON.timestamp()))),
    ],
)
def test_every_way_to_say_it_is_understood(name, told):
    """Seconds, a time since 1970, an ISO time, an HTTP date."""
    assert until(Answer(429, {name: told}, b""), NOW) == SOON


@pytest.mark.parametrize("told", ["", "soon", "-5", "nan", "inf", "9" * 40, "2026-13-45"])
def test_what_is_not_understood_is_not_believed(told):
    """No time at all, so the wait that doubles holds."""
    assert until(Answer(429, {"retry-after": told}, b""), NOW) is None


def test_nobody_is_waited_for_longer_than_a_day_or_into_the_past():
    """A server may be wrong about its clock."""
    assert until(Answer(429, {"retry-after": "99999999"}, b""), NOW) == NOW + timedelta(days=1)
    assert until(Answer(429, {"x-ratelimit-reset": "2020-01-01T00:00:00Z"}, b""), NOW) == NOW


@given(st.text(max_size=30))
def test_no_header_breaks_it(told):
    """Any text is a time with a zone, or none."""
    found = moment(told, NOW)
    assert found is None or found.tzinfo is not None


@given(st.integers(0, 10**6), st.floats(0, 1))
def test_waits_grow_to_an_hour_and_spread_by_a_fifth(attempts, chance):
    """Never shorter than 30 seconds, never longer than 72 minutes."""
    wait = (after(attempts, NOW, chance) - NOW).total_seconds()
    assert 30 <= wait <= 3600 * 1.2
    assert after(attempts, NOW, 0) <= after(attempts + 1, NOW, 0)
