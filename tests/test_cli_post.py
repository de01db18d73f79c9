"""The commands post and queue: from cards to posts by hand, and a clear word for whatever is wrong."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from quotecards.errors import ExitCode
from quotecards.post.clock import System
from quotecards.post.outbox import Outbox

pytest_plugins = ["servers.fixtures"]


@pytest.fixture
def by_hand(home, inside, monkeypatch):
    """A home of the test's own, and a folder that posts are laid out in."""
    monkeypatch.setenv("QUOTECARDS_FOLDER_PATH", str(inside / "by-hand"))
    return inside / "by-hand"


def listed(run):
    return json.loads(run("queue", "list", "--json").out)


# ---------------------------------------------------------------- the way through


def test_cards_go_out_at_once_when_approved(run, by_hand, some_cards):
    """One line for each on stdout; the talk on stderr."""
    ran = run("post", some_cards(2), "--to", "folder", "--yes")
    assert ran.code == ExitCode.OK
    assert [line.split()[1] for line in ran.out.splitlines()] == ["done", "done"]
    assert "read back: text same, alt same, picture same" in ran.err
    assert len(list(by_hand.iterdir())) == 2


def test_without_a_yes_nothing_goes_out(run, by_hand, some_cards):
    """Nobody is there to ask: planned, and how to go on."""
    ran = run("post", some_cards(), "--to", "folder")
    assert ran.code == ExitCode.OK
    assert "queue approve --all" in ran.err
    assert [row["state"] for row in listed(run)] == ["planned"]
    assert not by_hand.exists()
    assert run("queue", "approve", "--all").code == ExitCode.OK
    assert run("queue", "run").code == ExitCode.OK
    assert [row["state"] for row in listed(run)] == ["done"]


