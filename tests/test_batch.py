"""Many reviews become a folder of cards; what is broken never stops the rest; what is finished is kept."""

from __future__ import annotations

import errno
import hashlib
import json

import pytest
from quotecards import batch, settings
from quotecards.batch import manifest, place, record
from quotecards.errors import ExitCode, OutputError, PartialFailure, SourceMissing
from quotecards.models import About, Review

REVIEWS = (
    Review("First line of one\nSecond line of one", "reviews/one.txt"),
    Review("First line of two", "reviews/two.txt", record="7"),
)
pytestmark = pytest.mark.usefixtures("inside", "quick")


def run(*tasks, flags=None, **more):
    return batch.run(tasks or REVIEWS, settings.load({"out": "cards", "jobs": 1} | (flags or {})), **more)


def lines(folder):
    return [json.loads(row) for row in (folder / "cards" / "manifest.jsonl").read_text().split("\n") if row]


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / "cards").iterdir())}


def test_every_card_has_its_file_and_its_line(inside):
    """The manifest holds all of the quote and all of the card, in the order of the sources."""
    outcome = run()
    found = lines(inside)
    assert (outcome.reviews, outcome.made, outcome.kept, outcome.failures) == (2, 3, 0, [])
    assert [line["quote"] for line in found] == [
        "First line of one",
        "Second line of one",
        "First line of two",
    ]
    for line in found:
        assert set(line) == {*record.QUOTE_KEYS, *record.CARD_KEYS}
        content = (inside / "cards" / line["card"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == line["sha256"]
        assert (len(content), line["error"]) == (line["bytes"], None)


def test_a_cards_name_tells_source_record_rank_size_and_content(inside):
    """Slug of the source, slug of the record, rank, size, the first of the hash."""
    run()
    names = [line["card"] for line in lines(inside)]
    assert [name.rpartition("-")[0] for name in names] == [
        "one-1-portrait",
        "one-2-portrait",
        "two-7-1-portrait",
    ]
    for line in lines(inside):
        assert line["card"].endswith(f"-{line['sha256'][:8]}.png")


def test_every_size_is_made_of_every_quote(inside):
    """Two sizes, twice the cards; a JPEG's file ends in jpg."""
    run(flags={"size": ["square", "story"], "format": "jpeg", "top": 1})
    assert [(line["source"], line["size"]) for line in lines(inside)] == [
        ("reviews/one.txt", "square"),
        ("reviews/one.txt", "story"),
        ("reviews/two.txt", "square"),
        ("reviews/two.txt", "story"),
    ]
    assert all(line["card"].endswith(".jpg") for line in lines(inside))


def test_the_same_input_gives_the_same_bytes(inside):
    """Every file of a second folder is that of the first, gallery and manifest included."""
    run()
    before = contents(inside)
    run(resume=False)
    assert contents(inside) == before
    assert set(before) >= {"manifest.jsonl", "index.html"}
    assert not any(name.startswith(".") for name in before)


def test_a_second_run_makes_nothing_again(inside, quick):
    """What is finished is kept, and the manifest is as it was."""
    run()
    before, quick.calls[:] = contents(inside), []
    outcome = run()
    assert (outcome.made, outcome.kept, quick.calls) == (0, 3, [])
    assert contents(inside) == before


def test_no_resume_makes_all_again(inside, quick):
    """Asked to, a run makes everything anew."""
    run()
    quick.calls.clear()
    assert run(resume=False).made == 3
    assert quick.calls == ["reviews/one.txt", "reviews/two.txt"]


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_card_that_is_gone_or_changed_is_made_again(inside, quick, harm):
    """A review counts as finished only with all its cards as they were written."""
    run()
    card = inside / "cards" / lines(inside)[0]["card"]
    card.unlink() if harm == "gone" else card.write_bytes(b"other")
    quick.calls.clear()
    outcome = run()
    assert (outcome.made, outcome.kept, quick.calls) == (2, 1, ["reviews/one.txt"])
    assert hashlib.sha256(card.read_bytes()).hexdigest() == lines(inside)[0]["sha256"]


@pytest.mark.parametrize(
    "flags", [{"palette": "neon-night"}, {"seed": 4}, {"size": ["story"]}, {"top": 1}, {"format": "webp"}]
)
def test_other_settings_make_other_cards(flags):
    """Whatever shapes a card is part of what makes it finished."""
    run()
    assert run(flags=flags).kept == 0


def test_settings_that_shape_nothing_keep_all():
    """The number of processes changes no card."""
    run()
    assert run(flags={"jobs": 2}).kept == 3


def test_what_is_known_of_a_review_is_part_of_it():
    """A sidecar written later makes its review's cards anew, and only those."""
    run()
    first, second = REVIEWS
    outcome = run(Review(first.text, first.source, about=About(author="Ann")), second)
    assert (outcome.made, outcome.kept) == (2, 1)


def test_another_picture_under_the_same_name_makes_all_anew(tmp_path):
    """What is in a still belongs to the recipe, not only what it is called."""
    from quotecards.batch.recipe import recipe
    from quotecards.settings import load

    still = tmp_path / "dusk.jpg"
    still.write_bytes(b"one")
    settings = load({"still": str(still)})
    first = recipe(REVIEWS[0], settings)
    assert recipe(REVIEWS[0], settings) == first
    still.write_bytes(b"another")
    assert recipe(REVIEWS[0], settings) != first


def test_a_changed_data_file_of_the_users_makes_all_anew(home):
    """A palette of the user's belongs to the recipe."""
    from quotecards.batch import recipe

    recipe.program.cache_clear()
    run()
    (home / "palettes").mkdir()
    (home / "palettes" / "mine.toml").write_text("x = 1")
    recipe.program.cache_clear()
    assert run().kept == 0
    recipe.program.cache_clear()


def test_a_broken_review_never_stops_the_others(inside):
    """A crash, an unreadable source and words that do not fit become error lines; the rest is made."""
    missing = SourceMissing("there is no such file.", where="gone.txt", remedy="Check the path.")
    bad = Review("Stop!", "reviews/bad.txt")
    long = Review("Much too long a line\nA fine line", "reviews/long.txt")
    outcome = run(missing, bad, long, *REVIEWS)
    assert (outcome.reviews, outcome.made) == (5, 4)
    errors = {line["source"]: line["error"] for line in lines(inside) if line["error"]}
    assert errors == {
        "gone.txt": "there is no such file. Check the path.",
        "reviews/bad.txt": "an unexpected RuntimeError: boom",
        "reviews/long.txt": "these words do not fit. Choose another layout.",
    }
    assert [failure.exit_code for failure in outcome.failures] == [3, 1, 6]
    verdict = outcome.verdict()
    assert isinstance(verdict, PartialFailure)
    assert verdict.exit_code is ExitCode.PARTIAL


def test_every_line_has_every_key_also_that_of_an_error(inside):
    """Whoever reads the manifest finds the same keys in each line."""
    run(Review("Stop!", "bad.txt"), Review("Too long\nfine", "long.txt"))
    assert {tuple(sorted(line)) for line in lines(inside)} == {
        tuple(sorted({*record.QUOTE_KEYS, *record.CARD_KEYS}))
    }
    assert lines(inside)[1]["quote"] == "Too long"


def test_nothing_quotable_has_a_message_that_tells_what_to_try():
    """A review without a quote is an error of its own kind, with its own exit code."""
    outcome = run(Review("\n\n", "empty-ish.txt"))
    verdict = outcome.verdict()
    assert verdict.exit_code is ExitCode.NOTHING_QUOTABLE
    assert "extract --explain" in str(verdict)


def test_if_nothing_could_be_made_the_folder_stays_as_it_was(inside):
    """A mistyped source does not wipe the manifest of a good run."""
    run()
    before = contents(inside)
    outcome = run(SourceMissing("there is no such file.", where="gone.txt"))
    assert outcome.verdict().exit_code is ExitCode.SOURCE
    assert contents(inside) == before


def test_a_folder_is_not_even_made_for_nothing(inside):
    """Nothing made, nothing written."""
    run(SourceMissing("there is no such file.", where="gone.txt"))
    assert list(inside.iterdir()) == []


def test_cards_of_an_earlier_run_are_left_and_told(inside):
    """Other sources into the same folder: the manifest is theirs, the old cards stay."""
    run()
    old = {line["card"] for line in lines(inside)}
    outcome = run(Review("A new line", "three.txt"))
    assert outcome.strangers == len(old) == 3
    assert old <= {path.name for path in (inside / "cards").iterdir()}
    assert [line["source"] for line in lines(inside)] == ["three.txt"]


def test_a_review_given_twice_is_made_once(inside):
    """Overlapping sources name the same review once."""
    assert run(*REVIEWS, *REVIEWS).made == 3
    assert len(lines(inside)) == 3


def test_a_run_that_was_stopped_goes_on(inside, quick, monkeypatch):
    """What was finished before is remembered in the folder and is not made again."""
    real = quick.extract

    def stop(review, settings):
        if review.source == "reviews/two.txt":
            raise KeyboardInterrupt
        return real(review, settings)

    with monkeypatch.context() as patch:
        patch.setattr(quick, "extract", stop)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert not (inside / "cards" / manifest.NAME).exists()
    quick.calls.clear()
    outcome = run()
    assert (outcome.made, outcome.kept, quick.calls) == (1, 2, ["reviews/two.txt"])
    assert not (inside / "cards" / place.PARTS).exists()


def test_a_full_disk_stops_the_run_and_keeps_what_was_made(inside, monkeypatch):
    """A folder that cannot be written to is no review's fault: the run ends with that error."""
    import os

    real, written = os.replace, []

    def fill(source, target):
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(target)
        real(source, target)

    monkeypatch.setattr("quotecards.files.os.replace", fill)
    with pytest.raises(OutputError, match="no space left"):
        run()
    monkeypatch.undo()
    monkeypatch.chdir(inside)
    assert len(list((inside / "cards").glob("*.png"))) == 2


def test_a_dry_run_tells_all_and_writes_nothing(inside):
    """Every card that would be made has its line; the folder is not even made."""
    outcome = run(dry=True)
    assert [(line["quote"], line["palette"], line["card"]) for line in outcome.lines] == [
        ("First line of one", "sun-kissed", None),
        ("Second line of one", "sun-kissed", None),
        ("First line of two", "sun-kissed", None),
    ]
    assert list(inside.iterdir()) == []


def test_progress_is_reported_after_each_part():
    """Reviews, cards and errors so far."""
    many = [Review(f"Line of {number}", f"{number}.txt") for number in range(20)]
    seen = []
    run(Review("Stop!", "bad.txt"), *many, report=lambda o: seen.append((o.reviews, o.made, o.errors)))
    assert seen == [(16, 15, 1), (21, 20, 1)]
