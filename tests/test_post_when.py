"""When a post goes out: times as people write them, the weekly plan, the calendar."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards import settings
from quotecards.errors import DataError, UsageError
from quotecards.post import plan as plans
from quotecards.post.ical import escaped, folded
from quotecards.post.seam import Entry, Taken
from quotecards.post.when import at, calendar

BERLIN = plans.Plan(zone=plans.zone("Europe/Berlin"), spacing=timedelta(minutes=30))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # a Sunday, 10:00 in Berlin


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def asked(text, *, now=NOW, taken=(), film=None, plan=BERLIN):
    return at(text, now, taken, film, plan)


def there(text, film=None):
    return Taken(utc(text), "bluesky", "main", film)


# ---------------------------------------------------------------- times as people write them


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-11-22 09:00"),
        ("2026-12-24 18:30", "2026-12-24 17:30"),
        ("2026-12-24T18:30", "2026-12-24 17:30"),
        ("2026-12-24T18:30+05:30", "2026-12-24 13:00"),
        ("2026-12-24T18:30Z", "2026-12-24 18:30"),
        ("2026-12-24 18:30 UTC", "2026-12-24 18:30"),
        ("2026-12-24 18:30 America/New_York", "2026-12-24 23:30"),
        ("2027-07-01 18:30", "2027-07-01 16:30"),
        ("tomorrow 9:00", "2026-11-23 08:00"),
        ("Tomorrow  9 am", "2026-11-23 08:00"),
        ("tomorrow 12 am", "2026-11-22 23:00"),
        ("today 18.30", "2026-11-22 17:30"),
        ("18:30", "2026-11-22 17:30"),
        ("9:00", "2026-11-23 08:00"),
        ("fri 18:30", "2026-11-27 17:30"),
        ("Friday 6:30pm", "2026-11-27 17:30"),
        ("wednesday 6 pm", "2026-11-25 17:00"),
        ("sun 11:00", "2026-11-22 10:00"),
        ("sun 9:00", "2026-11-29 08:00"),
        ("fri 18:30 America/New_York", "2026-11-27 23:30"),
        ("in 2 hours", "2026-11-22 11:00"),
        ("in 45 min", "2026-11-22 09:45"),
        ("in 3d", "2026-11-25 09:00"),
    ],
)
def test_a_time_is_what_a_person_means(text, expected):
    """Zones, days of the week, clocks of both kinds; the same wall clock in summer and in winter."""
    assert asked(text) == utc(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25:00",
        "9:60",
        "13 pm",
        "0 am",
        "fri",
        "2026-12-24",
        "2026-13-01 9:00",
        "someday 9:00",
        "9",
        "frinday 9:00",
    ],
)
def test_what_is_not_understood_is_told_with_examples(text):
    """The message shows how to write it."""
    with pytest.raises(UsageError, match=r"not a time that is understood.*tomorrow 9:00"):
        asked(text)


@pytest.mark.parametrize("text", ["today 9:00", "2026-11-22 09:58", "2020-01-01 00:00", "2026-11-22T08:00Z"])
def test_the_past_is_an_error_that_shows_both_clocks(text):
    """Nothing goes out late in silence."""
    with pytest.raises(UsageError, match=r"is in the past: 20.*it is 10:00 now"):
        asked(text)


def test_the_minute_that_is_just_running_is_not_the_past():
    """18:30, typed at 18:30:20, is now."""
    now = NOW + timedelta(seconds=20)
    assert asked("10:00", now=now) == now


def test_a_time_that_the_clocks_skip_is_the_one_after():
    """At 2:30 on the last Sunday of March there is no such time in Berlin."""
    assert asked("2027-03-28 02:30") == utc("2027-03-28 01:30")


def test_without_a_zone_the_machines_own_holds(monkeypatch):
    """The same words, another machine."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert asked("2026-12-24 18:30", plan=plans.Plan()) == utc("2026-12-24 23:30")
        assert asked("2027-07-01 18:30", plan=plans.Plan()) == utc("2027-07-01 22:30")
    finally:
        monkeypatch.setenv("TZ", before) if before else monkeypatch.delenv("TZ")
        time.tzset()


# ---------------------------------------------------------------- spacing, and one film a day


