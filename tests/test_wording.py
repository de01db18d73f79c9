"""What cards say in a language is data: whole for every language of the package, checked, and the user's to change."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from quotecards.batch import chosen
from quotecards.caption import alt, caption
from quotecards.credit import credit
from quotecards.datafiles import load, packaged
from quotecards.errors import DataError
from quotecards.layout import compose
from quotecards.layout.layouts import read
from quotecards.layout.plan import plan
from quotecards.models import About, Still
from quotecards.sizes import size
from quotecards.wording import capitals, forget, unknown, wording

from layout_cases import quote

LANGUAGES = [
    *(
        "ar",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "fa",
        "fi",
        "fr",
        "he",
        "hi",
        "hu",
        "it",
        "ja",
        "ko",
        "nl",
        "no",
    ),
    *("pl", "pt", "ru", "sv", "th", "tr", "uk", "vi", "zh", "zh-hant"),
]
ENGLISH = load(packaged("wording", "en.toml"))
FOLLOWED = {"comma", "semicolon", "stop", "after"}  # what most languages say as English does
SAID = {
    "de": "Wir sind nur kurz hier, und in diesem Augenblick will ich mir Freude erlauben.",
    "ru": "Мы здесь лишь ненадолго, и в эту минуту я хочу позволить себе радость.",
    "ja": "私たちがここにいるのはほんの短い間だけ。だから今この瞬間、自分に喜びを許したい。",
    "ar": "نحن هنا لفترة وجيزة فقط، وفي هذه اللحظة أريد أن أسمح لنفسي بالفرح.",
}


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A user's own folder: what is written into it is a wording."""
    monkeypatch.setenv("QUOTECARDS_HOME", str(tmp_path))
    (tmp_path / "wording").mkdir()

    def write(code, text):
        path = tmp_path / "wording" / f"{code}.toml"
        path.write_text(text, encoding="utf-8")
        forget()
        return path

    yield write
    forget()


def card(language, layout, kind="film", **more):
    """A card in a language, its credit as the pipeline makes it."""
    about = About(film="Her", year=2013, director="Spike Jonze", writer="Spike Jonze", language=language)
    said = quote(SAID[language], credit(kind, about), kind, language=language)
    return compose(said, palette="flashback", layout=layout, **more)


# ---------------------------------------------------------------- the package's own


def test_the_package_speaks_these_languages():
    """One file each, and no file that nobody asked for."""
    assert sorted(path.stem for path in packaged("wording").iterdir()) == LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_all_that_english_says(code):
    """No language of the package falls back to English for a part of what it says."""
    raw = load(packaged("wording", f"{code}.toml"))
    assert set(ENGLISH["credit"]) - set(raw["credit"]) <= FOLLOWED
    assert set(raw["words"]) == set(ENGLISH["words"])


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code not in {"en", "hu", "tr"}])
def test_a_line_is_known_again_when_it_is_filled(code):
    """A page and a footnote leave out or join lines by what they say, in any language."""
    said = wording(code)
    line = said.line("film_year", film="*Her*", year=2013)
    assert said.told("film_year", line) == ("*Her*", "2013")
    assert said.told("film_year", said.line("on", film=line)) is None
    assert said.told("written_and_directed", said.line("written_and_directed", director="Ines Varga"))
    assert said.told("directed", said.line("written_and_directed", director="Ines Varga")) is None


@pytest.mark.parametrize(
    "code", ["ar", "el", "fa", "he", "hi", "ja", "ko", "ru", "th", "uk", "zh", "zh-hant"]
)
def test_the_words_of_a_language_are_in_its_script(code):
    """Nothing Latin has slipped into a language that is written otherwise."""
    said = wording(code)
    for text in [*said.words.values(), *(said.said("{" + name + "}") for name in said.lines)]:
        assert not re.search("[A-Za-z]", text)


@pytest.mark.parametrize(
    ("code", "known"), [("pt-BR", "pt"), ("nb", "no"), ("zh_TW", "zh-hant"), ("zh-CN", "zh"), ("eu", "en"), (None, "en"),
     ("nb-NO", "no"), ("zh-Hant-TW", "zh-hant")]
)  # fmt: skip
def test_a_code_finds_its_language(code, known):
    """A region's language is its own or the language's; an unknown one is English."""
    assert wording(code).code == known


@pytest.mark.parametrize(
    ("code", "title", "shown"),
    [
        ("en", "The “Her” effect", "“The ‘Her’ effect”"),
        ("fr", "Critique de « Her »", "«\u202fCritique de “Her”\u202f»"),
        ("de", "»Her« – Liebe in Zeiten der KI", "„‚Her‘ – Liebe in Zeiten der KI“"),
    ],
)
def test_marks_within_a_title_become_the_inner_ones(code, title, shown):
    """Whatever marks the page had, and whichever way its angles point."""
    assert wording(code).titled(title) == shown


