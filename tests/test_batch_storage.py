"""A batch on object storage, for what it reads and what it makes: the same bytes as in a folder, whatever happens."""

from __future__ import annotations

import json

import pytest
from quotecards import batch, settings
from quotecards.batch import bucket as buckets
from quotecards.batch.place import Folder
from quotecards.errors import ExitCode, OutputError
from quotecards.models import Review

import batch_runs
from servers import s3

pytest_plugins = ["servers.s3_fixtures"]
MANY = [f"Line number {number}" for number in range(1, 61)]
GATED = batch_runs.gated(80)


def put_reviews(bucket, lines, name="reviews.jsonl"):
    """A JSON Lines object with a review for each line."""
    rows = "".join(json.dumps({"text": line, "film": "Her"}) + "\n" for line in lines)
    bucket.put(name, rows.encode())


def words(bucket, *more, out="cards"):
    return ("batch", f"{bucket.address}/reviews.jsonl", "--out", f"{bucket.address}/{out}", *more)


def as_in_a_folder(tmp_path, bucket, env, source="reviews.jsonl"):
    """What one process makes of the same source in a folder, with nothing in its way."""
    batch_runs.run(tmp_path, "batch", f"{bucket.address}/{source}", "--out", "whole", "--jobs", 1, **env)
    return batch_runs.contents(tmp_path / "whole")


@pytest.fixture
def env(s3_server):
    """What tells other processes of the server."""
    return s3.environment(s3_server.url)


def test_a_batch_on_object_storage_is_the_same_bytes_as_in_a_folder(tmp_path, bucket, env):
    """Card by card, manifest and page included; nothing else is left there; a second run makes nothing."""
    put_reviews(bucket, MANY)
    done = batch_runs.run(tmp_path, *words(bucket, "--jobs", 2), **env)
    assert done.stdout == f"{bucket.address}/cards/manifest.jsonl\n{bucket.address}/cards/index.html\n"
    assert bucket.contents("cards") == as_in_a_folder(tmp_path, bucket, env)
    assert bucket.kind("cards/index.html") == "text/html"
    again = batch_runs.run(tmp_path, *words(bucket, "--jobs", 2), **env)
    assert "60 reviews: 0 cards made" in again.stderr
    assert "60 were finished already" in again.stderr
    assert bucket.contents("cards") == batch_runs.contents(tmp_path / "whole")


def test_what_is_read_from_object_storage_makes_the_cards_of_a_file(tmp_path, bucket, env):
    """Only the name of the source differs, and with it the recipe."""
    put_reviews(bucket, MANY)
    whole = as_in_a_folder(tmp_path, bucket, env)
    batch_runs.reviews(tmp_path, MANY)
    batch_runs.run(tmp_path, "batch", "reviews.jsonl", "--out", "local", "--jobs", 1)
    local = batch_runs.contents(tmp_path / "local")
    assert {name for name in whole if name.endswith(".png")} == {n for n in local if n.endswith(".png")}
    both = zip(batch_runs.lines(tmp_path / "whole"), batch_runs.lines(tmp_path / "local"), strict=True)
    for there, here in both:
        assert there["source"] == f"{bucket.address}/reviews.jsonl"
        assert {**there, "source": "", "recipe": ""} == {**here, "source": "", "recipe": ""}


def test_files_folders_patterns_sidecars_and_parquet_are_read_from_there(tmp_path, bucket, env):
    """In the order of their names, as from a folder."""
    parquet = pytest.importorskip("pyarrow.parquet")
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"text": MANY, "film": ["Her"] * len(MANY)})
    parquet.write_table(table, tmp_path / "r.parquet", row_group_size=25)
    bucket.put("in/r.parquet", (tmp_path / "r.parquet").read_bytes())
    bucket.put("in/b/two.txt", b"The second line")
    bucket.put("in/a one.txt", b"The first line")
    bucket.put("in/a one.toml", b'film = "Her"\n')
    bucket.put("in/picture.png", b"no review")
    sources = (f"{bucket.address}/in", f"{bucket.address}/in/*.txt")
    out = ("--out", f"{bucket.address}/cards")
    batch_runs.run(tmp_path, "batch", *sources, *out, "--jobs", 2, **env)
    found = [json.loads(row) for row in bucket.get("cards/manifest.jsonl").decode().splitlines()]
    told = [(line["source"].removeprefix(bucket.address), line["quote"]) for line in found]
    assert told[0] == ("/in/a one.txt", "The first line")
    assert told[1:61] == [("/in/r.parquet", line) for line in MANY]
    assert told[61:] == [("/in/b/two.txt", "The second line")]
    assert found[0]["credit"]["film"] == "Her"


