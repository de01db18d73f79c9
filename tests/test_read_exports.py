"""Stage 1: exports of accounts: Letterboxd, Readwise, Kindle; and what only comes along with them."""

from __future__ import annotations

import io
import zipfile

import pytest
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read import exports, reviews

from sources import good, items, of, only

HEAD = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n"
ROW = '2020-03-01,Her,2013,https://boxd.it/aaaa,4.5,,"a film about the telephone that made me put mine down 📱",,2020-03-01\n'
PROFILE = "Date Joined,Username,Given Name,Family Name\n2019-01-01,annf,Ann,Field\n"
OTHER = "Date,Name,Year,Letterboxd URI\n2020-01-01,Her,2013,https://boxd.it/aaaa\n"
FILES = {
    "reviews.csv": HEAD + ROW,
    "profile.csv": PROFILE,
    "watched.csv": OTHER,
    "ratings.csv": OTHER,
    "lists/best.csv": "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n",
    "deleted/reviews.csv": HEAD + ROW,
}
READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n"
    '"Every cut is a lie. Said aloud, it stops being one.",On Cutting,Ines Park,,my note,yellow,,page,12,2021-01-01,\n'
)
CLIPPINGS = (
    "\ufeffOn Cutting: A Short Book (Second Edition) (Park, Ines)\r\n"
    "- Your Highlight on page 12 | location 170-172 | Added on Tuesday, 5 May 2020 10:11:12\r\n\r\n"
    "The eye forgives what the ear does not.\r\n==========\r\n"
    "\ufeffOn Cutting (Park, Ines)\r\n- Your Note on page 12 | Added on Tuesday\r\n\r\nmy own note\r\n==========\r\n"
    "On Cutting (Park, Ines)\r\n- Your Bookmark on page 13 | Added on Tuesday\r\n\r\n\r\n==========\r\n"
    "Papers\r\n- Ihre Markierung auf Seite 3 | Hinzugefügt am Dienstag\r\n\r\nZwei Zeilen,\r\nein Gedanke.\r\n==========\r\n"
)


def test_a_letterboxd_review_knows_its_film_its_writer_and_its_place():
    """The columns are the export's own; the writer is in the file beside."""
    (found,) = good(HEAD + ROW, "reviews.csv", beside={"profile.csv": PROFILE.encode()})
    about = found.about
    assert (about.film, about.year, about.rating, about.published) == ("Her", 2013, "4.5", "2020-03-01")
    assert (about.author, about.outlet, about.url) == ("Ann Field", "Letterboxd", "https://boxd.it/aaaa")
    assert dict(about.origin) | {"author": "profile.csv", "film": "column Name"} == dict(about.origin)


@pytest.mark.parametrize(
    ("profile", "author"),
    [(PROFILE, "Ann Field"), (PROFILE.replace("Ann,Field", ","), "annf"), ("", None), ("x\n", None)],
)
def test_a_member_goes_by_the_full_name_or_by_the_user_name(profile, author):
    """Whatever the profile tells."""
    (found,) = good(HEAD + ROW, "reviews.csv", beside={"profile.csv": profile.encode()})
    assert found.about.author == author


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("a film about the telephone", True),
        ("miau", False),
        ("One line here.\n\nAnd another one.", False),
        ("One line here.<br><br>And another one.", False),
        ("word " * 60, False),
        ("un film qui sourit même quand il ment 💔", True),
    ],
)
def test_a_review_of_one_line_is_its_own_quote(text, chosen):
    """A shrug is none, and of a paragraph a line is picked."""
    (found,) = good(HEAD + f'2020-03-01,Her,2013,https://boxd.it/a,,,"{text}",,\n', "reviews.csv")
    assert found.chosen is chosen


def test_bits_of_html_are_told_and_stay():
    """A block quote that never closes ends with its paragraph."""
    (found,) = good(
        HEAD
        + '2020-03-01,Her,2013,u,,,"<blockquote>No plan at all.\n\nI keep coming back to <i>this</i>.",,\n',
        "reviews.csv",
    )
    assert found.text == "<blockquote>No plan at all.\n\nI keep coming back to <i>this</i>."
    assert [(mark.kind, of(found, mark)) for mark in found.markup] == [
        ("blockquote", "No plan at all."),
        ("italic", "this"),
    ]
    assert [label.label for label in found.labels] == ["markup"]


