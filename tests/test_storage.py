"""An address becomes what can be opened, listed and written; what goes wrong is told without anybody's keys."""

from __future__ import annotations

import errno
import io
import sys

import pytest
from quotecards import storage
from quotecards.errors import UsageError
from quotecards.storage import Object, buckets, is_address, named

import loopback
from servers import s3

pytest_plugins = ["servers.s3_fixtures"]
CONTENT = bytes(range(256)) * 20_000  # more than is asked for at once
REFUSAL = f"<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>{s3.KEY}</AWSAccessKeyId></Error>"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("s3://bucket/reviews.jsonl", True),
        ("gs://bucket/a.txt", True),
        ("https://example.org/a.txt", False),
        ("file:///etc/passwd", False),
        ("reviews/a.txt", False),
        ("C:/reviews", False),
        ("-", False),
    ],
)
def test_an_address_is_told_by_its_scheme(name, expected):
    """The web and this machine have ways of their own."""
    assert is_address(name) is expected
    assert isinstance(named(name), Object) is expected


@pytest.mark.usefixtures("here")
def test_an_object_is_read_as_a_file_is(bucket):
    """From its beginning, by lines, and from anywhere in it."""
    bucket.put("a/b c é.bin", CONTENT)
    one = Object(bucket.address).below("a/b c é.bin")
    assert one.read_bytes() == CONTENT
    assert (one.name, one.suffix, one.size(), one.is_file()) == ("b c é.bin", ".bin", len(CONTENT), True)
    with one.open() as stream:
        whole = io.BytesIO(CONTENT)
        assert [stream.readline() for _ in range(300)] == [whole.readline() for _ in range(300)]
        assert stream.seek(-5, io.SEEK_END) == len(CONTENT) - 5
        assert stream.read() == CONTENT[-5:]
        assert stream.seek(2_000_000) == 2_000_000
        assert stream.read(7) == CONTENT[2_000_000:2_000_007]
    assert storage.span(one, 5, 500) == CONTENT[5:500]


@pytest.mark.usefixtures("here")
def test_what_is_put_is_there_and_says_of_what_kind_it_is(bucket, tmp_path):
    """Bytes, and files of any length."""
    place = Object(bucket.address)
    place.below("cards/a.png").put(b"png")
    (tmp_path / "large").write_bytes(CONTENT * 3)
    place.below("index.html").put_file(tmp_path / "large")
    assert bucket.get("cards/a.png") == b"png"
    assert bucket.get("index.html") == CONTENT * 3
    assert (bucket.kind("cards/a.png"), bucket.kind("index.html")) == ("image/png", "text/html")


@pytest.mark.usefixtures("here")
def test_a_folder_lists_what_lies_below_it_and_goes_with_all_of_it(bucket):
    """More than the server tells at once."""
    names = [f"run/{number:03}.rows" for number in range(250)]
    for name in (*names, "run/deep/er.rows", "other"):
        bucket.put(name, b"x")
    folders, objects = Object(f"{bucket.address}/run").listed()
    assert (folders, sorted(objects)) == (["deep"], [name[4:] for name in names])
    assert {one.length for one in objects.values()} == {1}
    assert Object(f"{bucket.address}/nothing").listed() == ([], {})
    Object(f"{bucket.address}/run").remove()
    assert bucket.names() == ["other"]


@pytest.mark.usefixtures("here")
def test_a_pattern_finds_objects_in_order(bucket):
    """As it finds files."""
    for name in ("r/b.txt", "r/a.txt", "r/sub/c.txt", "r/d.md"):
        bucket.put(name, b"x")
    found = [one.address for one in Object(f"{bucket.address}/r/*.txt").matching()]
    assert found == [f"{bucket.address}/r/a.txt", f"{bucket.address}/r/b.txt"]
    assert len(Object(f"{bucket.address}/r/**/*.txt").matching()) == 3


@pytest.mark.usefixtures("here")
def test_what_is_not_there_is_told_as_a_file_would_be(bucket):
    """No such object, no such bucket."""
    for address in (f"{bucket.address}/gone", "s3://no-such-bucket/gone"):
        assert not Object(address).is_file()
        with pytest.raises(FileNotFoundError) as raised:
            Object(address).read_bytes()
        assert raised.value.filename == address
    with pytest.raises(OSError, match=r"404 Not Found \(NoSuchBucket\)"):
        Object("s3://no-such-bucket/folder").listed()


@pytest.mark.parametrize(
    ("status", "kind", "told"),
    [
        (403, PermissionError, "the storage refuses: 403 Forbidden (SignatureDoesNotMatch)"),
        (400, OSError, "the storage says 400 Bad Request (SignatureDoesNotMatch)"),
    ],
)
def test_a_refusal_is_told_without_the_keys_it_names(monkeypatch, status, kind, told):
    """Neither the message nor what lies behind it holds what the server said."""
    with loopback.serving(loopback.Loopback()) as server:
        for method in ("GET", "PUT"):
            server.route(method, "/.*", lambda _asked: loopback.Said(status, REFUSAL.encode()))
        for name, value in s3.environment(server.url).items():
            monkeypatch.setenv(name, value)
        for asked in (Object("s3://bucket/a").read_bytes, lambda: Object("s3://bucket/a").put(b"")):
            with pytest.raises(kind) as raised:
                asked()
            assert raised.value.strerror == told
            assert raised.value.__cause__ is None
            assert raised.value.__suppress_context__
            assert s3.KEY not in str(raised.value)


def test_a_server_that_is_gone_is_told(monkeypatch):
    """After a few tries."""
    monkeypatch.setattr(buckets, "RETRIES", 1)
    for name, value in s3.environment(loopback.closed_port()).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(OSError, match="the storage does not answer") as raised:
        Object("s3://bucket/a").read_bytes()
    assert raised.value.errno == errno.EIO


def test_an_address_with_a_password_is_refused_without_telling_it():
    """It would stand in every line of the manifest."""
    with pytest.raises(UsageError) as raised:
        Object("s3://key:secret@bucket/a").read_bytes()
    assert "secret" not in str(raised.value)
    assert "s3://bucket/a" in str(raised.value)


def test_a_storage_that_nobody_knows_is_told_with_the_extra_to_install(monkeypatch):
    """The same where the package is missing."""
    with pytest.raises(UsageError, match="gopher://") as raised:
        Object("gopher://bucket/a").read_bytes()
    assert "quotecards[s3]" in raised.value.remedy
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.delitem(sys.modules, "quotecards.storage.buckets")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(UsageError, match="s3:// is not installed"):
        Object("s3://bucket/a").read_bytes()


def test_where_files_show_before_they_are_whole_they_are_renamed(monkeypatch):
    """On a file system, that is; nobody looks at the temporary name."""
    import fsspec

    memory = fsspec.filesystem("memory")
    moved = []
    monkeypatch.setattr(storage, "_system", lambda *_: memory)
    monkeypatch.setattr(memory, "mv", lambda old, new: (moved.append((old, new)), memory.copy(old, new)))
    Object("sftp://host/cards/a.png").put(b"png")
    assert memory.cat_file("host/cards/a.png") == b"png"
    (old, new), *others = moved
    assert new == "host/cards/a.png"
    assert old.startswith("host/cards/a.png.")
    assert not others
