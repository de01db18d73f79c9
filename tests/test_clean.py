"""Stage 2: prose in blocks, all the rest labelled."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quotecards.clean import clean
from quotecards.models import About, Cleaned, Label, Review
from quotecards.read import reviews

SEEDS = {path.name[:3]: path for path in (Path(__file__).parent.parent / "seeds").glob("*.txt")}

# ---------------------------------------------------------------- a page as it comes

SUBJECTS = ["The film", "Her voice", "This quiet story", "The camera", "Our hero", "Every scene", "The score"]
VERBS = ["holds", "forgives", "remembers", "carries", "breaks", "follows", "lights"]
OBJECTS = [
    "a city of tired strangers",
    "the small hours of love",
    "nothing but the truth",
    "what we never say aloud",
]
TAILS = ["", " and asks for nothing in return", ", slowly and without a word", " as if it were the last time"]
PROSE = st.builds(
    lambda *parts: f"{parts[0]} {parts[1]} {parts[2]}{parts[3]} {parts[4]}.",
    *map(
        st.sampled_from,
        (SUBJECTS, VERBS, OBJECTS, TAILS, ["today", "in the end", "after midnight", "all the same"]),
    ),
)
PARAGRAPH = st.lists(PROSE, min_size=2, max_size=5, unique=True).map(" ".join)
MESS = st.sampled_from(
    [
        ("top of page", "navigation"),
        ("Skip to content", "navigation"),
        ("Older Posts", "navigation"),
        ("Suggested videos for you:", "widget"),
        ("Trailer.", "widget"),
        ("Advertisement", "advertisement"),
        ("Share this:", "share"),
        ("Facebook Twitter Pinterest", "share"),
        ("Subscribe to our newsletter", "newsletter"),
        ("We use cookies to make your visit nicer.", "cookies"),
        ("Log in", "login"),
        ("Photo: A. Photographer", "caption"),
        ("*Spoiler*", "spoiler-warning"),
        ("WARNING: major spoilers ahead!", "spoiler-warning"),
        ("★★★½", "rating"),
        ("Rating: 4/5", "rating"),
        ("By Jane Doe", "byline"),
        ("25 Feb", "date"),
        ("Posted on March 3, 2014", "date"),
        ("3 May 2014", "date"),
        ("Director: Jane Doe", "facts"),
        ("Comment Disabled for this post!", "comment"),
        ("* * *", "ornament"),
        ("Có thể là hình ảnh về 5 người", "caption"),
        ("Đây là một bộ phim rất hay của năm nay", "foreign"),
        ("Это совсем другой язык.", "foreign"),
    ]
)
PARTS = st.lists(st.one_of(PARAGRAPH.map(lambda text: (text, "")), MESS), min_size=1, max_size=10)
GAPS = st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\n \n\n", "\u2029"])


def cleaned(text: str, **about: str) -> Cleaned:
    return clean(Review(text=text, source="x", about=About(**about)))


def labels(found: Cleaned) -> list[tuple[str, str]]:
    return [(label.label, found.review.text[label.start : label.end]) for label in found.labels]


def blocks(found: Cleaned) -> list[str]:
    return [found.review.text[block.start : block.end] for block in found.blocks]


def of_seed(name: str) -> Cleaned:
    (review,) = reviews(str(SEEDS[name]))
    assert isinstance(review, Review)
    return clean(review)


def assert_partition(found: Cleaned) -> None:
    """Blocks and labels hold each character that is not white space, once."""
    text = found.review.text
    spans = sorted([(one.start, one.end) for one in (*found.blocks, *found.labels)])
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end].strip() == text[start:end]
        position = end
    assert not text[position:].strip()
    assert list(found.blocks) == sorted(found.blocks, key=lambda block: block.start)
    assert list(found.labels) == sorted(found.labels, key=lambda label: label.start)


# ---------------------------------------------------------------- properties


@given(text=st.text(max_size=200))
def test_every_character_is_prose_or_labelled_once(text):
    """For any text: spans are valid, never overlap, and leave out nothing but white space."""
    assert_partition(cleaned(text))


@given(text=st.text(alphabet="aI .!?\n-*•12.)“”\"'#:\u00a0óểТ", max_size=120))
def test_every_character_of_a_messy_text_is_prose_or_labelled_once(text):
    """The same for texts made of what rules look for."""
    assert_partition(cleaned(text))


@given(text=st.text(max_size=80))
def test_cleaning_gives_the_same_every_time(text):
    """No state, no chance."""
    assert cleaned(text) == cleaned(text)


@given(parts=PARTS, gap=GAPS)
def test_prose_is_kept_and_the_rest_is_labelled(parts, gap):
    """Whatever the order: every invented sentence is in a block, every line of mess is in none."""
    told = [(text, label) for index, (text, label) in enumerate(parts) if (text, label) not in parts[:index]]
    every = [sentence for text, label in told if not label for sentence in text.split(". ")]
    assume(len({sentence.strip(".") for sentence in every}) == len(every))
    found = cleaned(gap.join(text for text, _ in told), language="en")
    assert_partition(found)
    assert " ".join(blocks(found)).split() == " ".join(text for text, label in told if not label).split()
    for text, label in told:
        if label:
            assert (label, text) in labels(found)


@given(
    paragraph=PARAGRAPH,
    caption=st.sampled_from(
        ["Có thể là hình ảnh về 1 người và kính mắt", "Не указано описание фотографии этой"]
    ),
)
def test_a_foreign_caption_glued_to_a_sentence_is_cut_off(paragraph, caption):
    """No space between them; the sentence stays whole."""
    found = cleaned(paragraph + caption, language="en")
    assert blocks(found) == [paragraph]
    assert [text for _, text in labels(found)] == [caption]


@given(first=PARAGRAPH, second=PARAGRAPH, third=PARAGRAPH)
def test_everything_below_a_comment_thread_is_the_thread(first, second, third):
    """Prose in it is a commenter's, and no block."""
    review = first + " " + second
    page = f"{review}\n\n2 Responses to “Her”\n\n1. someone at 2:00 am #\n\n{third}\n\nLeave a Reply\n\nConnecting to %s"
    found = cleaned(page, language="en")
    kept = " ".join(blocks(found))
    if len(review.split()) < 25:
        return
    assert "someone" not in kept
    assert "Leave" not in kept
    assert {label.label for label in found.labels} >= {"comment", "reply", "login"}
    assert found.blocks[-1].end <= page.index("2 Responses")


