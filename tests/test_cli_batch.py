"""`batch`, `render` and `gallery` from the command line: results on stdout, talk on stderr, the right code."""

from __future__ import annotations

import csv
import json

import pytest
from quotecards.errors import ExitCode

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def reviews(inside):
    """A folder of two reviews."""
    (inside / "reviews").mkdir()
    (inside / "reviews" / "one.txt").write_text("First line of one\nSecond line of one")
    (inside / "reviews" / "two.txt").write_text("First line of two")
    return inside


def lines(folder):
    return [json.loads(row) for row in (folder / "manifest.jsonl").read_text().split("\n") if row]


def test_a_batch_prints_where_its_results_are_and_tells_the_rest_on_stderr(run, reviews):
    """Manifest and gallery on stdout, the summary on stderr, no bar where nobody looks."""
    done = run("batch", "reviews", "--out", "cards", "--top", "1", "--size", "square", "--size", "story")
    assert done.code == ExitCode.OK
    assert done.out == "cards/manifest.jsonl\ncards/index.html\n"
    assert done.err.startswith("2 reviews: 4 cards made in ")
    assert done.err.count("\n") == 1
    assert [line["size"] for line in lines(reviews / "cards")] == ["square", "story"] * 2


@pytest.mark.usefixtures("reviews")
def test_a_second_run_says_what_it_kept(run):
    """Finished cards are counted apart."""
    run("batch", "reviews", "--out", "cards")
    done = run("batch", "reviews", "--out", "cards")
    assert "0 cards made" in done.err
    assert "3 were finished already" in done.err
    assert "3 cards made" in run("batch", "reviews", "--out", "cards", "--no-resume").err


def test_a_dry_run_prints_a_line_for_each_card(run, reviews):
    """New or kept, source, rank, size, layout, palette, quote, with tabs between; nothing is written."""
    done = run("batch", "reviews", "--out", "cards", "--dry-run")
    assert [row.split("\t") for row in done.out.splitlines()] == [
        ["new", "reviews/one.txt", "1", "portrait", "panel", "sun-kissed", "First line of one"],
        ["new", "reviews/one.txt", "2", "portrait", "panel", "sun-kissed", "Second line of one"],
        ["new", "reviews/two.txt", "1", "portrait", "panel", "sun-kissed", "First line of two"],
    ]
    assert "3 cards would be made" in done.err
    assert not (reviews / "cards").exists()
    run("batch", "reviews", "--out", "cards")
    assert run("batch", "reviews", "--out", "cards", "-n").out.startswith("kept\t")


def test_one_broken_review_makes_it_a_partial_success(run, reviews):
    """The others are made, the broken one is told, the code is 8."""
    (reviews / "reviews" / "bad.txt").write_text("Stop!")
    done = run("batch", "reviews", "--out", "cards")
    assert done.code == ExitCode.PARTIAL
    assert "! reviews/bad.txt: an unexpected RuntimeError: boom" in done.err
    assert "3 cards made" in done.err
    assert "1 failed" in done.err
    assert [line["error"] for line in lines(reviews / "cards")] == [
        "an unexpected RuntimeError: boom",
        None,
        None,
        None,
    ]


@pytest.mark.usefixtures("reviews")
def test_cards_of_an_earlier_run_are_told(run):
    """Nothing is deleted silently."""
    run("batch", "reviews", "--out", "cards")
    done = run("batch", "reviews/two.txt", "--out", "cards")
    assert "2 cards of an earlier run are still in cards" in done.err


def test_the_gallery_is_written_anew(run, reviews):
    """The page of a folder; its title may be chosen."""
    run("batch", "reviews", "--out", "cards")
    page = reviews / "cards" / "index.html"
    before = page.read_bytes()
    page.unlink()
    done = run("gallery", "cards")
    assert (done.code, done.out, page.read_bytes()) == (ExitCode.OK, "cards/index.html\n", before)
    run("gallery", "cards", "--title", "Mine")
    assert "<h1>Mine</h1>" in page.read_text()


def test_a_folder_without_cards_has_no_gallery(run, inside):
    """The message names the command that makes one."""
    done = run("gallery", inside)
    assert done.code == ExitCode.DATA
    assert "quotecards batch" in done.err


def test_chosen_quotes_become_cards(run, inside):
    """A CSV with the fields of the design, also with a palette and an emphasis of its own."""
    with (inside / "quotes.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["quote", "author", "title", "film", "year", "palette", "layout"])
        writer.writerow(
            ["It is a film, and more.", "Ann Reader", "Far Apart", "her", "2013", "neon-night", ""]
        )
        writer.writerow(["", "Nobody", "", "", "", "", ""])
        writer.writerow(["So it goes.", "", "", "her", "soon", "", ""])
    done = run("render", "quotes.csv", "--out", "cards")
    assert done.code == ExitCode.PARTIAL
    good, *bad = lines(inside / "cards")
    assert (good["quote"], good["palette"], good["kind"]) == (
        "It is a film, and more.",
        "neon-night",
        "reviewer",
    )
    assert good["credit"]["lines"][0] == "Ann Reader"
    assert [(line["source"], line["error"]) for line in bad] == [
        ("quotes.csv:3", "there are no words in the field quote. Fill it or remove the row."),
        ("quotes.csv:4", "'soon' is no year. Write the year in figures."),
    ]


def test_what_extract_prints_can_be_rendered(run, reviews):
    """The JSON of `extract` makes the very cards that `batch` makes."""
    (reviews / "quotes.json").write_text(run("extract", "reviews", "--json").out)
    run("batch", "reviews", "--out", "cards")
    assert run("render", "quotes.json", "--out", "again").code == ExitCode.OK

    def facts(folder):
        return [
            {name: value for name, value in line.items() if name != "recipe"}
            for line in lines(reviews / folder)
        ]

    assert facts("again") == facts("cards")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("none.jsonl", None, "no such file"),
        ("empty.jsonl", "", "there is no quote in it"),
        ("bad.jsonl", "nonsense\n", "bad.jsonl:1: this is no JSON object"),
        ("bad.json", "[1, ", "is no JSON"),
        ("list.json", '["words"]', "list.json, element 1"),
        ("bad.csv", "words,film\na,b\n", "the first row names no column quote"),
        ("bytes.jsonl", b"\xff\xfe\x00", "is not text in UTF-8"),
        (
            "changed.jsonl",
            '{"quote": "Words!", "verbatim": "Words", "edits": [], "credit": {}}',
            "not the shape of a quote",
        ),
    ],
)
def test_a_file_of_quotes_that_is_wrong_tells_its_place(run, inside, name, text, says):
    """File and row, the reason, and what to do."""
    if text is not None:
        (inside / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("render", name, "--out", "cards")
    assert (done.code, done.out) == (ExitCode.SOURCE, "")
    assert says in done.err


def test_a_quote_that_was_changed_after_it_was_extracted_is_refused(run, reviews):
    """Quote, verbatim and edits belong together: no word is put into anyone's mouth."""
    values = json.loads(run("extract", "reviews/two.txt", "--json").out)
    values[0]["quote"] = "First lie of two"
    (reviews / "quotes.json").write_text(json.dumps(values))
    done = run("render", "quotes.json", "--out", "cards")
    assert done.code == ExitCode.SOURCE
    assert "its quote is not its verbatim with its edits" in done.err
