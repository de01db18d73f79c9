"""Quotes with credits of every shape, and the scenes that become of them: what the tests of layout stand on."""

from __future__ import annotations

from functools import cache

from quotecards.errors import DoesNotFit
from quotecards.layout import compose
from quotecards.models import Credit, Quote

LAYOUTS = ("margin", "panel", "plain", "space", "split")
SIZES = ("landscape", "portrait", "square", "story")

HER = Credit(
    film="her",
    year=2013,
    director="Spike Jonze",
    title="her – A Spike Jonze Love Story",
    lines=(
        "*her*, 2013",
        "written and directed by Spike Jonze",
        "quoted in “*her* – A Spike Jonze Love Story”",
    ),
)
REVIEW = Credit(
    film="her",
    year=2013,
    director="Spike Jonze",
    lines=("“*Her* Reflection: Glimmering like a Remote Star”", "on Spike Jonze’s *her*, 2013"),
)
SHORT = Credit(film="Her", lines=("on *Her*",))
LONG = Credit(
    film="Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
    year=1964,
    director="Stanley Kubrick",
    author="Philippa Montgomery-Featherstonehaugh",
    lines=(
        "Philippa Montgomery-Featherstonehaugh",
        "“The end of the world, and why we could not stop laughing at it for an hour and a half”",
        "on *Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb*, 1964",
    ),
)
NONE = Credit()

CASES = {
    "life": ("Just like in real life.", REVIEW, "reviewer"),
    "machines": (
        "The machines won’t enslave you but it doesn’t solve all your problems either.",
        REVIEW,
        "reviewer",
    ),
    "media": (
        (
            "What digital media hinders is not the attention to the world yet the courage of communicating "
            "with real people."
        ),
        REVIEW,
        "reviewer",
    ),
    "brief": ("We are only here briefly and in this moment I want to allow myself joy.", HER, "film"),
    "space": (
        (
            "I can still feel you, and the words of our story, but it’s in this endless space between the words "
            "that I’m finding myself now."
        ),
        HER,
        "film",
    ),
    "long": (
        (
            "I can still feel you, and the words of our story, but it’s in this endless space between the words "
            "that I’m finding myself now. it’s a place that’s not of the physical world. It’s where everything "
            "else is that I didn’t even know existed."
        ),
        HER,
        "film",
    ),
    "chasm": (
        (
            "The essential obstacle to human interaction, after being freed from the shackles of the body, is to "
            "cross the chasm of self-awareness."
        ),
        SHORT,
        "reviewer",
    ),
    "bomb": (
        (
            "Nobody has ever been so funny about the end of the world, or so exact about the men who would bring "
            "it about."
        ),
        LONG,
        "reviewer",
    ),
    "bare": ("A film that listens better than most people do.", NONE, "reviewer"),
    "one": ("Unforgettable.", SHORT, "reviewer"),
}


def quote(text, credit=SHORT, kind="reviewer", **more):
    """A quote of a text, with all that layout does not look at left empty."""
    values = {
        "edits": (),
        "source": "a.txt",
        "record": None,
        "start": 0,
        "end": len(text),
        "score": 0.5,
        "taste": {},
        "rank": 1,
        "reasons": (),
    }
    return Quote(quote=text, verbatim=text, kind=kind, credit=credit, **(values | more))


def case(name, **more):
    """One of the cases as a quote."""
    text, credit, kind = CASES[name]
    return quote(text, credit, kind, **more)


@cache
def scene(name, layout, size, palette="flashback"):
    """A case on a layout at a size; None where it does not fit."""
    try:
        return compose(case(name), palette=palette, layout=layout, size=size)
    except DoesNotFit:
        return None


def every(*layouts):
    """All scenes of all cases on layouts (all, if none is named) that fit."""
    found = []
    for name in CASES:
        for layout in layouts or LAYOUTS:
            for size in SIZES:
                made = scene(name, layout, size)
                if made is not None:
                    found.append((f"{name} on {layout} {size}", made))
    return found


def lines(made, role):
    """The lines of a scene in a role."""
    return [line for line in made.lines if line.role == role]