def test_one_who_is_there_is_asked(run, by_hand, some_cards, monkeypatch):
    """Yes sends, no keeps it planned."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    ran = run("post", some_cards(1), "--to", "folder")
    assert "Kept as planned" in ran.err
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    assert run("post", some_cards(1, words="Another"), "--to", "folder").code == ExitCode.OK
    assert [row["state"] for row in listed(run)] == ["planned", "done"]


def test_a_time_keeps_it_until_then(run, by_hand, some_cards):
    """--at: approved, due then, in the calendar."""
    ran = run("post", some_cards(), "--to", "folder", "--at", "2031-05-01 09:00 UTC", "--yes")
    assert ran.code == ExitCode.OK, ran.err
    (row,) = listed(run)
    assert (row["state"], row["due"]) == ("approved", "2031-05-01T09:00:00+00:00")
    assert run("queue", "run").code == ExitCode.OK
    assert [row["state"] for row in listed(run)] == ["approved"]
    calendar = run("queue", "export").out
    assert "BEGIN:VCALENDAR" in calendar
    assert "DTSTART:20310501T090000Z" in calendar


def test_a_dry_run_shows_the_exact_request_and_keeps_nothing(run, by_hand, some_cards, home):
    """Printed, saved with a page over it, and nothing in the outbox or out."""
    ran = run("post", some_cards(2), "--to", "folder", "--dry-run")
    assert ran.code == ExitCode.OK
    assert ran.out.count("WRITE ") == 2
    (place,) = (home / "dry-runs").iterdir()
    assert len(list(place.glob("*.http"))) == 2
    assert "The past is just a story" in (place / "index.html").read_text(encoding="utf-8")
    assert listed(run) == []
    assert not by_hand.exists()


def test_the_same_card_twice_is_refused_and_posted_again_when_asked(run, by_hand, some_cards):
    """Exit code 9, the earlier post and the way to a second one."""
    folder = some_cards()
    run("post", folder, "--to", "folder", "--yes")
    ran = run("post", folder, "--to", "folder", "--yes")
    assert ran.code == ExitCode.POSTING
    assert "#1, done" in ran.err
    assert "--again" in ran.err
    assert run("post", folder, "--to", "folder", "--yes", "--again").code == ExitCode.OK
    assert len(list(by_hand.iterdir())) == 2


def test_some_new_and_some_posted_is_partly_done(run, by_hand, some_cards):
    """The new one goes out, the other is told: exit code 8."""
    folder = some_cards(2)
    run("post", folder / "card-0.jpg", "--to", "folder", "--yes")
    ran = run("post", folder, "--to", "folder", "--yes")
    assert ran.code == ExitCode.PARTIAL
    assert "#1, done" in ran.err
    assert len(list(by_hand.iterdir())) == 2


def test_the_story_of_a_post_is_told_whole(run, by_hand, some_cards):
    """Text, alt text, file, and every step with its time."""
    run("post", some_cards(), "--to", "folder", "--yes")
    told = run("queue", "show", "1").out
    for words in (
        "alt: Quote card 0",
        "card-0.jpg",
        "planned for",
        "approved",
        "sending",
        "stands at",
        "receipt",
    ):
        assert words in told
    story = json.loads(run("queue", "show", "1", "--json").out)[0]["story"]
    assert [event["state"] for event in story][:3] == ["planned", "approved", "sending"]


def test_what_was_not_sent_can_be_called_back(run, by_hand, some_cards):
    """Cancelled, and never sent; what is done cannot be."""
    run("post", some_cards(2), "--to", "folder")
    assert run("queue", "cancel", "1").code == ExitCode.OK
    run("queue", "approve", "2")
    run("queue", "run")
    assert [row["state"] for row in listed(run)] == ["cancelled", "done"]
    ran = run("queue", "cancel", "2")
    assert ran.code == ExitCode.USAGE
    assert "post #2 is done" in ran.err


def test_a_post_in_doubt_is_resolved_by_a_person(run, by_hand, some_cards, home):
    """Posted, with its address; or not posted, and then retried."""
    run("post", some_cards(2), "--to", "folder")
    with sqlite3.connect(home / "outbox.sqlite") as outbox:
        outbox.execute("UPDATE rows SET state = 'unknown', approved_sha256 = payload_sha256")
    outbox.close()
    assert run("queue", "resolve", "1").code == ExitCode.USAGE
    assert run("queue", "resolve", "1", "--posted", "--url", "https://x.example/1").code == ExitCode.OK
    assert run("queue", "resolve", "2", "--not-posted").code == ExitCode.OK
    assert [row["state"] for row in listed(run)] == ["done", "failed"]
    assert listed(run)[0]["url"] == "https://x.example/1"
    assert run("queue", "retry", "2").code == ExitCode.OK
    assert run("queue", "run").code == ExitCode.OK
    assert [row["state"] for row in listed(run)] == ["done", "done"]


def test_the_list_can_be_narrowed_to_states(run, by_hand, some_cards):
    """An unknown state is told."""
    run("post", some_cards(2), "--to", "folder")
    run("queue", "cancel", "1")
    assert "#2" in run("queue", "list", "--state", "planned").out
    assert "#1" not in run("queue", "list", "--state", "planned").out
    assert run("queue", "list", "--state", "lost").code == ExitCode.USAGE


# ---------------------------------------------------------------- what can be wrong


def test_an_unknown_network_is_told_with_the_known_ones(run, by_hand, some_cards):
    """Exit code 2."""
    ran = run("post", some_cards(), "--to", "myspace")
    assert ran.code == ExitCode.USAGE
    assert "bluesky" in ran.err


def test_a_network_without_an_account_says_how_to_add_one(run, by_hand, some_cards):
    """Exit code 9."""
    ran = run("post", some_cards(), "--to", "bluesky")
    assert ran.code == ExitCode.POSTING
    assert "accounts add bluesky" in ran.err


def test_cards_that_are_not_there_are_missing(run, by_hand):
    """Exit code 3."""
    assert run("post", "nothing/here.png", "--to", "folder").code == ExitCode.SOURCE


def test_a_card_that_changed_since_its_approval_is_not_sent(run, by_hand, some_cards):
    """Approved yesterday, edited since: the row fails and says so; the new version takes its place."""
    folder = some_cards()
    run("post", folder, "--to", "folder")
    run("queue", "approve", "--all")
    Image.new("RGB", (50, 50), "teal").save(folder / "card-0.jpg")
    ran = run("queue", "run")
    assert "has changed since" in ran.err
    assert [row["state"] for row in listed(run)] == ["failed"]
    assert run("post", folder, "--to", "folder", "--yes").code == ExitCode.OK
    assert [row["state"] for row in listed(run)] == ["cancelled", "done"]


def test_a_template_with_an_error_is_told_with_its_line(run, by_hand, some_cards, home):
    """The user's own caption template, broken."""
    place = home / "templates" / "post"
    place.mkdir(parents=True)
    (place / "text.txt.j2").write_text("{% if %}")
    ran = run("post", some_cards(), "--to", "folder", "--yes")
    assert ran.code == ExitCode.DATA, ran.err
    assert "text.txt.j2" in ran.err


