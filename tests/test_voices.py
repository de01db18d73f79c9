"""Stage 3: whose words a quotation holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.clean import clean
from quotecards.models import About, Markup, Review, Voice
from quotecards.read import reviews
from quotecards.voices import voices

SEEDS = {path.name[:3]: path for path in (Path(__file__).parent.parent / "seeds").glob("*.txt")}
LEAD = "The city sleeps, and the film sleeps with it for as long as the night lasts. "


def heard(text: str, **about: str) -> list[tuple[str, str]]:
    found = voices(clean(Review(text=text, source="x", about=About(language="en", **about))))
    return [(voice.kind, text[voice.start : voice.end]) for voice in found]


def of_seed(name: str) -> tuple[str, tuple[Voice, ...]]:
    (review,) = reviews(str(SEEDS[name]))
    assert isinstance(review, Review)
    return review.text, voices(clean(review))


@pytest.mark.parametrize(
    ("text", "kind", "speaker"),
    [
        ("“I have never been so sure of anything in my life.”", "film", None),
        ("“Falling is the easy part of it.” — Amy", "film", "Amy"),
        ("“Films are letters that nobody asked for.” — Jane Mary Doe", "quoted", "Jane Mary Doe"),
        (LEAD + "Samantha whispers, “The past is a room we left.” And she goes.", "film", "Samantha"),
        (LEAD + "“The past is a room we left,” says Samantha.", "film", "Samantha"),
        (LEAD + "“Is it real? Or is it only me?” she asks.", "film", None),
        (LEAD + "As Jane Doe wrote, “No film is too long to love.” I agree.", "quoted", "Jane Doe"),
        (LEAD + "The director told a newspaper that “love is a machine”.", "quoted", None),
        (LEAD + "Director Jane Doe had one aim. “I wanted it small,” Doe has said.", "quoted", "Doe"),
        (LEAD + "I thought, “Well, this is new.” And it was.", "scare", None),
        (LEAD + "The first thing that came to my mind was, “What a story.”", "scare", None),
        (LEAD + "It is a so-called “small” film.", "scare", None),
        (LEAD + "It is ‘small’ and it knows.", "scare", None),
        (LEAD + "Its angle is “people fall in love with machines” and no more.", "scare", None),
        (LEAD + "It is better than “Lost at Sea” and knows it.", "title", None),
        (
            LEAD + "It has the song “The Moon and I” in it, and Weezer’s ‘Undone-The Sweater Song’.",
            "title",
            None,
        ),
        (LEAD + "Then comes the line. “I would know you anywhere.” It stays with you.", "film", None),
        (LEAD + "The tagline says “Love him again”.", "film", None),
    ],
)
def test_each_quotation_is_told_by_its_place_and_its_words(text, kind, speaker):
    """Who speaks is named only where the text names someone."""
    found = voices(clean(Review(text=text, source="x", about=About(language="en"))))
    assert found[0].kind == kind
    assert found[0].speaker == speaker
    assert 0.5 <= found[0].confidence <= 1
    assert found[0].why


def test_the_films_own_title_is_known_by_its_spelling():
    """In lower case too, where the line above the review or the sidecar writes it so."""
    assert heard("her – A Love Story\n\n" + LEAD + "I loved ‘her’ very much.")[-1] == ("title", "her")
    assert heard(LEAD + "I loved ‘her’ very much.", film="her")[-1] == ("title", "her")
    assert heard(LEAD + "I loved ‘her’ very much.")[-1] == ("scare", "her")


def test_a_character_is_told_from_an_actor():
    """By the names that stand beside each other."""
    text = LEAD + "Theodore (John Doe) is alone. “I forgot,” Theodore said. “I was afraid of it,” Doe said."
    assert [kind for kind, _ in heard(text)] == ["film", "quoted"]


def test_the_director_given_with_the_review_is_no_character():
    """Front matter and sidecar know who made the film."""
    text = LEAD + "“I wanted it small,” Doe said."
    assert heard(text)[0][0] == "film"
    assert heard(text, director="Jane Doe")[0][0] == "quoted"


def test_a_speech_over_several_paragraphs_is_one_voice_in_each():
    """Each paragraph opens anew, only the last one closes."""
    text = LEAD + "\n\n“I have never loved anyone like you.\n\n“Me too. Now we know how.”"
    assert heard(text) == [
        ("film", "I have never loved anyone like you."),
        ("film", "Me too. Now we know how."),
    ]


def test_a_quotation_that_never_closes_is_a_guess():
    """Its words may be anyone's from there on."""
    text = LEAD + "He said “I will never leave. That was all."
    (voice,) = voices(clean(Review(text=text, source="x")))
    assert voice.confidence < 0.5


def test_a_comma_that_leads_on_is_not_quoted():
    """“...,” she says."""
    assert heard(LEAD + "“I was someone else,” she says.") == [("film", "I was someone else")]


@given(text=st.text(alphabet="aI Xs.,!“”‘’\"'«»\n—says", max_size=80))
def test_voices_lie_in_blocks_and_never_overlap(text):
    """Valid offsets, in order, inside one paragraph, without space at the ends."""
    cleaned = clean(Review(text=text, source="x"))
    position = 0
    for voice in voices(cleaned):
        assert position <= voice.start < voice.end
        assert any(block.start <= voice.start and voice.end <= block.end for block in cleaned.blocks)
        assert text[voice.start : voice.end].strip() == text[voice.start : voice.end]
        position = voice.end


