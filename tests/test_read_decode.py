"""Stage 1: bytes become text, and it is told how."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import SourceEmpty, SourceError
from quotecards.models import Review
from quotecards.read.decode import decode, lines

from sources import only, source

TEXTS = {
    "de": "Ein Film über die Liebe, die größer ist als wir, und am Ende weiß man nichts mehr – „nichts“.",
    "fr": "Un film d’une beauté étrange, où l’été n’en finit pas de s’achever, et la mémoire s’égare.",
    "pl": "Film opowiada o miłości, która nie zna granic, a każda scena mówi coś ważnego o życiu.",
    "cs": "Příběh o lásce, která přežije všechno. Herci hrají skvěle a konec filmu mě opravdu překvapil.",
    "hu": "Gyönyörű film a szerelemről és az időről; a végén sokáig ültem a székben, őszintén.",
    "tr": "Aşkın ne kadar güçlü olduğunu anlatan bir film. Sonunda gözyaşlarımı tutamadım.",
    "ru": "Фильм о любви, которая сильнее времени. Актёры играют прекрасно, музыка тихая и точная.",
    "el": "Μια ταινία για την αγάπη που δεν τελειώνει. Στο τέλος μένει μόνο η σιωπή.",
    "he": "סרט על אהבה שאינה נגמרת. השחקנים נהדרים והמוזיקה שקטה. בסוף נשארת רק הדממה.",
    "ja": "この映画は愛についての静かな物語である。俳優の演技は素晴らしく、音楽も美しい。最後の場面で涙が止まらなかった。",
    "zh": "这是一部关于爱情的安静电影。演员的表演非常出色，音乐也很美。最后一幕让我久久不能平静。",
    "ko": "이 영화는 사랑에 대한 조용한 이야기이다. 배우들의 연기가 훌륭하고 음악도 아름답다.",
}
OLD = [
    ("de", "cp1252"),
    ("fr", "cp1252"),
    ("pl", "cp1250"),
    ("pl", "iso8859-2"),
    ("cs", "cp1250"),
    ("hu", "cp1250"),
    ("tr", "cp1254"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("el", "cp1253"),
    ("he", "cp1255"),
    ("ja", "shift_jis"),
    ("ja", "euc-jp"),
    ("zh", "gb18030"),
    ("zh", "big5"),
    ("ko", "euc-kr"),
]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_unicode_is_read_by_its_mark_or_as_utf8(language, encoding):
    """Any script; the mark is no part of the text."""
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    assert decode(mark + TEXTS[language].encode(encoding), "x").text == TEXTS[language]


@pytest.mark.parametrize(("language", "encoding"), OLD)
def test_old_encodings_are_told_by_their_letters(language, encoding):
    """A paragraph is enough; which of two alike encodings it was does not matter."""
    text = TEXTS[language].encode(encoding, "ignore").decode(encoding)
    found = decode(text.encode(encoding), "x")
    assert found.text == text
    assert found.encoding != "utf-8"


@pytest.mark.parametrize("text", ["naïve", "A café – “fine”.", "70 °C², £5, ½ • ©", "Þetta er mjög góð mynd"])
def test_a_western_text_is_in_cp1252_where_there_is_a_doubt(text):
    """A few accents are no reason to look further."""
    assert decode(text.encode("cp1252"), "x") == type(decode(b"x", "x"))(text, "cp1252")


def test_the_encoding_is_told_with_the_review():
    """Whoever wonders at a strange letter can see how it was read."""
    found = only(TEXTS["ru"].encode("cp1251"))
    assert isinstance(found, Review)
    assert found.encoding == "cp1251"


def test_what_the_server_says_goes_before_guessing():
    """Its name for Latin-1 means cp1252, as everywhere on the web; a wrong one is passed over."""
    assert decode("“é”".encode("cp1252"), "x", "iso-8859-1").text == "“é”"
    assert decode("ąż".encode("iso8859-2"), "x", "iso-8859-2").text == "ąż"
    assert decode("é".encode(), "x", "no-such-thing").text == "é"
    assert decode("é".encode(), "x", "rot13").text == "é"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lines_are_read_as_the_whole_is(encoding):
    """Line by line or at once, the text and its encoding are the same."""
    text = TEXTS["de"] + "\r\n" + TEXTS["fr"] + "\n"
    raw = text.encode(encoding)
    with lines(source(raw)) as (stream, name):
        assert list(stream) == [TEXTS["de"] + "\r\n", TEXTS["fr"] + "\n"]
    assert name == decode(raw, "x").encoding


def test_a_byte_that_does_not_fit_further_down_is_read_as_cp1252():
    """A table pasted together from two programs is not lost for one apostrophe."""
    raw = b"a line\n" * 20_000 + b"it\x92s late\n"
    with lines(source(raw)) as (stream, name):
        assert list(stream)[-1] == "it’s late\n"
    assert name == "utf-8"


@pytest.mark.parametrize("cut", range(8))
def test_the_end_of_what_is_looked_at_cuts_no_character(cut):
    """The encoding is told by the beginning of a file, which may end within a letter."""
    raw = b"x" * cut + "é語".encode() * 30_000
    with lines(source(raw)) as (stream, name):
        assert stream.read() == raw.decode()
    assert name == "utf-8"


@pytest.mark.parametrize("raw", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_is_told_as_empty(raw):
    """By lines as at once."""
    with pytest.raises(SourceEmpty):
        decode(raw, "x")
    with pytest.raises(SourceEmpty), lines(source(raw)):
        pass


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0\0\r", bytes(range(1, 32)) * 30, b"PK\x03\x04\0\0"])
def test_what_is_no_text_is_told_as_such(raw):
    """By lines as at once."""
    with pytest.raises(SourceError, match="not text"):
        decode(raw, "x")
    with pytest.raises(SourceError, match="not text"), lines(source(raw)):
        pass


@given(text=st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1, max_size=60))
def test_western_letters_come_back_whatever_their_order(text):
    """Unless they happen to be valid UTF-8 or look like another language, cp1252 is read as it was written."""
    raw = text.encode("cp1252")
    if text.strip():
        found = decode(raw, "x")
        assert found.encoding != "cp1252" or found.text == text


@given(raw=st.binary(min_size=1, max_size=120))
def test_decoding_raises_nothing_but_its_own_errors(raw):
    """Whatever the bytes."""
    with contextlib.suppress(SourceError):
        assert decode(raw, "x").text.strip()