@given(paragraph=PARAGRAPH, sentence=PROSE)
def test_a_sentence_said_twice_in_a_row_stays_once(paragraph, sentence):
    """The second one is the copy."""
    if sentence in paragraph:
        return
    found = cleaned(f"{paragraph} {sentence} {sentence}", language="en")
    assert labels(found) == [("duplicate", sentence)]


# ---------------------------------------------------------------- single rules


def test_a_torn_sentence_is_damaged_and_its_neighbours_are_not():
    """A sentence that begins anew in its midst can never become a quote."""
    torn = "We watch and learn to see the small hours of love The audience is happy to see the small hours of love again."
    found = cleaned(
        f"The camera breaks what we never say aloud. {torn} Her voice holds the city.", language="en"
    )
    assert ("damaged", torn) in labels(found)
    assert blocks(found) == ["The camera breaks what we never say aloud.", "Her voice holds the city."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The movie starsJane Doeas a woman who never sleeps at all.",
        "The movie holds a strange \ufffd sign in its midst for all of us.",
        "There is a scene in the night train He looks at her and says nothing at all.",
    ],
)
def test_grown_together_undecodable_and_unstopped_sentences_are_damaged(sentence):
    """Three kinds of damage."""
    assert labels(cleaned(f"The score follows nothing but the truth. {sentence}", language="en")) == [
        ("damaged", sentence)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "I have rarely loved a film as much as I love It for its courage.",
        "In the film called This Is England the boys have nowhere to go.",
        "A McGuffin drives YouTube and the WordPress crowd to the cinema.",
        "The camera loves her, the city loves her, and the night loves her.",
        "She would watch Eternal Sunshine of The Spotless Mind every year.",
    ],
)
def test_names_and_rhetoric_are_no_damage(sentence):
    """Capitals within a sentence, and words that return, are mostly meant."""
    assert cleaned(f"The score follows nothing but the truth. {sentence}", language="en").labels == ()


