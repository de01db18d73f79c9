"""A film is credited where its title stands as the film reviewed; of films named in passing, none is."""

from __future__ import annotations

import pytest
from quotecards.clean import clean
from quotecards.credit import about, standing
from quotecards.credit.names import names
from quotecards.datafiles import packaged
from quotecards.errors import DataError
from quotecards.models import Review
from quotecards.voices import voices


def film(text):
    """The film credited for a review as it stands on a page."""
    cleaned = clean(Review(text=text, source="x"))
    return about(cleaned, voices(cleaned)).film


def signs(text):
    """The signs of each title in a review, by its spelling."""
    cleaned = clean(Review(text=text, source="x"))
    found = names(cleaned, voices(cleaned), (), ())
    return {name.spelling: one for name, one in zip(found, standing.signs(found, cleaned, None), strict=True)}


PLOT = (
    "A ferryman takes in a stranger who will not say where she comes from, and by spring the whole "
    "harbour has an opinion on it. The light is grey, the talk is slow, and nobody hurries anyone."
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            f'"Low Tide" is a film about waiting. {PLOT} I liked "Low Tide" more than I thought I would.',
            "Low Tide",
        ),
        (
            (
                f'After the noise of "High Water" comes a calm film, "Low Tide," directed by Ines Varga. {PLOT} '
                '"Low Tide" has no villain, and "Low Tide" never needs one.'
            ),
            "Low Tide",
        ),
        (
            (
                f'The sea has been kind to Ines Varga. "High Water" (1991) was loud. {PLOT} Now "Low Tide" tells the same '
                'story in a whisper. "Low Tide" is her best work.'
            ),
            "Low Tide",
        ),
        (
            (
                f'I never cared for "High Water," but "High Water: Ebb" is another matter. {PLOT} "High Water: Ebb" '
                'shows us a harbour that works, and "High Water: Ebb" is funny about it.'
            ),
            "High Water: Ebb",
        ),
        (
            f'"Harbour Nights: Low Tide" is a drama from the north. {PLOT} "Low Tide" has patience. "Low Tide" has wit.',
            "Harbour Nights: Low Tide",
        ),
        (
            f"\"Low Tide'' tells the story of a ferry. {PLOT} In the end \"Low Tide'' is about time.",
            "Low Tide",
        ),
    ],
)
def test_the_film_reviewed_is_found_among_others(text, found):
    """First, often, with a verb in the present, as a film; a short form speaks for the whole title."""
    assert film(text) == found


@pytest.mark.parametrize(
    "text",
    [
        f'Like "Low Tide" before it, this drama is set at sea. {PLOT}',
        f'It comes from the maker of "Low Tide," who knows boats. {PLOT} It is no "High Water" either.',
        f'A remake of "Low Tide," of all things. {PLOT}',
        f'{PLOT} Ines Varga ("Low Tide," "High Water") plays the mother, as she did in "Quiet Street."',
        f'The radio plays "Low Tide" and the old men sing along. {PLOT}',
        f'"Homecoming" is a word I would like to hear less of. {PLOT}',
        f'"Low Tide" and "High Water" are both about ferries. {PLOT} "High Water" is long. "Low Tide" is longer.',
    ],
)
def test_a_title_named_in_passing_is_not_credited(text):
    """Compared with, made by the same hands, in brackets, a song, a phrase, or one of two: none is better."""
    assert film(text) is None


def test_an_original_is_not_credited_for_its_sequel():
    """Where a longer title is what the review speaks of, the shorter one in it is another film."""
    text = (
        'At the end of "Low Tide," the ferry left for good. "Low Tide" was a hit, and "Low Tide" is still loved. '
        f'Now there is more. {PLOT} "Low Tide: The Return" brings it back. "Low Tide: The Return" is tired.'
    )
    assert film(text) != "Low Tide"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ('"Low Tide" is a quiet drama of the north, and it rains.', "is_film"),
        ('"Low Tide" tells of a ferry and of those who wait for it.', "tells"),
        ('"Low Tide," directed by Ines Varga, waits for its moment.', "made"),
        ('We saw the new thriller "Low Tide" on a wet evening.', "called"),
        ('In "Low Tide," a ferryman hears a voice at night.', "within"),
        ('He was the ferryman in the novel "Low Tide" once.', "other_first"),
        ('The actor (you saw him in "Low Tide") is a ferryman.', "aside_first"),
        ('Think of "Low Tide" and "High Water" and of all the rest.', "listed_first"),
    ],
)
def test_each_sign_is_read_where_its_words_stand(text, sign):
    """What stands around a title says what it is there."""
    assert signs(text)["Low Tide"][sign] == 1
    assert signs('Nobody knows why "Low Tide" came late.')["Low Tide"].get(sign) == 0


def test_what_is_compared_is_no_free_mention():
    """A title behind "like" counts for nothing, however often."""
    assert signs('It is like "Low Tide" and it is calm.')["Low Tide"]["freely"] == 0
    assert signs('Everyone went to see "Low Tide" that year.')["Low Tide"]["freely"] == 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [("[weights]\nnonsense = 1.0", "nonsense"), ("[weights]", "bias has no weight")],
)
def test_a_weight_that_is_missing_or_of_no_sign_is_refused(tmp_path, monkeypatch, fault, told):
    """The data file is checked once, when it is loaded."""
    whole = packaged("credit", "standing.toml").read_text("utf-8")
    head, _, weights = whole.partition("[weights]")
    weights = "" if "nonsense" not in fault else weights
    (tmp_path / "standing.toml").write_text(head + fault + weights, "utf-8")
    monkeypatch.setattr(
        standing,
        "packaged",
        lambda *parts: tmp_path / parts[-1] if parts[-1] == "standing.toml" else packaged(*parts),
    )
    standing.words.cache_clear()
    with pytest.raises(DataError, match=told):
        standing.words()
    monkeypatch.undo()
    standing.words.cache_clear()
