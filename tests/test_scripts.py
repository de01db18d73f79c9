from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import DoesNotFit, FontError
from quotecards.fonts import HarfBuzz, Style, leftward, whole
from quotecards.layout import compose
from quotecards.layout.bidi import faced, levels, ordered
from quotecards.layout.languages import marks
from quotecards.layout.scripts import count, forms, from_right, leading, parted, scripts
from quotecards.layout.words import words

from layout_cases import quote

MEASURER = HarfBuzz()
STYLE = Style("newsreader")
JAPANESE = "「彼女」は、孤独についての映画ではなく、つながりについての映画だ。"


def texts(token, code):
    return [part.text for part in parted(token, code)]


def files(text, language=""):
    shaped = MEASURER.shape(text, STYLE._replace(forms=language), 60)
    return [glyph.face.path.split("/")[-1].partition(".")[0] for glyph in shaped.glyphs]


# ---------------------------------------------------------------- where lines break


@given(
    st.text(
        st.sampled_from("「」『』（）、。，：；！？…—・っゃァー々彼女映画の12ab“”’《》"),
        min_size=1,
        max_size=30,
    )
)
def test_no_line_of_chinese_or_japanese_begins_or_ends_wrongly(token):
    """Kinsoku: no closing mark, small kana or lengthening begins a line, no opening mark ends one."""
    parts = texts(token, "ja")
    assert "".join(parts) == token
    rules = scripts()
    for before, after in pairwise(parts):
        assert after[0] not in rules.never_first
        assert before[-1] not in rules.never_last


def test_japanese_breaks_best_between_its_phrases():
    """Within a phrase a line's end is weak, after one it is not."""
    weak = {part.text: part.weak for part in parted(JAPANESE, "ja")}
    assert weak["は、"] < weak["孤"]


def test_thai_breaks_between_its_words():
    """There are no spaces; a model knows the words. Source: BudouX."""
    assert texts("หนังเรื่องนี้สวยงามมาก", "th") == ["หนัง", "เรื่อง", "นี้", "สวย", "งาม", "มาก"]


def test_korean_breaks_at_its_spaces_only():
    """A word is not parted."""
    assert [word.text for word in words("영화는 외로움에 관한 것", "ko")] == [
        "영화는",
        "외로움에",
        "관한",
        "것",
    ]


def test_an_address_parts_at_its_joints_and_a_long_word_nowhere():
    """No hyphen may be added to what was said, so a word stays whole; an address reads on without one."""
    assert texts("https://www.example.org/films/2013/her", "en")[:2] == ["https://", "www."]
    assert len(parted("Donaudampfschifffahrtsgesellschaftskapitän", "de")) == 1


# ---------------------------------------------------------------- which way text runs


@pytest.mark.parametrize(
    ("text", "code", "right"),
    [
        ("שלום Her", "he", True),
        ("“Her” הוא סרט", "he", True),
        ("Her הוא סרט", "en", False),
        ("فيلم", "und", True),
        ("a film", "ar", False),
    ],
)
def test_a_text_runs_as_its_language_does_else_as_its_first_letter(text, code, right):
    """A language of the right needs letters of the right, too."""
    assert from_right(text, code) is right


def test_numbers_and_latin_run_from_the_left_within_hebrew():
    """The levels of UAX 9: the text 1, numbers and Latin letters 2."""
    assert levels("של Her 10!", 1) == [1, 1, 1, 2, 2, 2, 2, 2, 2, 1]


def test_brackets_run_as_what_they_hold():
    """A year in brackets behind a Latin title stays with it (rule N0); around Hebrew they are Hebrew's."""
    assert levels("ב Her (2013).", 1) == [1, 1, *[2] * 10, 1]
    assert levels("a (ב) b", 0) == [0, 0, 0, 1, 0, 0, 0]


@given(st.lists(st.integers(0, 3), max_size=12))
def test_reordering_loses_nothing(level):
    """Each thing of a line stands somewhere, once."""
    assert sorted(ordered(range(len(level)), level)) == list(range(len(level)))


def test_a_line_is_ordered_from_its_deepest_level_up():
    """Rule L2: he said “CAR means SAAB” within text of the right."""
    assert ordered("ABc12D", [1, 1, 2, 2, 2, 1]) == list("Dc12BA")
    assert ordered("ab", [0, 0]) == ["a", "b"]


