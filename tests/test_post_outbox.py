"""The outbox: private, durable, never overwritten; each row once, each lease to one runner."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import OutboxError, UsageError
from quotecards.post.outbox import STATES, Lost, Outbox, Plan, schema
from quotecards.post.outbox.row import moment, payload_hash, payload_read, payload_text, stamp
from quotecards.post.seam import Facet, Payload, Picture

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PICTURE = Picture(b"\xff\xd8 picture", "image/jpeg", 10, 12, "What it says.")


@pytest.fixture
def outbox(tmp_path):
    with Outbox(tmp_path / "home", NOW) as opened:
        yield opened


def plan(content="c1", card="k1", network="fake", account="main", text="A line."):
    payload = Payload(network, text, (), (PICTURE,))
    return Plan(card, content, account, text, "Her", (), payload, NOW)


# ---------------------------------------------------------------- the file


def test_only_the_user_can_read_it(tmp_path):
    """The database, its journal and its shared memory: mode 0600, in a folder of mode 0700."""
    with Outbox(tmp_path / "home", NOW) as outbox:
        outbox.add(plan(), NOW)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "home").glob("outbox*")}
    assert modes == dict.fromkeys(("outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite-shm"), 0o600)
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_one_that_others_could_read_is_closed_to_them(tmp_path):
    """A file from elsewhere is made private when it is opened."""
    Outbox(tmp_path, NOW).close()
    (tmp_path / "outbox.sqlite").chmod(0o644)
    Outbox(tmp_path, NOW).close()
    assert stat.S_IMODE((tmp_path / "outbox.sqlite").stat().st_mode) == 0o600


def test_it_survives_a_power_cut(outbox):
    """Write-ahead log, and every commit is on the disk before it is believed."""
    pragma = lambda name: outbox._connection.execute(f"PRAGMA {name}").fetchone()[0]  # noqa: E731 - a name for it
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1


@pytest.mark.parametrize("damage", ["letter", "header", "middle", "end"])
def test_a_damaged_one_is_copied_and_told_and_never_overwritten(tmp_path, damage):
    """What can still be saved stays as it is, twice; no new outbox forgets what was posted."""
    path = tmp_path / "outbox.sqlite"
    with Outbox(tmp_path, NOW) as outbox:
        for number in range(30):
            outbox.add(plan(f"c{number}", f"k{number}"), NOW)
    whole = path.read_bytes()
    broken = {
        "letter": b"Dear diary, this is no database at all." * 30,
        "header": b"\x00" * 100 + whole[100:],
        "middle": whole[:4096] + b"\x5a" * 8192 + whole[12288:],
        "end": whole[: len(whole) // 2],
    }[damage]
    path.write_bytes(broken)
    for _ in range(2):
        with pytest.raises(OutboxError, match="damaged") as told:
            Outbox(tmp_path, NOW)
        assert "does not remember what was posted" in told.value.remedy
    (copy,) = tmp_path.glob("outbox.damaged-*.sqlite")
    assert copy.read_bytes() == path.read_bytes() == broken


def test_a_locked_one_says_so(tmp_path):
    """Another process holds it and does not let go."""
    Outbox(tmp_path, NOW).close()
    other = sqlite3.connect(tmp_path / "outbox.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with Outbox(tmp_path, NOW, busy_seconds=0.1) as outbox, pytest.raises(OutboxError, match="locked"):
            outbox.add(plan(), NOW)
    finally:
        other.close()


def test_one_of_a_newer_version_is_left_alone(tmp_path):
    """Steps that this version does not know: nothing is touched."""
    with Outbox(tmp_path, NOW) as outbox:
        outbox._connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    with pytest.raises(OutboxError, match="newer version"):
        Outbox(tmp_path, NOW)


def test_one_that_cannot_be_written_says_so(tmp_path):
    """A file where the folder should be."""
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(OutboxError, match="cannot be written to"):
        Outbox(tmp_path / "home", NOW)


def test_a_clock_that_stands_before_the_last_entry_is_refused(tmp_path):
    """Leases and due times would mean nothing; some minutes are no matter."""
    with Outbox(tmp_path, NOW) as outbox:
        outbox.add(plan(), NOW)
    Outbox(tmp_path, NOW - timedelta(minutes=5)).close()
    with pytest.raises(OutboxError, match="clock says 2001-01-01"):
        Outbox(tmp_path, datetime(2001, 1, 1, tzinfo=UTC))


def test_steps_of_the_schema_are_replayed_on_a_file_of_any_age(tmp_path, monkeypatch):
    """A file that has seen the first step gets the second, once."""
    Outbox(tmp_path, NOW).close()
    more = (*schema.MIGRATIONS, ("CREATE TABLE notes (text TEXT) STRICT",))
    monkeypatch.setattr(schema, "MIGRATIONS", more)
    for _ in range(2):
        with Outbox(tmp_path, NOW) as outbox:
            assert schema.version(outbox._connection) == len(more)
            outbox._connection.execute("SELECT text FROM notes")


def test_a_step_that_fails_leaves_no_half_step(tmp_path, monkeypatch):
    """The whole step or nothing of it."""
    Outbox(tmp_path, NOW).close()
    broken = (*schema.MIGRATIONS, ("CREATE TABLE notes (text TEXT) STRICT", "CREATE TABLE rows (x)"))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", broken)
        with pytest.raises(OutboxError):
            Outbox(tmp_path, NOW)
    with Outbox(tmp_path, NOW) as outbox:
        names = outbox._connection.execute("SELECT name FROM sqlite_master WHERE name = 'notes'").fetchall()
        assert names == []


def test_the_first_step_is_never_changed():
    """Files out there were made by it. If this fails, add a step instead."""
    import hashlib

    first = hashlib.sha256("".join(schema.MIGRATIONS[0]).encode()).hexdigest()
    assert first == "ff0f7514638a42acd6981033887a705f42b37e897182c3e110b7c2426ebe5094"


# ---------------------------------------------------------------- each card once


def test_the_same_card_for_the_same_account_is_refused_a_second_time(outbox):
    """In whatever state the first is, unless it was called back."""
    row = outbox.add(plan(), NOW)
    with pytest.raises(OutboxError, match=f"#{row.id}, planned"):
        outbox.add(plan(), NOW)
    for state in STATES:
        outbox._connection.execute("UPDATE rows SET state = ?", (state,))
        if state != "cancelled":
            with pytest.raises(OutboxError, match="--again"):
                outbox.add(plan(), NOW)
    assert outbox.add(plan(), NOW).round == 2


def test_again_is_another_round(outbox):
    """Asked for, it is planned once more."""
    outbox.add(plan(), NOW)
    again = outbox.add(plan(), NOW, again=True)
    assert (again.round, again.version) == (2, 1)


def test_other_networks_and_accounts_are_others(outbox):
    """One row for each."""
    outbox.add(plan(), NOW)
    outbox.add(plan(network="other"), NOW)
    outbox.add(plan(account="second"), NOW)
    assert len(list(outbox.rows())) == 3


def test_an_edited_card_takes_the_place_of_its_unsent_version(outbox):
    """The older one is called back, with the reason in its story."""
    old = outbox.add(plan(), NOW)
    new = outbox.add(plan(content="c2"), NOW)
    assert new.version == 2
    assert outbox.row(old.id).state == "cancelled"
    assert "newer version" in outbox.story(old.id)[-1].what


@pytest.mark.parametrize("state", ["done", "unknown", "sending"])
def test_an_edited_card_is_no_silent_second_post(outbox, state):
    """Its earlier version went or may have gone: only when asked for."""
    outbox.add(plan(), NOW)
    outbox._connection.execute("UPDATE rows SET state = ?", (state,))
    with pytest.raises(OutboxError, match="earlier version"):
        outbox.add(plan(content="c2"), NOW)
    assert outbox.add(plan(content="c2"), NOW, again=True).version == 2


def test_a_version_that_is_being_sent_is_not_called_back(outbox):
    """A runner has it in hand."""
    row = outbox.add(plan(), NOW)
    outbox.approve(row.id, row.payload_sha256, NOW)
    runner = outbox.runner("a" * 32)
    outbox.claim(runner.name, NOW, 60)
    with pytest.raises(OutboxError, match="earlier version"):
        outbox.add(plan(content="c2"), NOW)
    runner.close()


# ---------------------------------------------------------------- leases


@pytest.fixture
def approved(outbox):
    row = outbox.add(plan(), NOW)
    return outbox.approve(row.id, row.payload_sha256, NOW)


def test_a_leased_row_is_nobody_elses(outbox, approved):
    """Until the lease ends by time."""
    first, second = outbox.runner("1" * 32), outbox.runner("2" * 32)
    assert outbox.claim(first.name, NOW, 60).id == approved.id
    assert outbox.claim(second.name, NOW + timedelta(seconds=59), 60) is None
    assert outbox.claim(second.name, NOW + timedelta(seconds=60), 60).id == approved.id
    with pytest.raises(Lost):
        outbox.step(approved.id, first.name, NOW, "late", state="sending")
    assert outbox.row(approved.id).state == "approved"
    first.close()
    second.close()


def test_a_dead_runners_lease_ends_with_it(outbox, approved):
    """Its process is no more: no need to wait for the time."""
    script = (
        "import os, sys; from pathlib import Path; from datetime import datetime;"
        "from quotecards.post.outbox import Outbox;"
        "now = datetime.fromisoformat(sys.argv[2]); outbox = Outbox(Path(sys.argv[1]), now);"
        "runner = outbox.runner('d' * 32); assert outbox.claim(runner.name, now, 10**6); os._exit(9)"
    )
    folder = str(outbox.path.parent)
    assert (
        subprocess.run([sys.executable, "-c", script, folder, NOW.isoformat()], check=False).returncode == 9
    )
    assert outbox.row(approved.id).lease_owner
    runner = outbox.runner("1" * 32)
    assert outbox.claim(runner.name, NOW, 60).id == approved.id
    runner.close()


def test_a_lease_of_another_machine_ends_by_time_alone(outbox, approved):
    """Nobody can look there."""
    outbox._connection.execute(
        "UPDATE rows SET lease_owner = 'elsewhere_1_x', lease_until = ?", (stamp(NOW + timedelta(hours=1)),)
    )
    runner = outbox.runner("1" * 32)
    assert outbox.claim(runner.name, NOW, 60) is None
    assert outbox.next_at() == NOW + timedelta(hours=1)
    runner.close()


def test_a_person_does_not_decide_about_a_row_in_hand(outbox, approved):
    """Cancel while it is sent: no."""
    runner = outbox.runner("1" * 32)
    outbox.claim(runner.name, NOW, 60)
    with pytest.raises(OutboxError, match="being sent right now"):
        outbox.change(approved.id, ("approved",), NOW, "cancelled", state="cancelled")
    runner.close()


def test_what_is_in_doubt_comes_first(outbox):
    """Before all that is new."""
    for number in range(3):
        row = outbox.add(plan(f"c{number}", f"k{number}"), NOW)
        outbox.approve(row.id, row.payload_sha256, NOW)
    outbox._connection.execute("UPDATE rows SET state = 'unknown', again_at = due_at WHERE id = 3")
    runner = outbox.runner("1" * 32)
    assert outbox.claim(runner.name, NOW, 60).id == 3
    runner.close()


def test_a_paused_account_has_nothing_due(outbox, approved):
    """Until the pause is over, or a person ends it."""
    outbox.pause("fake", "main", NOW + timedelta(hours=1), "busy")
    runner = outbox.runner("1" * 32)
    assert outbox.claim(runner.name, NOW, 60) is None
    assert outbox.next_at() == NOW + timedelta(hours=1)
    assert outbox.pauses(NOW)[0][:2] == ("fake", "main")
    outbox.resume("fake", "main")
    assert outbox.claim(runner.name, NOW, 60).id == approved.id
    runner.close()


# ---------------------------------------------------------------- rows


def test_a_row_comes_back_as_it_was_put(outbox):
    """Payload, picture bytes, times."""
    row = outbox.add(plan(text="Zeile „eins“ 🎬"), NOW)
    assert row.payload == plan(text="Zeile „eins“ 🎬").payload
    assert row.due_at == NOW
    assert row.target == "fake"


def test_a_picture_that_rots_in_the_file_is_not_posted(outbox):
    """Its hash is its name."""
    row = outbox.add(plan(), NOW)
    outbox._connection.execute("UPDATE pictures SET content = x'00'")
    with pytest.raises(OutboxError, match="not what was put there"):
        outbox.row(row.id)


@pytest.mark.parametrize("wrong", ["approve", "retry", "resolve"])
def test_a_decision_in_the_wrong_state_is_told(outbox, approved, wrong):
    """What state it is in, and which it would have to be."""
    decide = {
        "approve": lambda: outbox.approve(approved.id, "x", NOW),
        "retry": lambda: outbox.retry(approved.id, NOW),
        "resolve": lambda: outbox.resolve(approved.id, NOW, ""),
    }[wrong]
    with pytest.raises(UsageError, match="is approved"):
        decide()
    with pytest.raises(UsageError, match="no post #99"):
        outbox.row(99)


texts = st.text(st.characters(codec="utf-8"), max_size=40)
payloads = st.builds(
    Payload,
    network=st.just("fake"),
    text=texts,
    facets=st.lists(st.builds(Facet, st.integers(0, 9), st.integers(9, 20), st.just("link"), texts)).map(
        tuple
    ),
    pictures=st.just((PICTURE,)),
    tags=st.lists(texts, max_size=3).map(tuple),
    warning=st.none() | texts,
)


@given(payloads)
def test_a_payload_survives_being_written_down(payload):
    """JSON and back is the same, and so is its hash."""
    back = payload_read(payload_text(payload), lambda _: PICTURE.content)
    assert back == payload
    assert payload_hash(back) == payload_hash(payload)


@given(payloads, texts)
def test_approval_is_bound_to_every_word(payload, text):
    """Another text, alt text or picture is another hash."""
    others = [
        replace(payload, text=payload.text + "."),
        replace(payload, pictures=(replace(PICTURE, alt=PICTURE.alt + text + "!"),)),
        replace(payload, pictures=(replace(PICTURE, content=PICTURE.content + b"."),)),
    ]
    assert payload_hash(payload) not in {payload_hash(other) for other in others}


times = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.timezones())  # noqa: DTZ001 - zones follow


@given(times, times)
def test_times_sort_as_text_as_they_do_as_times(one, other):
    """Whatever their zones."""
    assert (stamp(one) < stamp(other)) == (one.astimezone(UTC) < other.astimezone(UTC))
    assert moment(stamp(one)) == one.astimezone(UTC)


def test_the_story_of_a_row_is_kept_in_order(outbox, approved):
    """Every step with its time, its state and what it was."""
    story = outbox.story(approved.id)
    assert [event.state for event in story] == ["planned", "approved"]
    assert [event.what for event in story] == [
        "planned for 2026-11-22 09:00 UTC",
        f"approved: {approved.payload_sha256[:12]}",
    ]
    assert {event.at for event in story} == {NOW}
