"""Film reviews in, quote cards out.

Example:
    import quotecards as qc

    quotes = qc.extract("review.txt", top=3)     # or qc.extract(text="...")
    card = qc.render(quotes[0], palette="sun-kissed", layout="panel", size="portrait")
    card.save("card.png")

"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotecards.models import Quote
    from quotecards.pipeline import Card
    from quotecards.settings import Settings

__version__ = "0.1.0"
__all__ = ["__version__", "carousel", "extract", "render"]


def extract(source: str | None = None, *, text: str | None = None, **settings: Any) -> list[Quote]:
    """A source (file, folder, pattern) or a review's text becomes its best quotes, best first.

    `settings` are those of the command line by name: top, taste, min_words, max_words, profanity, ...
    Of several reviews, each gives its own best ones.

    Raises:
        SourceError: a source that cannot be read.
        UsageError: neither or both of source and text, or an unknown setting.
    """
    from quotecards import pipeline, read
    from quotecards.errors import SourceError, UsageError
    from quotecards.settings import load

    if (source is None) == (text is None):
        raise UsageError("extract takes a source or text=..., one of the two.")
    chosen = load(settings)
    reviews = (
        read.reviews(str(source), columns=dict(chosen.columns))
        if text is None
        else [read.review(text, "text")]
    )
    quotes: list[Quote] = []
    for review in reviews:
        if isinstance(review, SourceError):
            raise review
        quotes += pipeline.extract(review, chosen).quotes
    return quotes


def render(quote: Quote, **settings: Any) -> Card:
    """A quote becomes a card: `.image` is a Pillow image, `.save(path)` writes it.

    One that is too long for the layout goes to a roomier one; `carousel` makes several of one that is too
    long for any.

    `settings` are those of the command line by name: palette, layout, size, seed.

    Raises:
        UsageError: an unknown palette, layout, size or setting.
        DoesNotFit: the words do not fit the layout at a legible size.
    """
    from quotecards import pipeline

    return pipeline.card(*_told(quote, settings))


def carousel(quote: Quote, **settings: Any) -> list[Card]:
    """A quote becomes its card, or several numbered ones where it is too long for one.

    Raises:
        UsageError: an unknown palette, layout, size or setting.
        DoesNotFit: not even several cards hold it.
    """
    from quotecards import pipeline

    return list(pipeline.cards(*_told(quote, {"carousel": True} | settings)))


def _told(quote: Quote, settings: dict[str, Any]) -> tuple[Quote, Settings]:
    from dataclasses import replace

    from quotecards.settings import load

    named = {name: settings[name] for name in ("palette", "layout") if settings.get(name)}
    return replace(quote, **named), load(settings)
