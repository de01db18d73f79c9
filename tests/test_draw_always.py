"""The same pixels are the same bytes, wherever in memory they lie and whatever lay there before.

ISA-L's deflate lets the address of its own stream take a hand in what matches it finds at the beginning. The
first test makes pixels that show it for one stream's address: without what png.py does about it they come
out otherwise with that stream than with any other, in nine of ten tries.
"""

from __future__ import annotations

import random
from types import SimpleNamespace

import numpy as np
import pytest
from isal import isal_zlib
from PIL import Image
from quotecards.draw import jpeg, png, webp

TRIES = 20
# Where a compressor keeps its stream, from the address of the object; how many places its table of matches has.
INSIDE = 24
PLACES = {1: 1 << 13, 2: 1 << 15}


def crc32c(value: int) -> int:
    """Castagnoli's checksum of four bytes as a processor's instruction tells it, from nought."""
    for _ in range(32):
        value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    return value


def betraying(address: int, chance: random.Random, at: int) -> np.ndarray:
    """A row whose four bytes at a place of the stream share their place in the table with the address."""
    places = PLACES[png.LEVEL]
    taken = crc32c((address + INSIDE) >> 16 & 0xFFFFFFFF) % places
    while crc32c(int.from_bytes(found := chance.choices(range(1, 200), k=4), "little")) % places != taken:
        pass
    row = np.array([chance.choices(range(200, 250), k=900)], np.uint8)
    for place in (at - 1, 600):  # the filter's number stands before the first pixel
        row[0, place : place + 4] = found
    return row


def noisy(chance: random.Random) -> list[bytearray]:
    """Memory in use, of many sizes and with something in it, so that what comes next lies elsewhere."""
    return [bytearray(chance.randbytes(97) * chance.randrange(1, 9000)) for _ in range(6)]


@pytest.mark.parametrize("at", [1, png.BEGINNING + 1])
def test_the_address_of_a_stream_does_not_show(monkeypatch, at):
    """Deflated by a stream whose address the pixels are made for, or by any other: the same bytes."""
    chance, held = random.Random(at), []
    for _ in range(TRIES):
        held.append(noisy(chance))
        stream = isal_zlib.compressobj(png.LEVEL, isal_zlib.DEFLATED, -15)
        row = betraying(id(stream), chance, at)
        with monkeypatch.context() as patch:
            given = SimpleNamespace(**vars(isal_zlib) | {"compressobj": lambda *_, stream=stream: stream})
            patch.setattr(png, "isal_zlib", given)
            once = png.deflated(row)
        held.append(noisy(chance))
        assert png.deflated(row) == once


@pytest.mark.parametrize("encode", [png.encode, jpeg.encode, webp.encode])
def test_the_order_and_the_memory_do_not_show(encode):
    """Pictures encoded again and again, shuffled, with other things in memory in between: the same bytes."""
    chance = random.Random(7)
    pictures = [
        Image.effect_noise((160, 90), 10 + number).convert("RGB").rotate(90 * (number % 2), expand=True)
        for number in range(6)
    ]
    first, held = [encode(picture) for picture in pictures], []
    for _ in range(8):
        for number in chance.sample(range(len(pictures)), len(pictures)):
            held.append(noisy(chance))
            assert encode(pictures[number].copy()) == first[number]
            del held[: chance.randrange(3)]
