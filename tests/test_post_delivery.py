"""Delivery: each row through its states, doubt looked up first, one post whatever happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from quotecards.errors import (
    NotSent,
    OutcomeUnknown,
    Refused,
    SignedOut,
    TryLater,
    UploadGone,
)
from quotecards.post.networks.fake import Fake, Fault

from servers.bench import account

pytest_plugins = ["servers.fixtures"]


def test_a_card_goes_out_once_with_its_alt_text_and_leaves_a_receipt(bench, some_cards):
    """The plain case: planned, approved, uploaded, sending, done, read back."""
    desk = bench()
    (row,) = desk.plan(some_cards())
    desk.run()
    done = desk.outbox.row(row.id)
    assert done.state == "done"
    assert [proof.same for proof in done.proofs] == [True, True]
    assert [event.state for event in desk.outbox.story(row.id)] == [
        "planned",
        "approved",
        "media_uploaded",
        "sending",
        "done",
        "done",
        "done",
    ]
    assert len(list((desk.folder / "receipts").iterdir())) == 1
    assert len(desk.network.posts) == 1


def test_nothing_that_was_not_approved_goes_out(bench, some_cards):
    """Planned rows wait for a person."""
    desk = bench()
    desk.plan(some_cards(), approve=False)
    desk.run(hours=24)
    assert desk.states() == ["planned"]
    assert desk.network.uploads == []


def test_nothing_goes_out_before_its_time(bench, some_cards):
    """A row that is due tomorrow is not due today."""
    desk = bench()
    (row,) = desk.plan(some_cards())
    desk.outbox.change(
        row.id, ("approved",), desk.clock.now(), "later", due_at=desk.clock.now() + timedelta(1)
    )
    desk.run(hours=23)
    assert desk.states() == ["approved"]
    desk.run(hours=25)
    assert desk.states() == ["done"]


@pytest.mark.parametrize("step", ["upload", "send"])
@pytest.mark.parametrize(
    ("error", "state"),
    [
        (NotSent("no connection"), "retry_at"),
        (TryLater("too many"), "retry_at"),
        (SignedOut("who are you"), "retry_at"),
        (Refused("no"), "failed"),
    ],
)
def test_an_error_that_is_clear_leaves_a_row_that_does_not_stand_there(bench, some_cards, step, error, state):
    """What certainly did not happen waits or fails, and its error is kept."""
    desk = bench(Fake({step: [error]}))
    (row,) = desk.plan(some_cards())
    desk.run()
    assert desk.outbox.row(row.id).state == state
    assert error.what in desk.outbox.row(row.id).error
    assert desk.network.posts == []


@pytest.mark.parametrize("step", ["upload", "send"])
@pytest.mark.parametrize("error", [NotSent("a"), TryLater("b"), SignedOut("c")])
def test_what_can_be_tried_again_is_and_stands_once(bench, some_cards, step, error):
    """Waiting out an error that passes ends in one post."""
    desk = bench(Fake({step: [error, error]}))
    desk.plan(some_cards())
    desk.run(hours=24)
    assert desk.states() == ["done"]
    assert len(desk.network.posts) == 1


def test_a_lost_answer_is_looked_up_and_not_sent_again(bench, some_cards):
    """The post was made, the answer did not come: reading back finds it."""
    desk = bench(Fake({"send": [Fault(OutcomeUnknown("lost"), after=True)]}))
    desk.plan(some_cards())
    desk.run(hours=1)
    assert desk.states() == ["done"]
    assert len(desk.network.posts) == 1


def test_a_lost_request_is_looked_up_and_then_sent_again_to_the_last_byte(bench, some_cards):
    """The post was not made: the very same request goes once more."""
    desk = bench(Fake({"send": [OutcomeUnknown("lost")]}))
    (row,) = desk.plan(some_cards())
    desk.run()
    frozen = desk.outbox.row(row.id).intent
    desk.run(hours=1)
    assert desk.states() == ["done"]
    assert desk.network.posts == [frozen]


def test_what_is_in_doubt_stays_in_doubt_while_it_cannot_be_looked_up(bench, some_cards):
    """No failed look is taken for a no."""
    looks = [NotSent("down"), TryLater("busy"), SignedOut("gone"), Refused("what"), OutcomeUnknown("hm")]
    desk = bench(Fake({"send": [Fault(OutcomeUnknown("lost"), after=True)], "find": list(looks)}))
    desk.plan(some_cards())
    for _ in looks:
        desk.run()
        assert desk.states() == ["unknown"]
        desk.clock.sleep(7200)
    desk.run(hours=5)
    assert desk.states() == ["done"]
    assert len(desk.network.posts) == 1


def test_where_nothing_can_be_looked_up_a_person_has_to_say(bench, some_cards):
    """A network that shows nothing: unknown until resolved, and never sent again by itself."""
    desk = bench(Fake({"send": [Fault(OutcomeUnknown("lost"), after=True)]}, can_tell=False))
    (row,) = desk.plan(some_cards())
    desk.run(hours=48)
    assert desk.states() == ["unknown"]
    assert desk.outbox.row(row.id).again_at is None
    desk.outbox.resolve(row.id, desk.clock.now(), "https://fake.example/seen")
    desk.run(hours=48)
    assert desk.states() == ["done"]
    assert len(desk.network.posts) == 1


def test_said_not_to_stand_there_it_is_sent_when_asked_for(bench, some_cards):
    """Resolved as not posted, then retried: one post."""
    desk = bench(Fake({"send": [OutcomeUnknown("lost")]}, can_tell=False))
    (row,) = desk.plan(some_cards())
    desk.run(hours=48)
    assert desk.outbox.resolve(row.id, desk.clock.now(), None).state == "failed"
    desk.outbox.retry(row.id, desk.clock.now())
    desk.run()
    assert desk.states() == ["done"]
    assert len(desk.network.posts) == 1


def test_a_clear_no_after_which_nothing_can_be_looked_up_is_believed(bench, some_cards):
    """Turned away before anything happened: again, though this network shows nothing."""
    desk = bench(Fake({"send": [TryLater("busy"), NotSent("down")]}, can_tell=False))
    desk.plan(some_cards())
    desk.run(hours=24)
    assert desk.states() == ["done"]
    assert len(desk.network.posts) == 1


class Late(Fake):
    """A network on which the first request arrives only with the second, which is then told `no`."""

    def __init__(self, no):
        super().__init__()
        self.no = no
        self.asked = 0

    def send(self, intent, account):
        """The first is on its way; the second finds it there."""
        self.asked += 1
        if self.asked == 1:
            raise OutcomeUnknown("slow")
        self.posts.append(intent)
        raise self.no


@pytest.mark.parametrize("no", [Refused("taken"), UploadGone("attached")])
def test_a_no_to_a_repetition_is_believed_only_after_a_look(bench, some_cards, no):
    """The first request arrives after the look: the second's refusal means that it stands there."""
    network = Late(no)
    desk = bench(network)
    desk.plan(some_cards())
    desk.run(hours=1)
    assert desk.states() == ["done"]
    assert len(network.posts) == 1


