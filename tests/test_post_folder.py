"""The folder: a post laid out for doing it by hand, whole or not at all, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from quotecards.errors import Refused
from quotecards.post.networks import folder
from quotecards.post.seam import Account, Moment

pytest_plugins = ["servers.fixtures"]


@pytest.fixture
def laid(bench, tmp_path):
    """A bench whose network is a folder."""
    who = Account("folder", "main", "", {"path": str(tmp_path / "by-hand")})
    return bench(folder.network(None), who)


def test_picture_caption_and_alt_text_lie_side_by_side(laid, some_cards, tmp_path):
    """Everything that a post by hand needs, read back the same."""
    (row,) = laid.plan(some_cards(), limits=laid.network.limits(laid.account))
    laid.run()
    done = laid.outbox.row(row.id)
    assert done.state == "done"
    assert [proof.same for proof in done.proofs] == [True, True, True]
    (place,) = (tmp_path / "by-hand").iterdir()
    assert {path.name for path in place.iterdir()} == {"1.jpg", "caption.txt", "alt.txt"}
    assert (place / "1.jpg").read_bytes() == row.payload.pictures[0].content
    assert (place / "caption.txt").read_text(encoding="utf-8") == row.payload.text + "\n"
    assert (place / "alt.txt").read_text(encoding="utf-8") == row.payload.pictures[0].alt + "\n"
    assert done.post_url == place.as_uri()


def test_laid_out_twice_it_is_there_once(laid, some_cards, tmp_path):
    """The place follows from the request: the second time finds the first."""
    (row,) = laid.plan(some_cards())
    intent = laid.network.prepare(row.payload, (), laid.account, Moment(laid.clock.now(), "ab" * 16))
    assert laid.network.find(intent, laid.account) is None
    first, second = laid.network.send(intent, laid.account), laid.network.send(intent, laid.account)
    assert first == second == laid.network.find(intent, laid.account)
    assert len(list((tmp_path / "by-hand").iterdir())) == 1


def test_what_a_killed_process_left_half_done_is_done_anew(laid, some_cards, tmp_path):
    """A temporary folder is never taken for a post."""
    (row,) = laid.plan(some_cards())
    intent = laid.network.prepare(row.payload, (), laid.account, Moment(laid.clock.now(), "ab" * 16))
    half = Path(intent.url).with_name(f".{Path(intent.url).name}.tmp")
    half.mkdir(parents=True)
    (half / "1.jpg").write_bytes(b"half")
    assert laid.network.find(intent, laid.account) is None
    assert all(proof.same for proof in laid.network.send(intent, laid.account).proofs)
    assert not half.exists()


def test_what_was_changed_afterwards_is_seen(laid, some_cards):
    """Reading back tells the caption that is not the one laid out."""
    (row,) = laid.plan(some_cards())
    intent = laid.network.prepare(row.payload, (), laid.account, Moment(laid.clock.now(), "ab" * 16))
    laid.network.send(intent, laid.account)
    (Path(intent.url) / "caption.txt").write_text("Other words.")
    (Path(intent.url) / "1.jpg").unlink()
    proofs = {proof.what: proof.same for proof in laid.network.find(intent, laid.account).proofs}
    assert proofs == {"text": False, "alt": True, "picture": False}


def test_a_place_that_cannot_be_written_is_a_no(laid, some_cards, tmp_path):
    """A file where the folder should be: failed, with what to do."""
    (tmp_path / "by-hand").write_text("in the way")
    (row,) = laid.plan(some_cards())
    laid.run()
    assert laid.states() == ["failed"]
    assert "in the way" in laid.outbox.row(row.id).error or "not a folder" in laid.outbox.row(row.id).error
    with pytest.raises(Refused):
        laid.network.send(
            laid.network.prepare(row.payload, (), laid.account, Moment(laid.clock.now(), "a" * 32)),
            laid.account,
        )


def test_without_a_path_it_lies_in_the_users_folder(home):
    """by-hand, under QUOTECARDS_HOME."""
    standing = folder.Folder().check(Account("folder", "main", ""))
    assert standing.who == str(home / "by-hand")
    assert (home / "by-hand").is_dir()
