"""Stage 1: sources become reviews, and broken ones become errors that say what to do."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import AboutError, DataError, SourceEmpty, SourceError, SourceMissing
from quotecards.models import Review
from quotecards.read import reviews
from quotecards.read.formats import SUFFIXES, read
from quotecards.read.seam import Source

SEEDS = Path(__file__).parent.parent / "seeds"


def only(source: str | Path) -> Review | SourceError:
    found = list(reviews(str(source)))
    assert len(found) == 1
    return found[0]


def test_a_file_becomes_one_review_with_its_text_untouched(tmp_path):
    """The text is the decoded file, line ends and odd spaces included."""
    path = tmp_path / "a.txt"
    path.write_bytes("One.\r\nTwo\u00a0 three.\r".encode())
    assert only(path) == Review(text="One.\r\nTwo\u00a0 three.\r", source=str(path))


def test_the_seeds_are_read_in_the_order_of_their_names():
    """A folder gives its files sorted by name."""
    names = [Path(review.source).name for review in reviews(str(SEEDS)) if isinstance(review, Review)]
    assert names == sorted(path.name for path in SEEDS.glob("*.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_give_the_same_text(tmp_path, encoding):
    """UTF-8 with or without its mark, cp1252, and what a text editor calls Unicode."""
    path = tmp_path / "a.txt"
    path.write_bytes("A café – “fine”.".encode(encoding))
    found = only(path)
    assert isinstance(found, Review)
    assert found.text == "A café – “fine”."


def test_a_broken_character_does_not_turn_utf8_into_cp1252(tmp_path):
    """One bad byte among good UTF-8 stays one replacement character."""
    path = tmp_path / "a.txt"
    path.write_bytes("“It’s a café”, déjà vu, – she said.".encode() + b" \xe2\x80 end")
    found = only(path)
    assert isinstance(found, Review)
    assert "“It’s a café”, déjà vu, – she said." in found.text
    assert found.text.count("\ufffd") == 1


def test_standard_input_is_a_source():
    """A lone hyphen reads the stream that was handed in."""
    assert list(reviews("-", stdin=io.BytesIO(b"Hello there."))) == [Review(text="Hello there.", source="-")]


def test_a_glob_matches_files_and_skips_what_is_no_review(tmp_path):
    """A sidecar beside a review is not a review."""
    for name in ("b.txt", "a.txt", "a.toml", "c.png"):
        (tmp_path / name).write_text("film = 'Her'" if name.endswith("toml") else "Words.")
    assert [Path(item.source).name for item in reviews(f"{tmp_path}/*")] == ["a.txt", "b.txt"]


def test_a_folder_is_read_to_any_depth_without_hidden_files(tmp_path):
    """Folders inside are read; what begins with a dot is not."""
    for name in ("x/deep/a.txt", ".hidden/b.txt", "x/.c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Words.")
    assert [Path(item.source).name for item in reviews(str(tmp_path))] == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "kind", "says"),
    [
        ("missing.txt", None, SourceMissing, "no such file"),
        ("*.nothing", None, SourceMissing, "no file matches"),
        ("empty.txt", b"", SourceEmpty, "empty"),
        ("blank.txt", b" \n\t\n", SourceEmpty, "empty"),
        ("mark.txt", b"\xef\xbb\xbf", SourceEmpty, "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", SourceError, "not text"),
        ("noise.txt", bytes(range(128, 256)) * 9 + bytes(range(1, 32)) * 20, SourceError, "not text"),
        ("page.docx", b"<p>Words.</p>", SourceError, "no reader for .docx"),
        ("front.txt", b"---\ntitle: X\n---\n\n", SourceEmpty, "nothing below"),
    ],
)
def test_what_cannot_be_read_says_what_is_wrong_where_and_what_to_do(tmp_path, name, content, kind, says):
    """Each broken source is a value of its own kind, with its place and a next step."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    error = only(path)
    assert type(error) is kind
    assert says in error.what
    assert str(path) in error.where
    assert error.remedy


def test_a_folder_without_reviews_is_empty_and_not_missing(tmp_path):
    """It is there; it holds none."""
    (tmp_path / "notes.docx").write_text("a,b")
    error = only(tmp_path)
    assert type(error) is SourceEmpty
    assert "holds no reviews" in error.what


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path):
    """Permissions have a message of their own."""
    path = tmp_path / "a.txt"
    path.write_text("Words.")
    path.chmod(0)
    error = only(path)
    assert type(error) is SourceError
    assert "permission denied" in error.what


def test_an_unreadable_file_is_reported_by_its_cause(tmp_path, monkeypatch):
    """The system's refusal becomes an error value, whoever runs the program."""
    path = tmp_path / "a.txt"
    path.write_text("Words.")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    error = only(path)
    assert isinstance(error, SourceError)
    assert "permission denied" in error.what


def test_one_broken_file_never_stops_the_others(tmp_path):
    """The good ones come, the broken ones come as errors, in the order of their names."""
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "b.txt").write_bytes(b"\0\1\2\3")
    (tmp_path / "c.txt").write_text("---\ntitle: [1\n---\nWords.")
    (tmp_path / "d.txt").write_text("Words.")
    (tmp_path / "d.toml").write_text("colour = 'red'")
    (tmp_path / "e.txt").write_text("More words.")
    kinds = [type(item) for item in reviews(str(tmp_path))]
    assert kinds == [Review, SourceError, SourceError, AboutError, Review]


@pytest.mark.parametrize("source", ["", "\0", "a" * 5000, "[", "~nobody-here/x.txt"])
def test_a_strange_name_is_missing_and_nothing_worse(source, tmp_path, monkeypatch):
    """No name makes the reader raise."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.docx").write_text("a,b")
    assert isinstance(only(source), SourceError)


BEGINNINGS = [
    b"", b"PK\x03\x04", b"PK\x05\x06", b"PAR1", b"<rss>", b"<html>", b'{"text": "', b'[{"text": "a"}, ', b"text,film\n",
    b"Name,Review,Letterboxd URI\n", b"Highlight,Book Title\n", b"T (A)\n- Your Highlight\n\nx\n==========\n", b"\xff\xfe", b"---\n",
]  # fmt: skip


@given(beginning=st.sampled_from(BEGINNINGS), content=st.binary(max_size=200))
def test_any_bytes_become_a_review_or_an_error(beginning, content):
    """Nothing is raised, whatever the bytes and whatever the suffix says they are."""
    whole = beginning + content
    for suffix in ("", *SUFFIXES):
        for item in read(Source(io.BytesIO(whole), f"x{suffix}", suffix, whole)):
            assert isinstance(item, Review | SourceError)


@given(
    text=st.text(min_size=1, max_size=80).filter(lambda text: text.strip() and not text.startswith("\ufeff"))
)
def test_text_in_utf8_comes_back_as_it_was(text):
    """Decoding changes nothing, so offsets into the text are offsets into the file's characters."""
    if any(ord(char) < 32 and char not in "\t\n\r\x0b\x0c\x1b" for char in text) or "\x7f" in text:
        return
    try:
        content = text.encode()
    except UnicodeEncodeError:
        return
    for item in reviews("-", stdin=io.BytesIO(content)):
        if isinstance(item, Review):
            assert item.text == text


def test_an_error_about_a_review_is_both_a_source_error_and_a_data_error(tmp_path):
    """Whoever waits for either finds it; its exit code is that of wrong data."""
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "a.toml").write_text("colour = 'red'")
    error = only(tmp_path / "a.txt")
    assert isinstance(error, SourceError)
    assert isinstance(error, DataError)
    assert error.exit_code == 5
