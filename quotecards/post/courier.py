"""One claimed row goes through its states, each step written down before the next is taken."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotecards.errors import (
    AccountError,
    CannotTell,
    NetworkError,
    OutcomeUnknown,
    OutputError,
    QuotecardsError,
    Refused,
    UploadGone,
)
from quotecards.files import content_hash
from quotecards.post import receipt, trial, waits
from quotecards.post.outbox import Lost
from quotecards.post.outbox.row import intent_text, payload_hash, proofs_text
from quotecards.post.seam import Moment, Proof
from quotecards.post.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.post.clock import Clock
    from quotecards.post.outbox import Outbox, Row
    from quotecards.post.seam import Account, Intent, Network, Sent
    from quotecards.post.verdict import Phase

# A lease outlasts the slowest step: an upload of 180 s and a signing in of 60 s, three times over.
LEASE_SECONDS = 900.0
READ_BACK_MOST = 5  # tries; a post that stands needs no proof so badly that it is asked for all day


@dataclass(frozen=True, slots=True)
class Ways:
    """How delivery gets at what it does not know itself: secrets, networks, the time, a place, a listener."""

    account: Callable[[str, str], Account]
    network: Callable[[str], Network]
    clock: Clock
    folder: Path
    say: Callable[[Row, str], None] = lambda _row, _what: None


class Courier:
    """Takes one row as far as it gets; `row` is always what the outbox holds."""

    def __init__(self, outbox: Outbox, ways: Ways, runner: str, row: Row) -> None:
        self.row = row
        self._outbox = outbox
        self._ways = ways
        self._clock = ways.clock
        self._runner = runner
        self._phase: Phase = "upload"
        self._account: Account | None = None

    def take(self) -> None:
        """The row goes as far as it can; whatever happens, its state says what is known of it."""
        trial.point("claimed")
        self._phase = "look" if self.row.sends else "upload"
        try:
            self._go()
        except Lost:
            return
        except QuotecardsError as error:
            self._fall(error)
        except Exception as error:  # noqa: BLE001 - an error of our own must leave no row in doubt unsaid
            self._fall(_own(error))

    def _go(self) -> None:
        account = self._account = self._ways.account(self.row.network, self.row.account)
        network = self._ways.network(self.row.network)
        if self.row.state == "done":
            self._read_back(network, account)
            return
        if self.row.sends:
            if self._dealt_with(network, account):
                return
        else:
            _check(self.row)
        self._phase = "upload"
        if self.row.intent is None:
            self._upload(network, account)
        self._freeze(network, account)
        self._phase = "send"
        self._finish(network.send(_intent(self.row), account), network, account)

    # ---------------------------------------------------------------- the way out

    def _upload(self, network: Network, account: Account) -> None:
        """All goes there that the post needs, each reference written down before the next."""
        since = self.row.uploaded_at
        stale = since and (self._clock.now() - since).total_seconds() > network.media_seconds
        uploaded = () if stale else self.row.uploaded
        while True:
            trial.point("uploading")
            reference = network.upload(self.row.payload, uploaded, account)
            if reference is None:
                return
            trial.point("picture-there")
            uploaded = (*uploaded, reference)
            first = self._clock.now() if len(uploaded) == 1 else self.row.uploaded_at
            self._step("uploaded", state="media_uploaded", uploaded=json.dumps(uploaded), uploaded_at=first)
            trial.point("uploaded")

    def _freeze(self, network: Network, account: Account) -> None:
        """The request is written down to its last byte, and that it is about to go."""
        now = self._clock.now()
        frozen: dict[str, Any] = {}
        if self.row.intent is None:
            moment = Moment(now, self._clock.token())
            intent = network.prepare(self.row.payload, self.row.uploaded, account, moment)
            trial.point("prepared")
            frozen = {"intent": intent_text(intent), "body": intent.body}
        sends = self.row.sends + 1
        what = "sending" if sends == 1 else f"sending the very same again, number {sends}"
        self._step(what, state="sending", sending_at=now, sends=sends, **frozen)
        trial.point("sending")

    def _finish(self, sent: Sent, network: Network, account: Account) -> None:
        """It stands there: that is written down, then it is read back."""
        trial.point("sent")
        where = account.hidden(sent.url or sent.id)
        self._step(
            f"stands at {where}",
            state="done",
            post_id=sent.id,
            post_url=account.hidden(sent.url),
            error=None,
            tries=0,
            again_at=self._clock.now(),
        )
        self._ways.say(self.row, f"posted: {where}")
        trial.point("done")
        self._read_back(network, account, sent if sent.proofs else None)

    # ---------------------------------------------------------------- looking

    def _dealt_with(self, network: Network, account: Account) -> bool:
        """Whether a row that has left before needs no sending now: found, or too early to look.

        A look is due before every repetition, even where the last answer was a clear "not now": an
        earlier request, given up here, may have been taken over there since.
        """
        settle = timedelta(seconds=network.settle_seconds)
        settled = self.row.sending_at + settle if self.row.sending_at else self._clock.now()
        if self._clock.now() < settled:
            self._step("waiting for it to settle", keep=False, state="unknown", again_at=settled)
            return True
        trial.point("finding")
        try:
            sent = network.find(_intent(self.row), account)
        except CannotTell:
            if self.row.state == "retry_at":  # its last answer was clear, and no other can be had
                return False
            raise
        trial.point("found")
        if sent is not None:
            self._finish(sent, network, account)
        return sent is not None

    def _read_back(self, network: Network, account: Account, seen: Sent | None = None) -> None:
        """The post is compared with what was meant; a receipt is left."""
        try:
            proofs = seen.proofs if seen else _proofs(network, _intent(self.row), account)
        except (NetworkError, AccountError) as error:
            self._read_back_later(str(error))
            return
        trial.point("verified")
        shown = _told(proofs)
        self._step(f"read back: {shown}", proofs=proofs_text(proofs))
        trial.point("receipt")
        try:
            place = receipt.write(self._ways.folder, self.row)
        except OutputError as error:
            self._read_back_later(str(error))
            return
        self._step(f"receipt: {place}", keep=False, again_at=None)
        self._ways.say(self.row, f"read back: {shown}")

    def _read_back_later(self, why: str) -> None:
        tries = self.row.tries + 1
        at = waits.after(tries, self._clock.now(), self._clock.chance()) if tries < READ_BACK_MOST else None
        self._step(f"not read back: {self._hidden(why)}", keep=False, tries=tries, again_at=at)

    # ---------------------------------------------------------------- when something goes wrong

    def _fall(self, error: QuotecardsError) -> None:
        """An error becomes the row's next state."""
        try:
            if self.row.state == "done":
                self._read_back_later(str(error))
                return
            repeated = self._phase == "send" and self.row.sends > 1
            believed = self._doubted(error) if repeated and isinstance(error, Refused | UploadGone) else error
            if believed is not None:
                self._judge(believed)
        except Lost:
            return

    def _doubted(self, refusal: QuotecardsError) -> QuotecardsError | None:
        """A no to a repetition is believed only after a look: the reason may be that it stands there (None)."""
        account, network = self._account, self._ways.network(self.row.network)
        assert account is not None
        try:
            sent = network.find(_intent(self.row), account)
        except CannotTell:
            return OutcomeUnknown(f"{refusal.what} It may be so because it stands there already.")
        except QuotecardsError as error:
            self._phase = "look"
            return error
        if sent is None:
            return refusal
        self._finish(sent, network, account)
        return None

    def _judge(self, error: QuotecardsError) -> None:
        found = verdict(
            self.row,
            self._phase,
            error,
            self._clock.now(),
            settle_seconds=self._ways.network(self.row.network).settle_seconds,
            chance=self._clock.chance(),
        )
        shown = self._hidden(str(error))
        if found.pause is not None:
            self._outbox.pause(self.row.network, self.row.account, found.pause, shown)
        when = f", again at {found.at:%Y-%m-%d %H:%M:%S} UTC" if found.at else ""
        self._step(f"{shown} ({found.state}{when})", keep=False, error=shown, **found.values)
        self._ways.say(self.row, shown)

    # ---------------------------------------------------------------- inside

    def _step(self, what: str, *, keep: bool = True, **values: Any) -> None:
        """A step is written down; with `keep` the row stays ours."""
        lease = LEASE_SECONDS if keep else 0
        now = self._clock.now()
        self.row = self._outbox.step(self.row.id, self._runner, now, what, lease_seconds=lease, **values)

    def _hidden(self, text: str) -> str:
        return self._account.hidden(text) if self._account else text