def test_an_upload_that_is_gone_is_made_anew_with_a_new_request(bench, some_cards):
    """Nothing stands there and the picture is gone: from the start, once."""
    desk = bench(Fake({"send": [UploadGone("swept")]}))
    (row,) = desk.plan(some_cards())
    desk.run()
    assert desk.outbox.row(row.id).intent is None
    desk.run(hours=1)
    assert desk.states() == ["done"]
    assert len(desk.network.uploads) == 2
    assert len(desk.network.posts) == 1


def test_an_upload_that_lies_too_long_is_made_anew(bench, some_cards):
    """A network sweeps what no post names: after that time the reference is not believed."""
    desk = bench()
    (row,) = desk.plan(some_cards())
    prepare = Fake.prepare
    broken = {"left": 1}

    def once(self, *arguments):
        if broken["left"]:
            broken["left"] = 0
            raise NotSent("stop here")
        return prepare(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Fake, "prepare", once)
        desk.run()
        assert desk.outbox.row(row.id).uploaded
        desk.clock.sleep(2 * 3600)
        desk.run()
    assert desk.states() == ["done"]
    assert len(desk.network.uploads) == 2


def test_after_many_tries_a_person_decides(bench, some_cards):
    """Twenty failures in a row end the tries: failed if it does not stand there, else in doubt for good."""
    clear = bench(Fake({"send": [NotSent("down")] * 30}))
    clear.plan(some_cards())
    clear.run(hours=100)
    assert clear.states() == ["failed"]
    doubt = bench(Fake({"send": [OutcomeUnknown("hm")] * 30}))
    (row,) = doubt.plan(some_cards())
    doubt.run(hours=100)
    assert doubt.states() == ["unknown"]
    assert doubt.outbox.row(row.id).again_at is None
    assert doubt.network.posts == []


def test_waits_double_and_the_networks_own_word_goes_before(bench, some_cards):
    """30 s, a minute, two minutes; or exactly when the network says."""
    desk = bench(Fake({"send": [NotSent("a"), NotSent("b"), NotSent("c")]}))
    (row,) = desk.plan(some_cards())
    waits = []
    for _ in range(3):
        desk.run()
        now = desk.clock.now()
        waits.append((desk.outbox.row(row.id).again_at - now).total_seconds())
        desk.clock.sleep(waits[-1] + 1)
    assert 29 < waits[0] < 37
    assert 59 < waits[1] < 73
    assert 119 < waits[2] < 145
    at = desk.clock.now() + timedelta(minutes=7)
    told = bench(Fake({"send": [TryLater("busy", at=at)]}))
    (other,) = told.plan(some_cards())
    told.run()
    assert told.outbox.row(other.id).again_at == at