def test_a_time_in_the_past_is_told(run, by_hand, some_cards):
    """Nothing is planned for yesterday."""
    ran = run("post", some_cards(), "--to", "folder", "--at", "2020-01-01 09:00 UTC", "--yes")
    assert ran.code == ExitCode.USAGE
    assert "past" in ran.err
    assert listed(run) == []


def test_a_clock_that_was_set_back_is_told(run, by_hand, some_cards, home, monkeypatch):
    """Before what was written last: nothing is done."""
    run("post", some_cards(), "--to", "folder")
    monkeypatch.setattr(System, "now", lambda _: datetime(2001, 1, 1, tzinfo=UTC))
    ran = run("queue", "run")
    assert ran.code == ExitCode.POSTING
    assert "Set the clock right" in ran.err


def test_a_locked_outbox_is_told(run, by_hand, some_cards, home, monkeypatch):
    """Another process does not let go."""
    monkeypatch.setattr(Outbox.__init__, "__kwdefaults__", {"busy_seconds": 0.1})
    run("post", some_cards(), "--to", "folder")
    other = sqlite3.connect(home / "outbox.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    ran = run("queue", "approve", "--all")
    other.close()
    assert ran.code == ExitCode.POSTING
    assert "locked by another process" in ran.err


def test_a_damaged_outbox_is_told_and_kept(run, by_hand, some_cards, home):
    """A copy beside it, the file as it was."""
    (home / "outbox.sqlite").write_bytes(b"not a database" * 100)
    ran = run("post", some_cards(), "--to", "folder", "--yes")
    assert ran.code == ExitCode.POSTING
    assert "damaged" in ran.err
    assert (home / "outbox.sqlite").read_bytes() == b"not a database" * 100
    assert len(list(home.glob("outbox.damaged-*"))) == 1
    assert not by_hand.exists()


@pytest.mark.parametrize("command", [("approve",), ("cancel",), ("retry",), ("approve", "1", "--all")])
def test_a_decision_names_posts_or_all(run, by_hand, command):
    """One of the two."""
    assert run("queue", *command).code == ExitCode.USAGE


def test_a_setting_that_is_no_number_is_told(run, by_hand, some_cards, monkeypatch):
    """The environment's seconds."""
    monkeypatch.setenv("QUOTECARDS_TIMEOUT_SECONDS", "soon")
    ran = run("post", some_cards(), "--to", "folder")
    assert ran.code == ExitCode.POSTING
    assert "QUOTECARDS_TIMEOUT_SECONDS" in ran.err


def test_cards_go_together_as_one_post_of_several_pictures(run, by_hand, some_cards):
    """A carousel: one post, every picture with its alt text; where too many, a clear no."""
    ran = run("post", some_cards(3), "--to", "folder", "--together", "--yes")
    assert ran.code == ExitCode.OK, ran.err
    (place,) = by_hand.iterdir()
    assert {path.name for path in place.glob("*.jpg")} == {"1.jpg", "2.jpg", "3.jpg"}
    assert (place / "alt.txt").read_text(encoding="utf-8").count("Quote card") == 3
    assert len(listed(run)) == 1


def test_one_who_posts_by_hand_does_not_wait_for_an_account_that_rests(run, by_hand, some_cards, home):
    """The pause of an hour is for machines: a person may have mended the account."""
    with Outbox(home, datetime.now(UTC)) as outbox:
        outbox.pause("folder", "main", datetime.now(UTC) + timedelta(hours=1), "wrong password")
    assert "rests until" in run("queue", "list").err
    assert run("post", some_cards(), "--to", "folder", "--yes").code == ExitCode.OK
