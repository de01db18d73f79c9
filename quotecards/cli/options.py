"""The flags that several commands share, spelt and explained once, and how they become Settings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from quotecards.settings import Settings, load

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files, folders, web addresses, patterns in quotation marks, or - for stdin.",
    ),
]
Source = Annotated[
    str | None,
    typer.Argument(metavar="[SOURCE]", help="A file, folder, web address, pattern, or - for stdin."),
]

Top = Annotated[int | None, typer.Option("--top", metavar="N", help="How many quotes of each review.")]
Taste = Annotated[str | None, typer.Option(metavar="NAME", help="balanced, verdict, aphorism or dialogue.")]
MinWords = Annotated[int | None, typer.Option(metavar="N", help="The shortest quote, in words.")]
MaxWords = Annotated[
    int | None, typer.Option(metavar="N", help="The longest quote, in words; 0 for what the sizes hold.")
]
Profanity = Annotated[str | None, typer.Option(metavar="HOW", help="allow, mask or drop.")]
Spoilers = Annotated[str | None, typer.Option(metavar="HOW", help="allow, flag or drop.")]
Bar = Annotated[
    str | None,
    typer.Option(
        metavar="NUMBER", help="What a review's best line must be worth, 0 to 1; below it, none is offered."
    ),
]
Language = Annotated[
    str | None, typer.Option(metavar="CODE", help="The reviews' language, such as en; else as they show.")
]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=COLUMN,...",
        help="What a table's columns hold, where their names do not tell: text=Review.",
    ),
]

Palette = Annotated[
    str | None, typer.Option(metavar="NAME", help="See quotecards palettes list; else chosen by the words.")
]
Layout = Annotated[
    str | None, typer.Option(metavar="NAME", help="See quotecards layouts list; else chosen by the words.")
]
Size = Annotated[str | None, typer.Option(metavar="NAME", help="See quotecards sizes list.")]
Sizes = Annotated[
    list[str] | None,
    typer.Option("--size", metavar="NAME", help="See quotecards sizes list. May be given several times."),
]
Format = Annotated[str | None, typer.Option("--format", metavar="NAME", help="png, jpeg or webp.")]
Seed = Annotated[
    int | None, typer.Option(metavar="N", help="Another number, another choice of palettes and layouts.")
]

Still = Annotated[
    str | None, typer.Option(metavar="FILE", help="A picture of your own, for poster and subtitle.")
]
Focus = Annotated[
    str | None,
    typer.Option(metavar="X,Y", help="What of the still stays in sight, as fractions: 0.5,0.4."),
]
Carousel = Annotated[
    bool | None,
    typer.Option(
        "--carousel/--no-carousel",
        help="A quote too long for its layout becomes several numbered cards, or an error.",
    ),
]
Scale = Annotated[
    int | None, typer.Option("--scale", metavar="N", help="2 or 3 times the pixels, for sharp screens.")
]
Debug = Annotated[
    bool | None, typer.Option("--debug", help="Draw boxes, baselines and the safe area over each card.")
]
Handle = Annotated[
    str | None, typer.Option("--handle", metavar="TEXT", help="Your handle, small in each card's margin.")
]
Logo = Annotated[
    str | None, typer.Option("--logo", metavar="FILE", help="Your mark: a PNG with see-through parts.")
]
SameSize = Annotated[
    bool | None,
    typer.Option("--same-size", help="Cards of one review on one layout all in the same size of type."),
]

Folder = Annotated[
    str | None, typer.Option("--out", metavar="DIR", help="The folder of the cards, or s3://BUCKET/NAME.")
]
Jobs = Annotated[int | None, typer.Option(metavar="N", help="Processes; 0 for as many as pay off.")]
Resume = Annotated[
    bool,
    typer.Option("--resume/--no-resume", help="Skip what an earlier run has finished, or make all anew."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Only tell what would be made.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON array.")]


def chosen(**flags: Any) -> Settings:
    """The flags that were given, over all weaker places, become one Settings."""
    return load(flags)