def test_the_word_advertisement_within_a_paragraph_is_labelled():
    """With and without spaces around it; the sentences stay."""
    found = cleaned(
        "The camera breaks what we say. Advertisement Her voice holds us.AdvertisementThe city sleeps."
    )
    assert labels(found) == [("advertisement", "Advertisement")] * 2
    assert blocks(found) == ["The camera breaks what we say.", "Her voice holds us.", "The city sleeps."]


def test_a_list_keeps_its_sentences_and_loses_numbers_and_heads():
    """A few capitalised words with a colon head the item; they name its section."""
    found = cleaned(
        "  1. Love and Time: The film holds a city of tired strangers.\n  2. Money: Her voice breaks nothing but the truth."
    )
    assert [label for label, _ in labels(found)] == ["list-number", "heading"] * 2
    assert [block.section for block in found.blocks] == ["Love and Time", "Money"]


def test_headings_name_the_section_of_the_prose_below():
    """Until the next heading."""
    page = "Plot Summary\n\nThe film holds a city of tired strangers today.\n\n## Music\n\nThe score follows nothing but the truth today."
    found = cleaned("The camera breaks what we never say aloud today.\n\n" + page)
    assert [block.section for block in found.blocks] == [None, "Plot Summary", "Music"]


@pytest.mark.parametrize(
    "text",
    [
        "Loved it",
        "so good",
        "Masterpiece.",
        "her voice broke me\nso good\nfive times already",
        "Her: Love Wins",
    ],
)
def test_a_page_without_long_prose_is_all_prose(text):
    """A one-line review is its own text, not a title above nothing."""
    assert cleaned(text).labels == ()


def test_a_count_of_comments_above_the_review_starts_no_thread():
    """It is only a link there."""
    found = cleaned(
        "My Title\n\n3 Comments\n\nThe film holds a city of tired strangers today, and the score follows it."
    )
    assert labels(found) == [("title", "My Title"), ("comment", "3 Comments")]
    assert len(found.blocks) == 1


def test_wrapped_lines_are_one_paragraph():
    """Lines broken at a margin belong together; a short line below a full stop begins anew."""
    page = (
        "The film holds a city of tired strangers, and it asks for nothing in\n"
        "return, slowly and without a word, as if it were the last time of all.\n"
        "The camera breaks it.\n"
        "top of page\n"
    )
    assert len(cleaned(page).blocks) == 2
    assert labels(cleaned(page)) == [("navigation", "top of page")]


def test_links_and_the_author_below_their_heads_are_no_prose():
    """Titles of other posts look like headings of nothing; the author's life is not the review."""
    prose = "The film holds a city of tired strangers today, and the score follows it."
    found = cleaned(
        f"{prose}\n\nAbout the author\n{prose} Jane writes.\n\nRelated\nThe Louder Hour\nTen Films About Rain"
    )
    assert blocks(found) == [prose]
    assert [label for label, _ in labels(found)] == ["widget", "byline", "widget", "navigation", "navigation"]


@pytest.mark.parametrize(
    "page",
    [
        "The first time I saw it I was nineteen\n\nand the city was a city of tired strangers to me, and so was I.",
        "« Je suis là et je t’attends »\n\nC’est la ville qui dort dans la nuit, et le film dort avec elle.",
    ],
)
def test_what_only_looks_like_a_page_is_prose(page):
    """A sentence over two paragraphs, dialogue in angle marks, a quoted line."""
    assert not cleaned(page).labels