def test_two_posts_of_one_account_keep_their_distance():
    """The second moves on by the spacing, the third by another one."""
    first = there("2026-11-23 08:00")
    second = asked("tomorrow 9:00", taken=[first])
    assert second == utc("2026-11-23 08:30")
    third = asked("tomorrow 9:00", taken=[first, Taken(second, "bluesky", "main", None)])
    assert third == utc("2026-11-23 09:00")


def test_two_posts_of_one_film_never_share_a_day():
    """Three cards of one film, one time: three days."""
    taken = []
    for day in (23, 24, 25):
        found = asked("tomorrow 9:00", taken=taken, film="Her")
        assert found == utc(f"2026-11-{day} 08:00")
        taken.append(Taken(found, "bluesky", "main", "her"))


def test_a_day_is_that_of_the_plans_zone():
    """23:30 UTC is tomorrow in Berlin."""
    assert asked("in 1 hour", taken=[there("2026-11-22 23:30", "Her")], film="Her") == utc("2026-11-22 10:00")
    assert asked("in 1 hour", taken=[there("2026-11-22 22:30", "Her")], film="Her") == utc("2026-11-23 10:00")


def test_films_may_be_kept_further_apart_or_not_at_all():
    """film_days is the setting."""
    taken = [there("2026-11-23 08:00", "Her")]
    week = plans.Plan(zone=BERLIN.zone, film_days=7)
    assert asked("tomorrow 9:30", taken=taken, film="Her", plan=week) == utc("2026-11-30 08:30")
    never = plans.Plan(zone=BERLIN.zone, film_days=0)
    assert asked("tomorrow 9:30", taken=taken, film="Her", plan=never) == utc("2026-11-23 08:30")


times = st.integers(0, 60 * 24 * 20).map(lambda minutes: NOW + timedelta(minutes=minutes))
films = st.sampled_from([None, "Her", "her", "Lost in Translation"])
many = st.lists(st.builds(Taken, times, st.just("bluesky"), st.just("main"), films), max_size=30)


@given(times, many, films)
def test_whatever_is_taken_the_time_found_is_free(wanted, taken, film):
    """Never earlier than asked, never too close, never the same film on one day."""
    found = BERLIN.moved(wanted, taken, film)
    assert found >= wanted
    assert BERLIN.free(found, taken, film)
    assert all(abs(found - one.at) >= timedelta(minutes=30) for one in taken)


# ---------------------------------------------------------------- the weekly plan

WEEK = plans.Plan(
    zone=plans.zone("Europe/Berlin"),
    slots=((0, plans.clock("9:00")), (4, plans.clock("18:30")), (None, plans.clock("21:00"))),
    spacing=timedelta(minutes=30),
)


@pytest.mark.parametrize("word", ["next", "Next", "plan", "next slot"])
def test_next_is_the_first_free_slot(word):
    """Sunday 10:00: the first is tonight at 21:00."""
    assert asked(word, plan=WEEK) == utc("2026-11-22 20:00")


def test_slots_that_are_taken_are_passed_over():
    """One post a slot, one film a day."""
    taken = [there("2026-11-22 20:10", "Her")]
    assert asked("next", taken=taken, plan=WEEK) == utc("2026-11-23 08:00")
    taken.append(there("2026-11-23 08:00", "Her"))
    assert asked("next", taken=taken, plan=WEEK, film="her") == utc("2026-11-24 20:00")


@given(many, films)
def test_a_slot_that_is_found_is_one_of_the_plan_and_free(taken, film):
    """Whatever is taken."""
    found = WEEK.next(NOW, taken, film)
    local = WEEK.local(found)
    assert found > NOW
    assert (local.weekday(), local.time()) in {
        (0, plans.clock("9:00")),
        (4, plans.clock("18:30")),
        (local.weekday(), plans.clock("21:00")),
    }
    assert WEEK.free(found, taken, film)


def test_without_a_plan_next_says_how_to_write_one():
    """The message is the first line of a plan."""
    with pytest.raises(UsageError, match=r"there is no plan.*\[plan\]"):
        asked("next")


def test_a_plan_that_is_full_for_a_year_says_so():
    """Rather than searching for ever."""
    once = plans.Plan(zone=WEEK.zone, slots=((0, plans.clock("9:00")),), film_days=365)
    with pytest.raises(UsageError, match="no time is free for a year"):
        asked("next", plan=once, film="Her", taken=[there("2027-06-01 08:00", "Her")])


# ---------------------------------------------------------------- the settings' table


