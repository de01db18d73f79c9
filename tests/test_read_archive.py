"""Stage 1: zip archives: what is in them is read, and nothing they say is believed."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read import limits as told

from sources import good, items, only

WORDS = "A film that keeps its voice down is the one you hear longest."


def packed(files, *, compression=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.fixture
def few(monkeypatch):
    """Small limits, so that small archives reach them."""

    def set_to(**archive):
        usual = told.limits()
        small = told.Limits(
            usual.review_bytes,
            usual.whole_bytes,
            usual.spool_bytes,
            told.Archives(
                **{name: archive.get(name, getattr(usual.archive, name)) for name in told.Archives.__slots__}
            ),
            usual.web,
        )
        monkeypatch.setattr("quotecards.read.archive.limits", lambda: small)

    return set_to


def test_every_file_of_a_known_kind_is_read_in_the_order_of_names():
    """As a folder is: hidden ones and other kinds are passed over, a sidecar tells about its review."""
    found = good(
        packed(
            {
                "b.txt": WORDS,
                "x/a.jsonl": f'{{"text": "{WORDS}"}}',
                "a.md": "# T\n\nWords.",
                "a.png": "x",
                ".b.txt": "x",
                "__MACOSX/c.txt": "x",
                "b.toml": "film = 'Her'",
            }
        ),
        "all.zip",
    )
    assert [one.source for one in found] == ["all.zip/a.md", "all.zip/b.txt", "all.zip/x/a.jsonl"]
    assert found[1].about.film == "Her"


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "x/../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "C:\\evil.txt", "C:/evil.txt"],
)
def test_a_name_that_leads_out_is_refused_by_name(name):
    """The others are read."""
    refused, found = items(packed({name: WORDS, "good.txt": WORDS}), "a.zip")
    assert isinstance(refused, SourceError)
    assert repr(name) in refused.what
    assert "leads out" in refused.what
    assert isinstance(found, Review)


def test_a_link_is_refused_by_name():
    """Wherever it leads."""
    entry = zipfile.ZipInfo("link.txt")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("good.txt", WORDS)
    refused, found = items(written.getvalue(), "a.zip")
    assert "a link instead of a file: 'link.txt'" in refused.what
    assert isinstance(found, Review)


def test_a_bomb_is_told_by_how_well_it_is_packed():
    """It does not go off; the file beside it is read."""
    bomb, found = items(packed({"a.txt": b"0" * 40_000_000, "b.txt": WORDS}), "a.zip")
    assert "as a zip bomb does" in bomb.what
    assert bomb.where == "a.zip/a.txt"
    assert "40 MB" in bomb.what
    assert isinstance(found, Review)


def test_a_small_file_may_be_packed_as_well_as_it_likes():
    """A page of one word a thousand times is odd, not evil."""
    assert good(packed({"a.txt": "word " * 100_000}), "a.zip")[0].text.startswith("word word")


def test_all_files_together_have_a_limit(few):
    """Those that fit are read, each that does not is named."""
    few(unpacked_bytes=150)
    found = items(packed({f"{n}.txt": WORDS for n in "abcd"}), "a.zip")
    assert [type(one) for one in found] == [Review, Review, SourceError, SourceError]
    assert [one.where for one in found[2:]] == ["a.zip/c.txt", "a.zip/d.txt"]
    assert "more than is left of the 150 bytes" in found[2].what


def test_the_number_of_files_has_a_limit(few):
    """A list of a million names is no archive of reviews."""
    few(files=3)
    assert "holds 4 files, more than the 3" in only(packed({f"{n}.txt": WORDS for n in "abcd"}), "a.zip").what


def test_a_size_that_is_a_lie_is_found_out():
    """What unpacks to more than it says is broken, and the others are read."""
    raw = bytearray(packed({"a.txt": b"word " * 1000, "b.txt": WORDS}))
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 20)
    lie, found = items(bytes(raw), "a.zip")
    assert isinstance(lie, SourceError)
    assert "cannot be unpacked" in lie.what
    assert isinstance(found, Review)


def test_an_encrypted_file_is_told():
    """Not guessed at."""
    raw = bytearray(packed({"a.txt": WORDS}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + offset] |= 1
    assert "encrypted" in only(bytes(raw), "a.zip").what


def test_an_archive_in_an_archive_is_opened_and_no_deeper():
    """A Russian doll has an end."""
    inner = packed({"a.txt": WORDS})
    assert good(packed({"in.zip": inner}), "a.zip")[0].source == "a.zip/in.zip/a.txt"
    error = only(packed({"b.zip": packed({"in.zip": inner})}), "a.zip")
    assert "too deep" in error.what
    assert error.where == "a.zip/b.zip/in.zip"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", packed({"a.txt": WORDS})[:-30]])
def test_what_is_no_whole_archive_is_told(content):
    """A download that broke."""
    assert "no whole zip archive" in only(content, "a.zip").what


def test_an_archive_without_reviews_is_empty():
    """It is there; it holds none."""
    assert isinstance(only(packed({"a.png": "x"}), "a.zip"), SourceEmpty)


def test_a_broken_file_in_an_archive_is_one_error():
    """With its name; the others are read."""
    found = items(packed({"a.txt": b"\0\1\2", "b.csv": "film\nHer\n", "c.txt": WORDS}), "a.zip")
    assert [getattr(one, "where", "") for one in found] == ["a.zip/a.txt", "a.zip/b.csv, row 1", ""]


def test_an_archive_comes_through_a_pipe():
    """Which cannot go back."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    from quotecards.read import reviews

    (found,) = reviews("-", stdin=Pipe(packed({"a.txt": WORDS})))
    assert found.text == WORDS
    assert found.source == "-/a.txt"


@given(raw=st.binary(max_size=80), at=st.integers(0, 300))
def test_a_damaged_archive_is_an_error_or_reviews(raw, at):
    """Nothing is raised, whatever is overwritten."""
    whole = bytearray(packed({"a.txt": WORDS, "b.jsonl": f'{{"text": "{WORDS}"}}'}))
    whole[at : at + len(raw)] = raw
    for one in items(bytes(whole), "a.zip"):
        assert isinstance(one, Review | SourceError)