def test_the_mark_of_a_block_quotation_is_no_word():
    """The quoted line stays."""
    found = cleaned(
        "> “I kept the light on,” she says.\n\nThe film holds a city of tired strangers today, and it is fine."
    )
    assert labels(found) == [("markup", ">")]
    assert blocks(found)[0] == "“I kept the light on,” she says."


@pytest.mark.parametrize(
    ("top", "title", "others"),
    [
        (
            "Home\nFilm\nBooks\nA Quiet Orchard\nBy Jane Doe",
            "A Quiet Orchard",
            ["navigation"] * 3 + ["byline"],
        ),
        (
            "Recent Posts\nTen Bad Endings\nA Quiet Orchard\n5 April 2016",
            "A Quiet Orchard",
            ["widget", "navigation", "date"],
        ),
        (
            "a quiet orchard: what the trees know\n3 May 2014",
            "a quiet orchard: what the trees know",
            ["date"],
        ),
        ("A Quiet Orchard – a film I can’t shake", "A Quiet Orchard – a film I can’t shake", []),
        ("A Quiet Orchard\nJane Doe\n3 May 2014", "A Quiet Orchard", ["byline", "date"]),
    ],
)
def test_the_title_is_found_among_the_lines_above(top, title, others):
    """Below a menu it is the line that a byline or a date follows."""
    found = cleaned(f"{top}\n\nThe film holds a city of tired strangers today, and the score follows it.")
    assert [text for label, text in labels(found) if label == "title"] == [title]
    assert [label for label, _ in labels(found) if label != "title"] == others


def test_an_opening_line_without_a_full_stop_is_no_title():
    """It speaks as I, and nothing says that it stands above a review."""
    text = "I laughed until the couple behind me moved\n\nThe film holds a city of tired strangers today, and it is fine."
    assert not cleaned(text).labels


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "pt", "nl", "sv", "pl", "ru", "ja"])
def test_the_words_of_pages_are_known_in_other_languages(language):
    """Cookies, log-in, advertisement, sharing: none of them is prose."""
    lines = {
        "de": "Alle akzeptieren\nAnmelden\nAnzeige\nTeilen",
        "fr": "Tout accepter\nSe connecter\nPublicité\nPartager",
        "es": "Aceptar todo\nIniciar sesión\nPublicidad\nCompartir",
        "it": "Accetta tutto\nAccedi\nPubblicità\nCondividi",
        "pt": "Aceitar tudo\nFazer login\nPublicidade\nCompartilhar",
        "nl": "Alles accepteren\nInloggen\nAdvertentie\nDelen",
        "sv": "Godkänn alla\nLogga in\nAnnons\nDela",
        "pl": "Akceptuję\nZaloguj się\nReklama\nUdostępnij",
        "ru": "Принять все\nВойти\nРеклама\nПоделиться",
        "ja": "同意する\nログイン\n広告\nシェア",
    }
    found = cleaned(lines[language], language=language)
    assert [label for label, _ in labels(found)] == ["cookies", "login", "advertisement", "share"]


def test_foreign_words_glued_before_a_sentence_are_cut_off():
    """Though no full stop parts them."""
    foreign = "Đây là bộ phim hay nhất mà tôi từng xem trong năm nay"
    found = cleaned(
        f"The band follows them about like debt.{foreign} I have had its waltz in my head.", language="en"
    )
    assert blocks(found) == ["The band follows them about like debt.", "I have had its waltz in my head."]


@given(parts=PARTS)
def test_the_prose_of_a_cleaned_page_stays_prose(parts):
    """Cleaning what is left of a page finds nothing more to leave out."""
    left = "\n\n".join(blocks(cleaned("\n\n".join(text for text, _ in parts), language="en")))
    again = cleaned(left, language="en")
    assert "\n\n".join(blocks(again)) == left