@pytest.mark.parametrize("whom", ["driver", "worker", "interrupt"])
def test_a_run_that_is_killed_goes_on(tmp_path, bucket, env, whom):
    """SIGKILL of the driver, of a worker, or Ctrl-C: every review once, the bytes of an undisturbed run."""
    put_reviews(bucket, GATED)
    run = words(bucket, "--jobs", 2)
    batch_runs.hurt(tmp_path, whom, *run, begun=lambda: bucket.finished("cards"), **env)
    if whom != "worker":
        assert "cards/manifest.jsonl" not in bucket.names()
        done = batch_runs.run(tmp_path, *run, **env)
        assert "were finished already" in done.stderr
    assert bucket.contents("cards") == as_in_a_folder(tmp_path, bucket, env)


def test_a_server_that_goes_away_ends_the_run_and_the_next_one_goes_on(tmp_path, bucket, s3_server, env):
    """The message tells what to do and no key; what was finished until then is kept."""
    put_reviews(bucket, GATED)
    wire = s3.Wire(s3_server.port)
    process = batch_runs.started(tmp_path, *words(bucket, "--jobs", 2), **s3.environment(wire.url))
    batch_runs.wait(lambda: bucket.finished("cards"))
    wire.cut()
    batch_runs.open_gate(tmp_path)
    _, told = process.communicate(timeout=batch_runs.HANGS)
    assert process.returncode == ExitCode.OUTPUT, told
    assert "cannot be written: the storage does not answer." in told
    assert "run the same command again" in told
    assert s3.SECRET not in told
    assert s3.KEY not in told
    done = batch_runs.run(tmp_path, *words(bucket, "--jobs", 2), **env)
    assert "were finished already" in done.stderr
    assert bucket.contents("cards") == as_in_a_folder(tmp_path, bucket, env)


def test_a_bucket_that_is_not_there_is_told_before_anything_is_made(tmp_path, env):
    """The address, the reason, the next step."""
    batch_runs.reviews(tmp_path, MANY)
    to = ("--out", "s3://no-such-bucket/cards", "--jobs", 2)
    done = batch_runs.run(tmp_path, "batch", "reviews.jsonl", *to, code=ExitCode.OUTPUT, **env)
    assert "s3://no-such-bucket/cards" in done.stderr
    assert "404 Not Found (NoSuchBucket)" in done.stderr


def test_a_source_that_is_not_there_is_told(tmp_path, bucket, env):
    """A folder without reviews and a bucket that nobody has."""
    to = ("--out", "cards")
    done = batch_runs.run(tmp_path, "batch", f"{bucket.address}/no", *to, code=ExitCode.SOURCE, **env)
    assert "there are no reviews at this address" in done.stderr
    done = batch_runs.run(tmp_path, "batch", "s3://no-such-bucket/a", *to, code=ExitCode.SOURCE, **env)
    assert "NoSuchBucket" in done.stderr
    assert not (tmp_path / "cards").exists()


def test_no_word_of_a_run_tells_a_key(tmp_path, bucket, env):
    """Neither its talk, nor its events, nor anything that it writes."""
    put_reviews(bucket, [*MANY[:30], "Kill!", ""])
    done = batch_runs.run(tmp_path, *words(bucket, "--jobs", 2, "--json"), code=ExitCode.PARTIAL, **env)
    written = b"".join(bucket.get(name) for name in bucket.names("cards/")).decode()
    for secret in (s3.SECRET, s3.KEY):
        assert secret not in done.stdout + done.stderr + written