def test_the_plan_is_read_from_the_settings(inside, home):
    """The working folder's plan before the user's, and neither disturbs the other settings."""
    (home / "config.toml").write_text('[plan]\nslots = ["mon 8:00"]\n', encoding="utf-8")
    assert plans.load().slots == ((0, plans.clock("8:00")),)
    (inside / "quotecards.toml").write_text(
        'top = 5\n\n[plan]\nzone = "Asia/Tokyo"\nslots = ["tuesday 6 pm", "9:30"]\nspacing_minutes = 0\nfilm_days = 2\n',
        encoding="utf-8",
    )
    found = plans.load()
    assert str(found.zone) == "Asia/Tokyo"
    assert found.slots == ((1, plans.clock("18:00")), (None, plans.clock("9:30")))
    assert (found.spacing, found.film_days) == (timedelta(0), 2)
    assert settings.load().top == 5
    assert at("next", NOW, (), None) == utc("2026-11-23 00:30")


def test_without_a_table_there_are_rules_all_the_same(inside, home):
    """A quarter of an hour between posts, one film a day."""
    assert plans.load() == plans.Plan(None, (), timedelta(minutes=15), 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('zone = "Berlin"', "'Berlin' is no zone"),
        ('zone = "../../etc/passwd"', "is no zone"),
        ("zone = 1", "1 is no zone"),
        ('slots = ["mon"]', "'mon' is no time of a week"),
        ('slots = "someday 9:00"', "'someday 9:00' is no time of a week"),
        ("spacing_minutes = -1", "-1 is not possible"),
        ("spacing_minutes = true", "True is not possible"),
        ("film_days = 1.5", "1.5 is not possible"),
        ("spacing = 30", "there is no 'spacing'"),
    ],
)
def test_a_wrong_plan_is_told_with_file_and_line(inside, line, said):
    """Every field is checked."""
    (inside / "quotecards.toml").write_text(f"[plan]\n\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        plans.load()
    assert caught.value.where == "quotecards.toml:3"


def test_a_plan_that_is_no_table_is_told(inside):
    """plan = 1 is no plan."""
    (inside / "quotecards.toml").write_text("plan = 1\n", encoding="utf-8")
    with pytest.raises(DataError, match="this is no table"):
        plans.load()


# ---------------------------------------------------------------- the calendar


def unfolded(text):
    return text.replace("\r\n ", "")


def entry(**changes):
    base = {
        "uid": "3@quotecards",
        "at": NOW,
        "title": "Her, on Bluesky",
        "text": "“We are here; briefly, and \\so\nforth.”",
        "url": "https://bsky.app/1",
    }
    return Entry(**(base | changes))


def test_a_calendar_has_an_event_for_each_post():
    """By RFC 5545: CRLF, escaped text, times in UTC."""
    text = calendar([entry(), entry(uid="4@quotecards", url=None)])
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT\r\n") == text.count("END:VEVENT\r\n") == 2
    lines = unfolded(text).split("\r\n")
    assert "DTSTART:20261122T090000Z" in lines
    assert "SUMMARY:Her\\, on Bluesky" in lines
    assert "DESCRIPTION:“We are here\\; briefly\\, and \\\\so\\nforth.”" in lines
    assert lines.count("URL:https://bsky.app/1") == 1


def test_an_empty_queue_is_an_empty_calendar():
    """No event is no error."""
    assert calendar([]).count("\r\n") == 6


def test_another_zone_is_told_in_utc():
    """Whoever reads it reads UTC."""
    tokyo = NOW.astimezone(plans.zone("Asia/Tokyo"))
    assert "DTSTART:20261122T090000Z" in calendar([entry(at=tokyo)])


lines = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=40)


@given(lines, st.integers(1, 12))
def test_folded_lines_are_short_and_unfold_to_themselves(piece, times):
    """At most 75 octets a line, no character's octets torn apart."""
    line = piece * times
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert unfolded("\r\n".join(pieces)) == line


@given(st.text(max_size=200))
def test_an_escaped_text_stays_on_its_line_and_comes_back(text):
    """What is escaped is read as it was, but for control characters."""
    found = escaped(text)
    assert not any(ord(letter) < 32 and letter != "\t" for letter in found)
    back = (
        found.replace("\\\\", "\0")
        .replace("\\n", "\n")
        .replace("\\;", ";")
        .replace("\\,", ",")
        .replace("\0", "\\")
    )
    assert back == "".join(one for one in text if one in "\n\t" or (one >= " " and one != "\x7f"))
