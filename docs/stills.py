# ruff: noqa: INP001 - a part of the script beside it
"""Two invented stills to try photo layouts with: a city at the blue hour, and a shore at dusk."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.ImageDraw import ImageDraw as Pen

WIDE, HIGH = 1620, 2025
Colour = tuple[int, int, int]


def sky(stops: Sequence[tuple[float, Colour]]) -> Image.Image:
    """Colours from top to bottom, each at its share of the height."""
    share = np.linspace(0, 1, HIGH)
    places = [place for place, _ in stops]
    rows = np.stack(
        [np.interp(share, places, [colour[at] for _, colour in stops]) for at in range(3)], axis=1
    )
    noise = np.random.default_rng(1).uniform(0, 1, (HIGH, WIDE, 1))  # so that no band is seen
    return Image.fromarray(np.floor(rows[:, None, :] + noise).clip(0, 255).astype(np.uint8))


def laid(
    picture: Image.Image, colour: Colour, shape: Callable[[Pen], None], blur: float = 2, opacity: float = 1
) -> None:
    """A soft shape of one colour comes over a picture."""
    mask = Image.new("L", picture.size)
    shape(ImageDraw.Draw(mask))
    soft = mask.filter(ImageFilter.GaussianBlur(blur)).point(lambda level: round(level * opacity))
    picture.paste(Image.new("RGB", picture.size, colour), (0, 0), soft)


def disc(x: float, y: float, radius: float) -> Callable[[Pen], None]:
    """A round thing."""
    return lambda pen: pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def city() -> Image.Image:
    """Someone seen from behind, before a skyline."""
    picture, dice = (
        sky([(0, (150, 166, 240)), (0.42, (232, 210, 240)), (1, (120, 128, 190))]),
        random.Random(5),  # noqa: S311 - a picture
    )
    laid(picture, (250, 236, 246), disc(540, 700, 520), 170, 0.7)
    laid(picture, (246, 232, 246), disc(540, 700, 235), 4)
    for colour, foot, tall, blur in (
        ((176, 180, 226), 1160, 520, 14),
        ((146, 150, 206), 1330, 470, 9),
        ((104, 108, 168), 1500, 430, 6),
    ):
        laid(picture, colour, _skyline(dice, foot, tall), blur)
    for _ in range(26):
        spot = disc(dice.uniform(0, WIDE), dice.uniform(1000, 1650), dice.uniform(8, 38))
        laid(
            picture,
            dice.choice([(214, 120, 128), (255, 232, 240), (190, 170, 240)]),
            spot,
            3,
            dice.uniform(0.25, 0.7),
        )
    laid(picture, (32, 30, 74), _from_behind, 6)
    return picture


def _skyline(dice: random.Random, foot: float, tall: float) -> Callable[[Pen], None]:
    def shape(pen: Pen) -> None:
        left = -60.0
        while left < WIDE:
            wide = dice.uniform(100, 280)
            pen.rectangle((left, foot - dice.uniform(0.2, 1) * tall, left + wide, HIGH), fill=255)
            left += wide + dice.uniform(-16, 70)

    return shape


def _from_behind(pen: Pen) -> None:
    x, y, head = 1180, 1190, 205
    pen.ellipse((x - head * 0.92, y - head * 1.2, x + head * 0.92, y + head * 1.2), fill=255)
    pen.rounded_rectangle((x - head * 0.5, y, x + head * 0.5, y + head * 2), 60, fill=255)
    pen.ellipse((x - head * 3, y + head * 1.45, x + head * 3, y + head * 6), fill=255)


def shore() -> Image.Image:
    """A low sun over the sea, and someone who looks at it."""
    picture, dice = (
        sky([(0, (226, 140, 148)), (0.22, (240, 158, 110)), (0.4, (252, 214, 150)), (1, (250, 190, 120))]),
        random.Random(3),  # noqa: S311 - a picture
    )
    level, x = 810, 1090
    laid(picture, (255, 226, 176), disc(x, level - 110, 560), 130, 0.6)
    laid(picture, (255, 246, 226), disc(x, level - 112, 118), 3)
    sea = sky(
        [
            (0, (246, 196, 130)),
            (0.4, (250, 190, 118)),
            (0.5, (236, 146, 96)),
            (0.75, (214, 112, 88)),
            (1, (120, 60, 80)),
        ]
    )
    picture.paste(sea.crop((0, level, WIDE, HIGH)), (0, level))
    glints = Image.new("L", picture.size)
    pen = ImageDraw.Draw(glints)
    for _ in range(170):
        far = dice.random() ** 1.7
        y, half = level + 6 + far * 380, (6 + 46 * far) * dice.uniform(0.4, 1.3)
        middle = x + dice.gauss(0, 1) * (16 + 130 * far)
        pen.rounded_rectangle(
            (middle - half, y, middle + half, y + 3 + 4 * far), 3, fill=dice.randint(80, 210)
        )
    picture.paste(
        Image.new("RGB", picture.size, (255, 240, 206)),
        (0, 0),
        ImageChops.lighter(glints, glints.filter(ImageFilter.GaussianBlur(2))),
    )
    laid(picture, (140, 92, 132), lambda pen: pen.polygon(_beach(0), fill=255), 2)
    laid(picture, (96, 56, 96), lambda pen: pen.polygon(_beach(150), fill=255), 60, 0.8)
    laid(picture, (52, 20, 44), _standing, 1.5)
    return picture


def _beach(down: float) -> list[tuple[float, float]]:
    line = [(x, 1210 + down + 26 * np.sin(x / 330) - x * 0.03) for x in range(0, WIDE + 30, 30)]
    return [*line, (WIDE, HIGH), (0, HIGH)]


def _standing(pen: Pen) -> None:
    x, foot = 390, 1256
    pen.ellipse((x - 17, foot - 262, x + 17, foot - 218), fill=255)
    pen.rectangle((x - 8, foot - 226, x + 8, foot - 200), fill=255)
    coat = [(-12, 212), (-34, 202), (-42, 150), (-37, 96), (-29, 92), (-27, 116), (-23, 80)]
    legs = [(-21, 60), (-15, 2), (-4, 0), (-2, 74)]
    left = [(x + across, foot - up) for across, up in coat + legs]
    right = [(2 * x - across, up) for across, up in reversed(left)]
    pen.polygon([*left, *right], fill=255)
    pen.ellipse((x - 160, foot - 6, x + 14, foot + 6), fill=90)