def packed(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("root", ["", "letterboxd-ann-2024/"])
def test_of_the_whole_export_only_the_reviews_are_read(tmp_path, root):
    """As an archive and unpacked; not the lists, not what was deleted, and without an error for each of them."""
    files = {root + name: content for name, content in FILES.items()}
    (tmp_path / "export.zip").write_bytes(packed(files))
    for name, content in files.items():
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for source in ("export.zip", "folder"):
        (found,) = reviews(str(tmp_path / source))
        assert isinstance(found, Review)
        assert found.about.author == "Ann Field"
        assert found.source == str(tmp_path / source / f"{root}reviews.csv")


def test_a_file_of_reviews_beside_others_is_no_export():
    """Only the company of its own kind tells."""
    assert exports.files(["reviews.csv", "more.csv"]) == ["more.csv", "reviews.csv"]
    assert exports.folders(["old"], ["reviews.csv"]) == ["old"]


def test_a_batch_is_not_read_as_its_own_source(tmp_path):
    """Its manifest is a list of quotes, its gallery a page; neither is a review."""
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "cards").mkdir()
    for name in ("manifest.jsonl", "index.html"):
        (tmp_path / "cards" / name).write_text("{}")
    assert [one.source for one in reviews(str(tmp_path))] == [str(tmp_path / "a.txt")]


def test_the_folder_of_a_saved_page_is_passed_over(tmp_path):
    """Its frames are pages too, and no reviews."""
    (tmp_path / "Her.html").write_text("<p>Words of a review.</p>")
    for folder in ("Her_files", "Other_files", "__MACOSX", ".hidden"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text("<p>Words of a frame.</p>")
    found = [one.source for one in reviews(str(tmp_path)) if isinstance(one, Review)]
    assert found == [str(tmp_path / "Her.html"), str(tmp_path / "Other_files" / "frame.html")]


def test_a_readwise_highlight_is_chosen_with_its_book():
    """The reader's notes are the reader's."""
    (found,) = good(READWISE, "readwise-data.csv")
    assert found.chosen
    assert found.text == "Every cut is a lie. Said aloud, it stops being one."
    assert (found.about.title, found.about.author) == ("On Cutting", "Ines Park")


def test_kindle_highlights_are_chosen_notes_and_bookmarks_are_not():
    """With title and author from their heading, in any language of the device."""
    first, second = good(CLIPPINGS, "My Clippings.txt")
    assert (first.text, first.chosen, first.record) == ("The eye forgives what the ear does not.", True, "1")
    assert (first.about.title, first.about.author) == (
        "On Cutting: A Short Book (Second Edition)",
        "Ines Park",
    )
    assert (second.text, second.about.title, second.about.author) == (
        "Zwei Zeilen,\r\nein Gedanke.",
        "Papers",
        None,
    )


def test_clippings_without_a_highlight_are_empty():
    """A bookmark is no quote."""
    error = only("T (A)\n- Your Bookmark on page 1\n\n\n==========\n", "My Clippings.txt")
    assert isinstance(error, SourceEmpty)
    assert "no highlight" in error.what


def test_a_text_with_a_rule_in_it_is_no_clippings():
    """Only the whole shape tells."""
    (found,) = good("A title\nNo hyphen here.\n\nWords.\n==========\nMore words.\n", "a.txt")
    assert not found.chosen


def test_the_users_columns_win_over_an_exports_own():
    """Whoever names them knows."""
    (found,) = good(HEAD + ROW, "reviews.csv", columns={"text": "Name"})
    assert found.text == "Her"


def test_an_export_is_known_in_a_pipe():
    """By its heading, or by the shape of its first entry."""
    assert good(READWISE, "-")[0].chosen
    assert good(CLIPPINGS, "-")[0].chosen
    assert good(HEAD + ROW, "-")[0].about.outlet == "Letterboxd"


def test_an_export_without_reviews_says_so():
    """A heading alone."""
    (found,) = items(HEAD, "reviews.csv")
    assert isinstance(found, SourceError)
    assert "no row" in found.what