def test_the_seeds_have_two_speeches_and_they_are_in_004():
    """All else in quotation marks is a title, a phrase or the reviewer's quip."""
    speeches = {}
    for name in SEEDS:
        text, found = of_seed(name)
        speeches[name] = [
            text[voice.start : voice.end] for voice in found if voice.kind in ("film", "quoted")
        ]
    assert [name for name, spoken in sorted(speeches.items()) if spoken] == ["004"]
    first, last = speeches["004"]
    assert first.startswith("It’s like I’m reading a book")
    assert first.endswith("I can’t live in your book anymore.")
    assert last == "We are only here briefly and in this moment I want to allow myself joy."


def test_the_titles_and_phrases_of_the_seeds():
    """Romeo and Juliet is a title, soul mate is not."""
    told = {
        (voice.kind, text[voice.start : voice.end]) for text, found in map(of_seed, SEEDS) for voice in found
    }
    titles = {
        "Her",
        "her",
        "Romeo and Juliet",
        "Roman Holiday",
        "Brokeback Mountain",
        "Black Mirror",
        "Sabotage",
    }
    phrases = {"soul mate", "warmth", "everything about love", "human-machine aberration", "female."}
    assert {("title", title) for title in titles} <= told
    assert {
        ("title", "Eternal Sunshine of The Spotless Mind"),
        ("scare", "What a fucking hipster story."),
    } <= told
    assert {("scare", phrase) for phrase in phrases} <= told


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("de", "Der Abend ist lang. „Bleib doch hier“, sagt der alte Mann zu ihr.", "film"),
        ("de", "„Ich wollte es still“, erklärt die Regisseurin im Gespräch.", "quoted"),
        ("de", "Man nennt das gern „Atmosphäre“, und es ist doch nur Regen.", "scare"),
        ("fr", "Il reste là. « Tu peux partir maintenant », murmure la mère.", "film"),
        ("fr", "« J’ai tout écrit la nuit », a-t-elle confié à un journaliste.", "quoted"),
        ("fr", "C’est un film « lent », comme on dit de la mer.", "scare"),
        ("fr", "Il faut revoir « La dernière gare », son premier film.", "title"),
        ("es", "«No me esperes despierta», dice él en la puerta.", "film"),
        ("es", "«Rodamos de noche», contó el director en una entrevista.", "quoted"),
        ("it", "«Domani torno a casa», risponde la figlia.", "film"),
        ("it", "La regista è chiara: «Volevo il silenzio», ha dichiarato.", "quoted"),
        ("pt", "“Fica mais um pouco”, pede e diz a avó à menina.", "film"),
        ("nl", "‘Je mag nu wel gaan’, zegt hij tegen de hond.", "film"),
        ("sv", "”Jag kommer aldrig hem igen”, viskar hon till honom.", "film"),
        ("pl", "„Nie musisz już wracać”, mówi babcia do wnuczki.", "film"),
        ("pl", "„Chciałam nakręcić ciszę”, opowiada reżyserka filmu.", "quoted"),
        ("ru", "«Ты ещё вернёшься?» — спрашивает брат у двери.", "film"),
        ("ru", "«Мы снимали зимой», — рассказал режиссёр картины.", "quoted"),
        ("ja", "「もう帰っていいよ」と母は言う。雨が降っていた。", "film"),
        ("ja", "「冬に撮りたかった」と監督は語る。", "quoted"),
        ("ja", "監督の前作『冬の駅』もよかった。", "title"),
    ],
)
def test_whose_words_they_are_is_told_in_other_languages(language, text, kind):
    """Verbs of speech lead and follow, roles tell who is no character, capitals tell titles."""
    (voice,) = voices(clean(Review(text=text, source="x", about=About(language=language))))
    assert voice.kind == kind
    assert voice.confidence >= 0.5


def test_a_speech_goes_on_behind_who_said_it():
    """The second part is the same speaker's, however short; a word held at a distance is none."""
    text = LEAD + "“You can stay,” the boy says. “Or not.” It is “slow”, they tell me."
    assert [kind for kind, _ in heard(text)] == ["film", "film", "scare"]
    text = LEAD + "“We shot at night,” director Jane Doe told us. “Nobody slept at all.”"
    assert [kind for kind, _ in heard(text)] == ["quoted", "quoted"]


def test_what_is_called_a_line_is_the_films():
    """A one-line review often is about one."""
    assert heard('"i thought you were the plumber" is the best line of the year, by far')[0][0] == "film"


@pytest.mark.parametrize(
    ("quoted", "kind", "speaker"),
    [
        ("I kept every letter you never sent me.", "film", None),
        ("No film was ever saved by its last reel alone.", "quoted", None),
        ("The last reel is where a film is saved. — Jane Mary Doe", "quoted", "Jane Mary Doe"),
    ],
)
def test_a_block_quotation_without_marks_is_someone_elses(quoted, kind, speaker):
    """The page's markup says that it is set off."""
    text = f"{LEAD}\n\n{quoted}\n\n{LEAD}"
    start = text.index(quoted)
    markup = (Markup(start, start + len(quoted), "blockquote"),)
    (voice,) = voices(clean(Review(text=text, source="x", about=About(language="en"), markup=markup)))
    assert (voice.kind, voice.speaker) == (kind, speaker)
    assert 0.5 <= voice.confidence < 0.8
    assert not voices(clean(Review(text=text, source="x", about=About(language="en"))))


def test_markup_for_a_quotation_does_what_marks_do():
    """A q element holds no marks of its own."""
    text = LEAD + "The boy says, Nobody asked me to come here. And he goes."
    start, end = text.index("Nobody"), text.index(" And he")
    markup = (Markup(start, end, "quotation"),)
    (voice,) = voices(clean(Review(text=text, source="x", about=About(language="en"), markup=markup)))
    assert (voice.kind, text[voice.start : voice.end]) == ("film", "Nobody asked me to come here.")