# ---------------------------------------------------------------- on cards


@pytest.mark.parametrize(
    ("language", "roles"),
    [
        ("de", ["aus", "Buch und Regie", "Premiere"]),
        ("ru", ["из фильма", "автор сценария и режиссёр", "премьера"]),
        ("ja", ["映画", "脚本・監督", "公開"]),
    ],
)
def test_the_roles_of_a_roll_are_in_the_language_of_the_quote(language, roles):
    """They were English on every card."""
    lines = [
        line.text for line in card(language, "credits-roll", size="square").lines if line.role == "credit"
    ]
    assert [line for line in lines if line in roles] == roles


def test_the_roles_of_a_roll_stand_at_the_right_where_it_reads_from_there():
    """Role, then name: from right to left, met on the same axis."""
    made = [line for line in card("ar", "credits-roll", size="square").lines if line.role == "credit"]
    axis = made[0].ink.left
    role, name = (next(line for line in made if word in line.text) for word in ("من فيلم", "Her"))
    assert role.ink.left > 540 > name.ink.right
    assert axis > 540


def test_a_ticket_admits_in_its_language():
    """Its words follow the quote; in Arabic they change sides."""
    for language, first, last in (("de", "eine Person", "ein Satz"), ("ar", "لشخص واحد", "جملة واحدة")):
        said = [line for line in card(language, "ticket").lines if line.role == "label"]
        by_text = {line.text: line.ink.left for line in said}
        assert (by_text[first] < by_text[last]) is (language == "de")


@pytest.mark.parametrize("layout", ["screenplay", "margin"])
def test_a_page_from_right_to_left_has_its_film_at_the_right(layout):
    """The head begins where the lines begin, and so does the rule over a footnote."""
    for language in ("de", "ar"):
        about = About(film="الحاكم", year=2013, director="Spike Jonze", language=language)
        text = " ".join([SAID[language]] * 2)
        made = compose(
            quote(text, credit("film", about), "film", language=language),
            palette="flashback",
            layout=layout,
            size="portrait",
        )
        film, year = (
            next(line for line in made.lines if line.role in {"head", "label"} and line.text == said)
            for said in ("الحاكم", "2013")
        )
        assert (film.ink.left > year.ink.right) is (language == "ar")
        for part in made.parts:
            assert (part.box.left > 540) is (language == "ar")


def test_the_year_stands_behind_a_title_in_latin_letters():
    """From right to left: the title, its closing mark, then the year at their left."""
    about = About(film="Tidewater", year=2009, language="ar")
    made = compose(
        quote(SAID["ar"], credit("reviewer", about), language="ar"), palette="flashback", layout="plain"
    )
    pieces = [
        piece for line in made.lines for run in line.runs for piece in run.pieces if line.role == "credit"
    ]
    text = "".join(piece.text for piece in sorted(pieces, key=lambda piece: piece.x))
    assert text.index("2009") < text.index("Tidewater") < text.index("عن"[-1])


def test_a_poster_bills_in_the_capitals_of_its_language(tmp_path):
    """Turkish dots its capital i, Greek has no accents on capitals."""
    still = tmp_path / "still.png"
    from PIL import Image

    Image.new("RGB", (120, 150)).save(still)
    said = {line.text for line in card("de", "poster", still=Still(str(still))).lines}
    assert {"EIN SATZ ÜBER", "EIN FILM VON"} <= said
    assert capitals("film üzerine bir söz", "tr") == "FİLM ÜZERİNE BİR SÖZ"
    assert capitals("σκηνοθεσία, μαΐου", "el") == "ΣΚΗΝΟΘΕΣΙΑ, ΜΑΪΟΥ"
    assert capitals("directed by", "en") == "DIRECTED BY"


@pytest.mark.parametrize(
    ("language", "head", "note"),
    [
        (
            "de",
            "*Her* (2013), Buch und Regie: Spike Jonze; zitiert in „Kurz“",
            "Buch und Regie: Spike Jonze.",
        ),
        ("ja", "『*Her*』（2013年）、脚本・監督：Spike Jonze、「Kurz」に引用", "脚本・監督：Spike Jonze。"),
        (
            "ar",
            "«*Her*»\u200f (2013)، تأليف وإخراج: Spike Jonze؛ نقلًا عن «Kurz»",
            "تأليف وإخراج: Spike Jonze.",
        ),
    ],
)
def test_a_footnote_and_a_page_join_lines_as_the_language_does(language, head, note):
    """Film and year are known in any language; the stops are the language's own."""
    from quotecards.layout.credits import footnote, paged

    about = About(film="Her", year=2013, director="Spike Jonze", writer="Spike Jonze", title="Kurz")
    made = credit("film", replace(about, language=language))
    assert footnote(made.lines, language) == (head,)
    assert paged(made, language)[0] == note