def test_what_a_format_labelled_stays_labelled():
    """Front matter and markup are told before any rule."""
    text = "---\ntitle: Her\n---\nThe film holds a city of tired strangers today."
    found = clean(Review(text, "x", labels=(Label(0, 18, "front-matter", "a block"),)))
    assert labels(found) == [("front-matter", text[:18])]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Film ist nicht nur eine Liebesgeschichte, sondern auch ein Traum von der Stadt.", "de"),
        ("Le film est une histoire d’amour qui ne dit pas son nom dans la nuit.", "fr"),
        ("La película es una historia de amor que no dice su nombre por la noche.", "es"),
        ("Это фильм о любви, которая не знает конца.", "ru"),
        ("この映画はとても美しい。", "ja"),
        ("The film is a love story that does not say its name.", "en"),
        ("12345", "en"),
    ],
)
def test_the_language_is_told_by_its_little_words(text, language):
    """And by its writing; English where nothing tells."""
    assert cleaned(text).language == language


def test_a_given_language_is_believed():
    """The sidecar knows better."""
    assert cleaned("The film is a love story.", language="de").language == "de"


# ---------------------------------------------------------------- the seeds


def test_seed_000_loses_its_torn_sentences_and_nothing_else():
    """Two repeat themselves across a missing full stop, one goes on with a capital "Or"."""
    found = of_seed("000")
    assert [label for label, _ in labels(found)] == ["damaged"] * 3
    first, second, third = (text for _, text in labels(found))
    assert first.startswith("To put it bluntly,")
    assert first.endswith("fight their way through.")
    assert second.startswith("Whether it’s the protagonist’s")
    assert second.endswith("hinders our self-knowledge.")
    assert "others Or serious" in third


def test_seed_001_loses_the_words_of_its_page():
    """The title names the review."""
    assert labels(of_seed("001")) == [
        ("navigation", "top of page"),
        ("title", "Her Reflection: Glimmering like a Remote Star"),
        ("navigation", "bottom of page"),
    ]


def test_seed_002_is_freed_of_videos_captions_headings_and_numbers():
    """Each sentence that had a caption glued on is whole."""
    found = of_seed("002")
    assert labels(found) == [
        ("title", "Her (2013)"),
        *[("widget", "Suggested videos for you:")] * 4,
        ("heading", "Plot Summary"),
        ("caption", "Có thể là hình ảnh về 5 người"),
        ("heading", "Themes and Analysis"),
        ("list-number", "1."),
        ("heading", "Technology and Human Connection:"),
        ("list-number", "2."),
        ("heading", "Loneliness and Isolation:"),
        ("list-number", "3."),
        ("heading", "Identity and Self-Discovery:"),
        ("caption", "Có thể là hình ảnh về 1 người và kính mắt"),
        ("heading", "Performances"),
        ("heading", "Visuals and Direction"),
        ("heading", "Music and Sound"),
        ("caption", "Có thể là hình ảnh về 5 người"),
        ("heading", "Reception"),
        ("heading", "Conclusion"),
        ("comment", "Comment Disabled for this post!"),
    ]
    assert any(
        text.endswith("despite the inherent limitations of their very different natures.")
        for text in blocks(found)
    )


def test_seed_003_ends_where_its_comments_begin():
    """Three titles and a date above, a thread, a form and log-in lines below."""
    found = of_seed("003")
    assert [label for label, _ in labels(found)][:4] == ["title", "date", "title", "title"]
    assert blocks(found)[0].startswith("When I first heard")
    assert blocks(found)[-1].endswith("Just like in real life.")
    below = {label.label for label in found.labels if label.start > found.blocks[-1].end}
    assert below == {"comment", "reply", "login"}
    assert ("login", "Connecting to %s") in labels(found)


def test_seed_004_loses_trailer_and_spoiler_warning():
    """The dialogue at its head and end is prose to this stage."""
    found = of_seed("004")
    assert labels(found) == [
        ("title", "her – A Spike Jonze Love Story"),
        ("spoiler-warning", "*Spoiler*"),
        ("widget", "Trailer."),
    ]
    assert blocks(found)[0].startswith("“It’s like I’m reading a book")
    assert blocks(found)[-1] == "“We are only here briefly and in this moment I want to allow myself joy.”"