def test_an_account_that_rests_does_not_hold_up_another(bench, some_cards):
    """Too many requests for one account: its posts wait, another account's go."""
    desk = bench(Fake({"send": [TryLater("busy")]}))
    desk.plan(some_cards(2))
    desk.account = account()
    other = type(desk.account)("fake", "second", "")
    first, desk.account = desk.account, other
    desk.plan(some_cards(1, words="Another line"))
    desk.account = first
    desk.run()
    assert desk.states() == ["retry_at", "approved", "done"]
    desk.run(hours=1)
    assert desk.states() == ["done", "done", "done"]


def test_an_account_whose_secret_is_not_taken_is_not_asked_again_for_an_hour(bench, some_cards):
    """Wrong password: its other posts do not even try."""
    desk = bench(Fake({"upload": [SignedOut("wrong password")]}))
    desk.plan(some_cards(3))
    assert desk.run() == 1
    assert desk.run(hours=0.9) == 0
    assert desk.run(hours=1.1) == 3
    assert desk.states() == ["done"] * 3


def test_a_card_that_changed_since_its_approval_is_not_sent(bench, some_cards):
    """What was approved is the card as it was."""
    desk = bench()
    folder = some_cards()
    (row,) = desk.plan(folder)
    (folder / "card-0.jpg").write_bytes(b"other bytes")
    desk.run()
    assert desk.states() == ["failed"]
    assert "has changed since" in desk.outbox.row(row.id).error
    assert desk.network.uploads == []


def test_a_card_that_was_tidied_away_is_sent_as_it_was_approved(bench, some_cards):
    """The outbox holds the bytes."""
    desk = bench()
    folder = some_cards()
    desk.plan(folder)
    (folder / "card-0.jpg").unlink()
    desk.run()
    assert desk.states() == ["done"]


def test_a_payload_that_is_not_what_was_approved_is_not_sent(bench, some_cards):
    """Words changed in the file itself do not go out under an old approval."""
    desk = bench()
    (row,) = desk.plan(some_cards())
    desk.outbox._connection.execute("UPDATE rows SET payload = replace(payload, 'past', 'last')")
    desk.run()
    assert desk.states() == ["failed"]
    assert "not what was approved" in desk.outbox.row(row.id).error


def test_a_mistake_of_ours_while_sending_leaves_doubt_and_not_a_second_post(bench, some_cards):
    """An exception that no network raised: nobody knows how far it got."""
    desk = bench(Fake({"send": [Fault(KeyError("id"), after=True)]}))
    (row,) = desk.plan(some_cards())
    desk.run(hours=1)
    doubt = [event for event in desk.outbox.story(row.id) if event.state == "unknown"]
    assert "mistake in quotecards: KeyError" in doubt[0].what
    assert desk.states() == ["done"]
    assert len(desk.network.posts) == 1


def test_a_secret_that_a_server_repeats_is_not_written_down(bench, some_cards):
    """Whatever an error says, the account's secrets are cut out of it."""
    from quotecards.post.seam import Secret

    desk = bench(
        Fake({"send": [Refused("bad token hunter2-and-more")]}),
        account(secrets={"token": Secret("hunter2-and-more")}),
    )
    (row,) = desk.plan(some_cards())
    desk.run()
    assert desk.outbox.row(row.id).error == "bad token ..."
    assert b"hunter2" not in b"".join(path.read_bytes() for path in desk.folder.glob("outbox*"))


def test_a_post_that_could_not_be_read_back_is_read_back_later(bench, some_cards):
    """Done is done; the proof and the receipt come when they can."""
    desk = bench(Fake({"find": [NotSent("down")]}))
    (row,) = desk.plan(some_cards())
    desk.run()
    assert desk.outbox.row(row.id).state == "done"
    assert desk.outbox.row(row.id).proofs is None
    desk.run(hours=1)
    assert [proof.same for proof in desk.outbox.row(row.id).proofs] == [True, True]
    assert len(list((desk.folder / "receipts").iterdir())) == 1
    assert len(desk.network.posts) == 1


def test_a_runner_that_lost_its_lease_stops_before_the_next_step(bench, some_cards):
    """Taken over by another: nothing more is sent or written by the first."""
    desk = bench()
    (row,) = desk.plan(some_cards())
    upload = Fake.upload

    def stolen(self, *arguments):
        desk.outbox._connection.execute(
            "UPDATE rows SET lease_owner = 'another', lease_until = '9999-01-01T00:00:00+00:00'"
        )
        return upload(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Fake, "upload", stolen)
        desk.run()
    assert desk.outbox.row(row.id).state == "approved"
    assert desk.network.posts == []