def test_a_speakers_line_is_from_the_film_and_from_no_review():
    """Where the speaker stands first, a roll still knows that the film itself speaks."""
    about = About(film="Her", year=2013, director="Spike Jonze")
    said = quote(
        "We are only here briefly, and in this moment I want joy for once.",
        credit("film", about, "Samantha"),
        "film",
    )
    roles = [line.text for line in compose(said, palette="flashback", layout="credits-roll").lines]
    assert "from" in roles
    assert "from a review of" not in roles


def test_alt_text_and_caption_say_the_credit_as_the_card_does():
    """The same lines, in the same language."""
    about = About(film="Her", year=2013, director="Spike Jonze", language="fr")
    said = quote("Nous ne sommes là que brièvement.", credit("reviewer", about), language="fr")
    line = "sur Her, 2013, réalisé par Spike Jonze"
    assert f"Credited: {line}." in alt(said)
    assert caption(said).endswith(line)


def test_a_row_of_a_table_is_credited_in_the_language_of_its_words(tmp_path):
    """As its column says, else as its words show."""
    path = tmp_path / "lines.csv"
    path.write_text(
        "quote,film,year,author,language\n"
        "Und dann ist es nicht mehr das Meer und nicht die Zeit.,Ebbe,2004,Jane Doe,\n"
        "Si tace.,Ebbe,2004,Jane Doe,it\n",
        encoding="utf-8",
    )
    assert [one.credit.lines[1] for one in chosen.quotes(str(path))] == [
        "über *Ebbe*, 2004",
        "su *Ebbe*, 2004",
    ]


# ---------------------------------------------------------------- the user's own


def test_a_file_of_the_users_adds_a_language_and_changes_one(own):
    """What it leaves out is said as before, in its language or in English."""
    own("eu", '[credit]\non = "{film} filmari buruz"\n')
    own("de", '[words]\n"admit one" = "Einlass"\n')
    assert wording("eu").line("on", film="*Her*") == "*Her* filmari buruz"
    assert wording("eu").line("directed", director="X") == "directed by X"
    assert wording("de").said("{admit one}, {one line}") == "Einlass, ein Satz"


def test_a_layout_of_the_users_names_words_of_its_own(own, tmp_path):
    """A word in the user's English file may stand in braces, and is said in each language that has it."""
    own("en", '[words]\n"doors open" = "doors open at eight"\n')
    own("de", '[words]\n"doors open" = "Einlass um acht"\n')
    text = packaged("layouts", "ticket.toml").read_text(encoding="utf-8")
    path = tmp_path / "layouts" / "stub.toml"
    path.parent.mkdir()
    path.write_text(text.replace("{admit one}", "{doors open}"), encoding="utf-8")
    for language, told in (("de", "Einlass um acht"), ("ru", "doors open at eight")):
        from quotecards.layout import forget as forget_all

        forget_all()
        assert told in {line.text for line in card(language, "stub").lines}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[credit]\non = "sobre {filme}"\n', 2, "{film} belongs in it"),
        ('[credit]\non = "sobre"\n', 2, "{film} belongs in it"),
        ('[credit]\non = "sobre {film"\n', 2, "expected '}'"),
        ('[credit]\nabout = "sobre {film}"\n', 2, "no such line"),
        ('[credit]\ndirectd = "{director}"\n', 2, "Did you mean directed"),
        ('[words]\nfrom = ""\n', 2, "a text is needed"),
        ("[words]\nfrom = 3\n", 2, "a text is needed"),
        ('[word]\nfrom = "de"\n', 1, "Did you mean words"),
        ('words = "de"\n', 1, "known are"),
        ('[credit]\ndirected = "de {director:d}"\n', 2, "nothing but a name"),
        ("also = [3]\n", 1, "codes of languages"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(own, text, line, what):
    """On load, whoever's language is asked for."""
    path = own("es", text)
    with pytest.raises(DataError, match=re.escape(what)) as caught:
        wording("es")
    assert caught.value.where == f"{path}:{line}"


def test_a_layout_that_names_what_nobody_says_is_told_so(tmp_path):
    """With its file and line, and the name that is nearest."""
    text = packaged("layouts", "ticket.toml").read_text(encoding="utf-8")
    path = tmp_path / "stub.toml"
    path.write_text(text.replace("{admit one}", "{admit won}"), encoding="utf-8")
    from quotecards.layout.palettes import palette

    with pytest.raises(DataError, match="Did you mean admit one") as caught:
        plan(read(path), size("portrait"), palette("flashback"))
    assert caught.value.where == f"{path}:{text[: text.index('{admit one}')].count(chr(10)) + 1}"


def test_braces_hold_known_names_only():
    """Facts of the film, lines and words; text without braces is what it is."""
    assert unknown("admit two") == ""
    assert unknown("{film} · {admit one}", ("film",)) == ""
    assert "film" in unknown("{film}")
    assert unknown("{directed}") == ""