def _check(row: Row) -> None:
    """Pass, if what goes out is what was approved, and the card is what it was then.

    Raises:
        Refused: it is not.

    """
    if row.approved_sha256 != row.payload_sha256 or payload_hash(row.payload) != row.payload_sha256:
        raise Refused(
            "this is not what was approved.",
            where=row.title,
            remedy=f"Cancel it (quotecards queue cancel {row.id}) and post the card anew.",
        )
    for path, sha256 in row.files:
        # A card that is gone is no matter: its bytes are in the outbox, as they were approved.
        if Path(path).is_file() and content_hash(Path(path).read_bytes()) != sha256:
            raise Refused(
                "the card's file has changed since this post was approved.",
                where=path,
                remedy="Post the card anew: its new version takes this one's place.",
            )


def _intent(row: Row) -> Intent:
    assert row.intent is not None, f"post #{row.id} is {row.state} without a frozen request"
    return row.intent


def _proofs(network: Network, intent: Intent, account: Account) -> tuple[Proof, ...]:
    try:
        seen = network.find(intent, account)
    except CannotTell as error:
        return (Proof("read back", same=None, note=error.what),)
    return seen.proofs if seen else (Proof("stands there", same=False, note="it is not there any more"),)


def _told(proofs: tuple[Proof, ...]) -> str:
    """What reading back has shown, in a line."""
    names = {True: "same", False: "DIFFERENT", None: "cannot be seen"}
    return ", ".join(
        f"{proof.what} {names[proof.same]}" + (f" ({proof.note})" if proof.note else "") for proof in proofs
    )


def _own(error: Exception) -> QuotecardsError:
    """A mistake of ours becomes an error that tells where it happened."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    return QuotecardsError(
        f"a mistake in quotecards: {type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}."
    )
