"""The table of words grown together: written, read, and what two words weigh as two and as one."""

from __future__ import annotations

import pytest
from quotecards.datafiles import packaged
from quotecards.errors import DataError
from quotecards.grown.table import lists, oftener, read, table, write

PARTS = {
    "ghost": [9.0, 1.0, 0.5, 2.0, 0.25],
    "of": [4.0, 5.0, 3.0, 4.0, 1.0],
    "Bright": [8.0, 0.0, 0.0, 1.5, 0.0],
}


@pytest.fixture
def written(tmp_path):
    """A table of three parts, a whole word and a pair."""
    path = tmp_path / "words.npz"
    write(path, PARTS, frozenset({"ghostwriter"}), {("of", "ghost"): -0.5}, 14.0)
    return read(path)


def test_what_was_written_is_read_again(written):
    """Parts with their numbers, and the words that are whole beside them."""
    assert written.parts == PARTS
    assert set(written.known) == {*PARTS, "ghostwriter"}
    assert not written.is_word("ghostwriter")


def test_a_weight_is_the_sum_of_front_behind_and_pair(written):
    """A pair that was counted adds what it was counted as."""
    assert written.weight("of", "ghost") == pytest.approx(5.0 + 0.5 - 0.5)


def test_a_pair_never_met_weighs_less_the_oftener_chance_would_make_it(written):
    """The rarer the two are, the less it tells that they were not met."""
    rare, common = written.pair("ghost", "ghost"), written.pair("of", "of")
    assert common < rare < 0


def test_a_name_is_weighed_by_how_names_begin(written):
    """Its own number where it has one, that of the word in lower case else."""
    assert written.named("Bright", "of") == pytest.approx(1.5 + 1.0)
    assert written.named("Of", "ghost") == pytest.approx(4.0 + 0.25 - 0.5)


def test_being_met_often_counts_only_so_far():
    """What is often met is also often made one word."""
    assert oftener(1000, 1.0) == oftener(50, 1.0) == 1.0
    assert oftener(0, 100.0) < oftener(10, 100.0) < oftener(100, 100.0)


@pytest.mark.parametrize("content", [b"no table", b"", packaged("grown.npz").read_bytes()[:4000]])
def test_a_file_that_is_no_table_is_told(content, tmp_path):
    """With its path and what to do, also where it was cut short."""
    path = tmp_path / "words.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read") as told:
        read(path)
    assert str(path) in told.value.where


def test_the_lists_of_small_words_are_words_that_may_be_parts():
    """A word that the table does not have would never be met."""
    for name in ("small", "joining", "begins", "ends_names", "two_letters"):
        missing = {word for word in lists()[name] if not table().is_word(word)}
        assert missing <= {"i"}, name
