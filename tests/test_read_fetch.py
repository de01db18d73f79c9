"""Stage 1: web addresses: fetched in bounded time and size, and from nowhere inside."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read import limits as told
from quotecards.read import reviews

WORDS = "A film that keeps its voice down is the one you hear longest, and the city glows like an aquarium."
PAGE = f"<!DOCTYPE html><html><head><title>Low Tide</title></head><body><p>{WORDS}</p></body></html>".encode()
FEED = f"<rss version='2.0'><channel><title>Q</title><item><description>{WORDS}</description></item></channel></rss>".encode()


@contextmanager
def serving(answers):
    """A server on loopback; `answers` maps a path to (status, headers, body) or to what handles the request."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            answer = answers.get(self.path.partition("?")[0], (404, {}, b"no"))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    monkeypatch.setenv("QUOTECARDS_ALLOW_LOOPBACK", "1")


@pytest.fixture
def quick(monkeypatch):
    """One second instead of twenty, two redirects, and a small page is large."""
    usual = told.limits()
    small = told.Limits(usual.review_bytes, 100_000, usual.spool_bytes, usual.archive, told.Web(1, 2))
    monkeypatch.setattr("quotecards.read.fetch.limits", lambda: small)


def only(url):
    (found,) = reviews(url)
    return found


def page(kind="text/html; charset=utf-8", body=PAGE, **headers):
    return 200, {"Content-Type": kind, **headers}, body


def test_a_page_and_a_feed_are_read_by_what_the_server_calls_them():
    """The source is the address as it was given."""
    answers = {
        "/a": page(),
        "/f": page("application/rss+xml", FEED),
        "/x": page("text/xml", FEED),
        "/h": page("text/html", FEED),
    }
    with serving(answers) as (url, _):
        assert [only(url + path).text for path in answers] == [WORDS] * 4
        assert only(f"{url}/a").source == f"{url}/a"
        assert only(f"{url}/a").about.url == f"{url}/a"


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/a", "text/plain", WORDS.encode()),
        ("/a.txt", "text/plain", WORDS.encode()),
        ("/a", "application/json", f'[{{"text": "{WORDS}"}}]'.encode()),
        ("/a.jsonl", "application/octet-stream", f'{{"text": "{WORDS}"}}'.encode()),
        ("/a", "text/csv", f'text,film\n"{WORDS}",Her\n'.encode()),
        ("/a.php", "", PAGE),
        ("/a", "application/octet-stream", PAGE),
    ],
)
def test_files_are_read_by_their_kind_their_name_or_how_they_begin(path, kind, body):
    """In this order."""
    with serving({path: page(kind, body)}) as (url, _):
        assert only(url + path).text.startswith("A film that keeps")


def test_an_archive_is_read_too():
    """From memory."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.txt", WORDS)
    with serving({"/a.zip": page("application/zip", written.getvalue())}) as (url, _):
        assert only(f"{url}/a.zip").source == f"{url}/a.zip/a.txt"


def test_the_server_may_say_how_a_text_is_encoded():
    """Its word goes first."""
    with serving({"/a": page("text/plain; charset=iso-8859-2", "żółw i ćma".encode("iso-8859-2"))}) as (
        url,
        _,
    ):
        assert only(f"{url}/a").text == "żółw i ćma"


def test_a_packed_answer_is_unpacked_within_the_limit(quick):
    """A bomb of an answer is refused as a long one is."""
    bomb = gzip.compress(b" " * 50_000_000)
    answers = {
        "/a": page(body=gzip.compress(PAGE), **{"Content-Encoding": "gzip"}),
        "/b": page(body=bomb, **{"Content-Encoding": "gzip"}),
        "/c": page(body=b"x" * 200_000),
    }
    with serving(answers) as (url, _):
        assert only(f"{url}/a").text == WORDS
        for path in ("/b", "/c"):
            error = only(url + path)
            assert "100 kB that are read as one answer" in error.what


def test_nothing_of_the_user_is_sent(monkeypatch, tmp_path):
    """No cookie, no password file, no proxy from the environment."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    answers = {"/a": (302, {"Location": "/b", "Set-Cookie": "a=b"}, b""), "/b": page()}
    with serving(answers) as (url, asked):
        assert only(f"{url}/a").text == WORDS
    for _, headers in asked:
        assert not {"authorization", "cookie", "referer"} & {name.lower() for name in headers}