def test_marks_alone_are_mirrored_where_text_runs_left():
    """A bracket opens towards its words; letters are left to HarfBuzz."""
    assert faced("(“", 1) == "“)"
    assert faced("(", 0) == "("
    assert faced("(ש", 1) == "(ש"


@pytest.mark.parametrize("size", ["portrait", "square", "story", "landscape"])
def test_hebrew_stands_flush_right_with_its_marks_outside(size):
    """All lines end at one edge; only the opening mark goes beyond it."""
    one = quote("הסרט הזה הוא לא על בדידות, אלא על מה שקורה כשאנחנו מקשיבים.", language="he")
    made = compose(one, palette="flashback", layout="plain", size=size)
    lines = [line for line in made.lines if line.role == "quote"]
    edges = [line.right for line in lines[1:]]
    assert max(edges) - min(edges) < 0.05 * lines[0].size
    assert lines[0].right > max(edges)
    assert all(
        piece.rtl for line in lines for run in line.runs for piece in run.pieces if leftward(piece.text)
    )


def test_the_first_word_of_hebrew_stands_on_the_right():
    """And the last on the left."""
    one = quote("אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע עשר", language="he")
    line = next(
        line for line in compose(one, palette="flashback", layout="plain").lines if line.role == "quote"
    )
    pieces = sorted((piece.x, piece.text) for run in line.runs for piece in run.pieces)
    assert "".join(text for _, text in reversed(pieces)).replace("”", "") == line.text.replace(
        " ", ""
    ).replace("”", "")


# ---------------------------------------------------------------- which font, and how much room


@pytest.mark.parametrize(
    ("text", "language", "file"),
    [
        ("直", "ja", "noto-serif-jp"),
        ("直", "zh-hans", "noto-serif-sc"),
        ("直", "zh-hant", "noto-serif-tc"),
        ("한", "ko", "noto-serif-kr"),
        ("שלום", "", "frank-ruhl-libre"),
        ("سلام", "", "amiri"),
        ("क्षत्रिय", "", "noto-serif-devanagari"),
        ("น้ำ", "", "noto-serif-thai"),
        ("👩‍👩‍👧", "", "noto-emoji"),
        ("🇯🇵", "", "noto-emoji-flags"),
    ],
)
def test_each_script_has_its_font_and_each_language_its_forms(text, language, file):
    """One font for a whole letter as a reader sees it, an emoji with its joiners too."""
    assert set(files(text, language)) == {file}


def test_marks_take_the_font_of_the_letters_beside_them():
    """A quotation mark of Chinese is as wide as its characters."""
    assert files("“你好”", "zh-hans")[0] == "noto-serif-sc"
    assert files("“Her”", "zh-hans")[0] == "newsreader-roman"


def test_a_word_of_vietnamese_is_of_one_font():
    """A display face without its letters gives way as a whole."""
    assert whole("libre-caslon-condensed", "tình yêu lặng lẽ") == "newsreader"
    assert whole("libre-caslon-condensed", "love") == "libre-caslon-condensed"


def test_forms_are_told_by_language_else_by_the_characters():
    """Kana are Japanese, Hangul Korean, characters of Big5 alone traditional."""
    assert forms("映画", "ja") == "ja"
    assert forms("電影の", "und") == "ja"
    assert forms("电影", "zh") == "zh-hans"
    assert forms("電影學會", "zh") == "zh-hant"
    assert forms("電影", "zh-TW") == "zh-hant"
    assert forms("love", "ja") == ""


def test_tall_scripts_are_led_wider_and_counted_by_their_letters():
    """A few foreign letters change nothing."""
    assert leading("एक फ़िल्म") > 1.44
    assert leading("a long line about films from 東京") == 0
    assert count("这不是一部关于孤独的电影") == 6
    assert count("two words") == 2


@pytest.mark.parametrize(
    ("code", "pair"), [("ja", "「」"), ("zh-TW", "「」"), ("zh", "“”"), ("ar", "«»"), ("hi", "“”")]
)
def test_marks_are_those_of_the_language(code, pair):
    """The outer pair of each."""
    assert "".join(marks(code)) == pair


def test_what_no_font_has_is_an_error_and_what_has_no_room_too():
    """Never a box, never a cut."""
    with pytest.raises(FontError, match="U\\+16A0"):
        compose(quote("ᚠ is a rune"), palette="flashback", layout="plain")
    with pytest.raises(DoesNotFit):
        compose(quote("映画" * 400, language="ja"), palette="flashback", layout="plain")
