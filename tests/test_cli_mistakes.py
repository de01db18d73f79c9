"""What users get wrong is told at the command line: what, where, what to do; the right exit code, no traceback."""

from __future__ import annotations

import json
import struct
import zlib

import pytest
from quotecards.datafiles import packaged
from quotecards.errors import ExitCode
from quotecards.fonts.catalogue import forget as forget_fonts
from quotecards.layout import forget

PREVIEW = ("preview", "--text", "A quiet wonder.", "--out", "card.webp")


@pytest.fixture
def place(inside, home):
    """Files that are not what their names say, and a picture of 200 megapixels in 24 kB."""
    (inside / "text.jpg").write_text("no picture")
    (inside / "text.ttf").write_text("no font")
    (inside / "empty.png").touch()
    (inside / "huge.png").write_bytes(huge(20_000, 10_000))
    yield inside
    forget()
    forget_fonts()


def huge(width, height):
    """A black PNG of one bit a pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * ((width // 8 + 1) * height), 9))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (
            [*PREVIEW, "--still", "huge.png"],
            ExitCode.DATA,
            "huge.png: the still is too large; 100 megapixels",
        ),
        ([*PREVIEW, "--still", "text.jpg"], ExitCode.DATA, "text.jpg: cannot be read as a picture"),
        ([*PREVIEW, "--still", "empty.png"], ExitCode.DATA, "empty.png: cannot be read as a picture"),
        ([*PREVIEW, "--still", "none.jpg"], ExitCode.DATA, "none.jpg: there is no such still"),
        (
            [*PREVIEW, "--layout", "panel", "--still", "text.jpg"],
            ExitCode.DATA,
            "cannot be read as a picture",
        ),
        ([*PREVIEW, "--focus", "2,2"], ExitCode.USAGE, "two fractions"),
        ([*PREVIEW, "--logo", "none.png"], ExitCode.DATA, "none.png: there is no such logo"),
        ([*PREVIEW, "--logo", "huge.png"], ExitCode.DATA, "huge.png: the logo is too large"),
        (["palettes", "new", "mine", "--from", "huge.png"], ExitCode.DATA, "the still is too large"),
        (["fonts", "add", "text.ttf"], ExitCode.DATA, "text.ttf: cannot be read as a font"),
        (["preview", "--text", ""], ExitCode.USAGE, "there are no words to set"),
        (["preview", "--text", "word " * 5000], ExitCode.DOES_NOT_FIT, "5000 words do not fit on 10 cards"),
        (["preview", "--text", "word " * 5000, "--no-carousel"], ExitCode.DOES_NOT_FIT, "60 are the most"),
        ([*PREVIEW, "--language", "klingon!"], ExitCode.USAGE, "a code such as en"),
    ],
)
def test_a_mistake_is_told_and_makes_no_card(run, place, arguments, code, says):
    """The message names the file or the flag; nothing is written."""
    before = sorted(place.iterdir())
    done = run(*arguments)
    assert (done.code, done.out) == (code, ""), done.err
    assert says in done.err
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 2, "what and where, then the remedy"
    assert sorted(place.iterdir()) == before


def test_a_palette_with_a_colour_that_is_none(run, place, home):
    """File, line and field; told before a card is made, also where the palette was not asked for."""
    (home / "palettes").mkdir()
    text = packaged("palettes", "flashback.toml").read_text(encoding="utf-8")
    path = home / "palettes" / "mine.toml"
    path.write_text(text.replace('ink = "#33202F"', 'ink = "blue"'))
    forget()
    done = run(*PREVIEW)
    number = path.read_text().splitlines().index('ink = "blue"') + 1
    assert (done.code, done.out) == (ExitCode.DATA, "")
    assert f"{path}:{number}: ink: 'blue' is no colour." in done.err


def test_a_font_of_the_users_that_is_none(run, place, home):
    """Told by name when a letter is looked for in it; words that need no such font are set."""
    (home / "fonts").mkdir()
    (home / "fonts" / "text.ttf").write_text("no font")
    (home / "fonts.toml").write_text(
        '[mine]\nlabel = "Mine"\nuse = "x"\nroman = ["text.ttf"]\nlast = 0\n', encoding="utf-8"
    )
    forget_fonts()
    assert run(*PREVIEW).code == ExitCode.OK
    done = run("preview", "--text", "A quiet \U00013000 wonder.")
    assert (done.code, done.out) == (ExitCode.DATA, "")
    assert "text.ttf: cannot be read as a font" in done.err


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"quote": "word " * 5000}, "5000 words do not fit on 10 cards"),
        ({"quote": "  "}, "there are no words in the field quote"),
        ({"quote": "Fine.", "palette": "no-such"}, "there is no palette 'no-such'"),
        ({"quote": "Fine.", "layout": "no-such"}, "there is no layout 'no-such'"),
    ],
)
def test_a_wrong_row_spoils_no_other(run, place, row, says):
    """Its line of the manifest has the error; the rest is made."""
    rows = [row, {"quote": "A quiet wonder."}]
    (place / "quotes.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    done = run("render", "quotes.jsonl", "--out", "cards", "--format", "webp")
    assert done.code == ExitCode.PARTIAL
    wrong, right = map(json.loads, (place / "cards" / "manifest.jsonl").read_text().splitlines())
    assert says in wrong["error"]
    assert right["error"] is None


def test_a_still_that_no_layout_shows_is_told(run, inside):
    """The card is made, and the reason told."""
    from PIL import Image

    Image.new("RGB", (640, 360), (60, 40, 80)).save(inside / "still.png")
    done = run(*PREVIEW, "--layout", "plain", "--still", "still.png")
    assert (done.code, done.out) == (ExitCode.OK, "card.webp\n")
    assert "The still is not shown: plain has none" in done.err
    words = (
        "It is a film about the spaces between the words, and it knows them better than any other that I saw"
    )
    (inside / "long.txt").write_text(f"---\nfilm: Her\n---\n\n{words}, whoever made it and for whom.\n")
    done = run("preview", "long.txt", "--layout", "poster", "--still", "still.png", "--out", "card.webp")
    assert done.code == ExitCode.OK
    assert "The still is not shown: these words have no room on poster, and" in done.err


@pytest.mark.parametrize(
    ("flags", "marks"),
    [
        (["--text", "Die Räume zwischen den Wörtern."], "„…“"),
        (["--text", "The spaces between the words."], "“…”"),
        (["--text", "The spaces between the words.", "--language", "de"], "„…“"),
        (["--text", "这不是一部关于孤独的电影。"], "“…”"),
        (["--text", "これは言葉のあいだの映画です。"], "「…」"),
        (["--text", "Un film sur les espaces entre les mots."], "«…»"),
    ],
)
def test_the_marks_are_those_of_the_language(run, inside, monkeypatch, flags, marks):
    """As told, or as the words show."""
    from quotecards import pipeline

    seen = []
    make = pipeline.cards
    monkeypatch.setattr(pipeline, "cards", lambda *given, **more: seen.extend(make(*given, **more)) or seen)
    done = run("preview", *flags, "--layout", "plain", "--out", "card.webp")
    assert done.code == ExitCode.OK, done.err
    words = "".join(line.text for line in seen[0].scene.lines if line.role == "quote")
    assert words[0] + "…" + words[-1] == marks
    assert (inside / "card.webp").exists()