def test_a_few_redirects_are_followed_and_no_more(quick):
    """Relative ones too; a circle has an end."""
    answers = {
        "/a": (301, {"Location": "b"}, b""),
        "/b": (308, {"Location": "/c"}, b""),
        "/c": page(),
        "/round": (302, {"Location": "/round"}, b""),
    }
    with serving(answers) as (url, asked):
        found = only(f"{url}/a")
        assert isinstance(found, Review)
        assert found.source == f"{url}/a"
        asked.clear()
        error = only(f"{url}/round")
    assert "leads on and on: 2 redirects" in error.what
    assert len(asked) == 3


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[fe80::1]/", "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused_also_behind_a_redirect(target):
    """Nothing is sent there."""
    with serving({"/a": (302, {"Location": target}, b"")}) as (url, _):
        for asked in (target, f"{url}/a"):
            error = only(asked)
            assert isinstance(error, SourceError)
            assert "not a public address" in error.what


def test_loopback_needs_the_switch(monkeypatch):
    """By number and by name, first and behind a redirect."""
    monkeypatch.delenv("QUOTECARDS_ALLOW_LOOPBACK")
    with serving({"/a": page()}) as (url, asked):
        for address in (url, url.replace("127.0.0.1", "localhost"), url.replace("127.0.0.1", "[::1]")):
            assert "not a public address" in only(f"{address}/a").what
    assert asked == []


def test_a_name_that_changes_its_mind_leads_nowhere(monkeypatch):
    """It is looked up once; what was checked is what is connected to."""
    looked_up = []

    def changing(host, port, *_args, **_more):
        looked_up.append(host)
        address = "10.0.0.1" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with serving({"/a": page()}) as (url, asked):
        monkeypatch.setattr(socket, "getaddrinfo", changing)
        error = only(f"{url.replace('127.0.0.1', 'rebinding.example')}/a")
    assert "leads to 10.0.0.1" in error.what
    assert (looked_up, asked) == (["rebinding.example"], [])


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x.example/a", "gopher://x.example/", "http://a:b@127.0.0.1/"]
)
def test_other_ways_and_credentials_are_refused_also_behind_a_redirect(target):
    """Only http and https, only as nobody."""
    with serving({"/a": (302, {"Location": target}, b"")}) as (url, _):
        for asked in (target, f"{url}/a"):
            assert isinstance(only(asked), SourceError)


def trickle(handler):
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(100):
        try:
            handler.wfile.write(b"x")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def stall(_handler):
    """Nothing at all."""
    time.sleep(2)


@pytest.mark.parametrize("handle", [trickle, stall])
def test_a_server_that_stalls_is_left(quick, handle):
    """Whether it says nothing or hardly anything: the time is counted from the beginning."""
    with serving({"/a": handle}) as (url, _):
        begun = time.monotonic()
        error = only(f"{url}/a")
    assert "no whole answer came within 1 seconds" in error.what
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "log in"),
        (403, "does not let programs in"),
        (404, "no such page"),
        (429, "too many requests"),
        (500, "answers 500"),
    ],
)
def test_a_refusal_is_told_in_words(status, says):
    """With what to do."""
    with serving({"/a": (status, {}, b"no")}) as (url, _):
        error = only(f"{url}/a?token=secret")
    assert says in error.what
    assert error.remedy
    assert "secret" not in str(error)


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "video/mp4"])
def test_what_is_no_text_is_told_by_its_kind(kind):
    """Before anything is made of it."""
    with serving({"/a": page(kind, b"\x89PNG")}) as (url, _):
        assert f"is {kind}, not a page" in only(f"{url}/a").what


def test_a_page_where_a_feed_was_promised_says_so():
    """The server calls it a feed."""
    with serving({"/feed": page("application/rss+xml", PAGE)}) as (url, _):
        assert "a web page where a feed was expected" in only(f"{url}/feed").what


def test_nothing_and_nobody_there_are_told():
    """An empty answer, a closed port, a name that is none, half an answer."""

    def half(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"x")

    with serving({"/a": page(body=b""), "/half": half}) as (url, _):
        assert isinstance(only(f"{url}/a"), SourceEmpty)
        assert "cannot be fetched" in only(f"{url}/half").what
    for address in (
        f"{url}/a",
        "http://no-such-name.invalid/",
        "https://",
        "http://[",
        "http://x.example:99999/",
    ):
        error = only(address)
        assert isinstance(error, SourceError)
        assert error.remedy