@pytest.mark.usefixtures("quick", "here", "inside")
def test_a_few_reviews_need_no_processes_there_either(bucket):
    """They are made, kept, and made anew where one is gone."""
    tasks = [Review(f"Line of {number}", f"{number}.txt") for number in range(3)]
    asked = settings.load({"out": f"{bucket.address}/cards", "jobs": 1})
    assert batch.run(tasks, asked).made == 3
    names = bucket.names("cards/")
    assert batch.run(tasks, asked, dry=True).kept == 3
    bucket.put(names[0], b"no more what it was")
    outcome = batch.run(tasks, asked)
    assert (outcome.made, outcome.kept) == (1, 2)
    outcome = batch.run([Review("Another", "x.txt")], asked)
    assert (outcome.made, outcome.strangers) == (1, 3)
    assert not bucket.names("cards/.parts")


@pytest.mark.usefixtures("quick", "here", "inside")
def test_what_the_whole_run_decides_is_decided_there_as_well(bucket):
    """At most so many of a film; quotes are picked first, and the cards made of those that stay."""
    tasks = [Review(f"Line of {number}", f"{number}.txt") for number in range(5)]
    asked = settings.load({"out": f"{bucket.address}/cards", "jobs": 1, "per_film": 2})
    outcome = batch.run(tasks, asked)
    assert (outcome.reviews, outcome.made, outcome.left_out) == (5, 2, 3)
    assert sum(name.endswith(".png") for name in bucket.names("cards/")) == 2


@pytest.mark.usefixtures("quick", "here", "inside")
def test_a_run_that_makes_nothing_leaves_nothing(bucket):
    """As in a folder."""
    asked = settings.load({"out": f"{bucket.address}/cards", "jobs": 1})
    assert batch.run([Review("Stop!", "bad.txt")], asked).errors == 1
    assert bucket.names() == []


@pytest.mark.usefixtures("quick", "inside")
def test_cards_are_not_written_to_the_web():
    """Addresses of another kind are refused, not taken for folders."""
    from quotecards.errors import UsageError

    for out in ("https://example.org/cards", "file:///cards"):
        with pytest.raises(UsageError, match="cannot be written to an address of this kind"):
            batch.run([Review("A line", "a.txt")], settings.load({"out": out}))


@pytest.mark.usefixtures("here")
def test_what_lies_on_this_machine_of_a_part_goes_with_it(bucket, tmp_path, monkeypatch):
    """Sent, given up or refused: nothing stays in the temporary folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    place = buckets.Bucket(f"{bucket.address}/cards").begun()
    writer = place.writer(3)
    writer.add("r" * 16, [{"card": "a.png"}], 1, 0, [])
    assert list(tmp_path.iterdir()) == [writer.draft]
    writer.finish()
    writer.close()
    assert place.part(3).address.removeprefix(f"{bucket.address}/") in bucket.names()
    given_up = place.writer(4)
    given_up.add("s" * 16, [{"card": "b.png"}], 1, 0, [])
    given_up.close()
    refused = place.writer(5)
    refused.add("t" * 16, [{"card": "c.png"}], 1, 0, [])
    monkeypatch.setattr("quotecards.storage.Object.put_file", _refuse)
    with pytest.raises(OutputError, match="cannot be written: the storage refuses"):
        refused.finish()
    refused.close()
    assert list(tmp_path.iterdir()) == []


def _refuse(*_):
    raise PermissionError(13, "the storage refuses: 403 Forbidden (AccessDenied)")


@pytest.mark.usefixtures("here")
def test_a_machine_that_was_cut_off_begins_nothing_once_the_run_is_over(bucket, tmp_path):
    """On object storage as in a folder: nobody would come to clear it away."""
    for place in (buckets.Bucket(f"{bucket.address}/cards"), Folder(tmp_path / "cards")):
        begun = place.begun()
        begun.ended()
        with pytest.raises(OutputError):
            begun.writer(1)
    assert bucket.names() == []
    assert not (tmp_path / "cards").exists()
