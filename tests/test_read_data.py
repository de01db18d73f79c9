"""Stage 1: the data files of reading are checked when they are loaded, and name what is wrong."""

from __future__ import annotations

import pytest
from quotecards.datafiles import load, packaged
from quotecards.errors import DataError
from quotecards.read import about, known_table, limits, page_marks, records


@pytest.fixture
def altered(monkeypatch, tmp_path):
    """One data file, altered, in place of the package's."""

    def alter(name, before, after, *modules):
        text = packaged("read", name).read_text(encoding="utf-8")
        assert before in text
        path = tmp_path / name
        path.write_text(text.replace(before, after), encoding="utf-8")
        for module in modules:
            monkeypatch.setattr(module, "packaged", lambda *_parts: path)
        return path

    return alter


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("review_bytes = 1_000_000", "review_bytes = 0", "review_bytes is 0"),
        ("review_bytes = 1_000_000", "", "review_bytes is None"),
        ("ratio = 200", "ratio = true", "archive.ratio is True"),
        ("seconds = 20", "seconds = 20\nminutes = 1", "web.minutes is 1"),
    ],
)
def test_a_limit_that_is_none_is_named(altered, before, after, says):
    """With file and line."""
    path = altered("limits.toml", before, after, limits)
    with pytest.raises(DataError, match=says) as caught:
        limits.limits.__wrapped__()
    assert caught.value.where.startswith(f"{path}:")


def test_a_pattern_that_is_none_is_named(altered):
    """With file and line."""
    path = altered("page.toml", '"byline(?:-.+)?"', '"byline("', page_marks)
    with pytest.raises(DataError, match="no regular expressions") as caught:
        page_marks.marks.__wrapped__()
    assert caught.value.where.startswith(f"{path}:")


def test_a_kind_of_markup_that_is_none_is_named(altered):
    """With those that are."""
    altered("page.toml", 'dfn = "italic"', 'dfn = "slanted"', page_marks)
    with pytest.raises(DataError, match=r"prose\.dfn: 'slanted'"):
        page_marks.marks.__wrapped__()


@pytest.mark.parametrize(
    ("before", "after"), [('rating = "Rating"', 'stars = "Rating"'), ('text = "Review"', 'text = "Text"')]
)
def test_a_kind_of_export_that_cannot_be_is_named(altered, before, after):
    """A field that reviews do not have, a text that is not among the signs."""
    altered("tables.toml", before, after, known_table)
    with pytest.raises(DataError, match="letterboxd"):
        known_table._known.__wrapped__("letterboxd")


def test_no_name_means_two_things():
    """Of fields and columns; nor do the names of front matter contradict them."""
    told = load(packaged("read", "fields.toml"))
    assert set(told) <= set(records.FIELDS)
    names = [name for listed in told.values() for name in listed]
    assert len(names) == len(set(names))
    for name, key in about.names().items():
        assert name not in names or name in told[key], name


def test_every_label_of_a_page_gives_its_reason():
    """In words that a user reads."""
    for entry in load(packaged("read", "page.toml"))["labels"]:
        assert entry["why"].startswith("the page marks it as")
        assert {"tags", "roles", "words"} & set(entry)
