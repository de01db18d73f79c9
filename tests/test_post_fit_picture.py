"""Pictures: as they are if they fit, else the best quality that does; no metadata, no mush."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from quotecards.errors import Refused
from quotecards.post.fit import limits, parts, picture
from quotecards.post.fit.metadata import stripped
from quotecards.post.fit.picture import measure
from quotecards.post.seam import Picture, Posting

PLACE = b"GPS 52.52 N 13.40 E, taken by somebody"


def noise(width=400, height=500, seed=1):
    """A picture that no encoder can make small."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def ramp(width=400, height=500):
    """A picture that every encoder makes small."""
    across = np.linspace(0, 255, width, dtype=np.uint8)
    return Image.fromarray(np.stack([np.tile(across, (height, 1))] * 3, axis=-1))


def encoded(image, name="PNG", **options):
    stream = io.BytesIO()
    image.save(stream, name, **options)
    return stream.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def within(network="bluesky", **changes):
    return replace(limits(network), **changes)


# ---------------------------------------------------------------- untouched


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_fits_goes_out_byte_for_byte(name):
    """Nothing is encoded anew that need not be."""
    content = encoded(ramp(), name)
    assert picture(content, limits("bluesky")) == content


@pytest.mark.parametrize(
    ("name", "kind"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_a_picture_tells_what_it_is(name, kind):
    """Media type and size."""
    assert measure(encoded(ramp(30, 40), name)) == (kind, 30, 40)


# ---------------------------------------------------------------- metadata


def with_notes(name):
    if name == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", PLACE.decode())
        info.add_itxt("XML:com.adobe.xmp", PLACE.decode())
        return encoded(ramp(), name, pnginfo=info, exif=Image.Exif())
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    if name == "WEBP":
        return encoded(ramp(), name, exif=exif, xmp=PLACE)
    return encoded(ramp(), name, exif=exif, comment=PLACE, xmp=PLACE)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_metadata_is_taken_out_and_no_pixel_changes(name):
    """Places, cameras and notes stay at home; the picture is the same to the last pixel."""
    content = with_notes(name)
    assert PLACE in content
    plain = picture(content, limits("bluesky"))
    assert PLACE not in plain
    assert b"Exif" not in plain
    assert np.array_equal(np.asarray(opened(content)), np.asarray(opened(plain)))
    assert not opened(plain).getexif()


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_a_colour_profile_is_the_picture(name):
    """Without it the colours would be others."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encoded(ramp(), name, icc_profile=profile)
    assert opened(picture(content, limits("bluesky"))).info["icc_profile"] == profile


def test_what_stands_behind_a_pictures_end_is_taken_out():
    """Some cameras hide a second picture there."""
    for name in ("PNG", "JPEG"):
        content = encoded(ramp(), name)
        assert stripped(content + PLACE) == content


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"GIF89a"]
)
def test_what_is_not_built_as_it_should_be_is_not_stripped(content):
    """Half a file is no file."""
    assert not stripped(content) or stripped(content) != content or content.startswith(b"RIFF")


def test_a_picture_on_its_side_is_set_upright():
    """The orientation is metadata too, so the pixels are turned before it goes."""
    exif = Image.Exif()
    exif[0x0112] = 6
    content = encoded(ramp(400, 300), "JPEG", exif=exif)
    assert opened(picture(content, limits("bluesky"))).size == (300, 400)


# ---------------------------------------------------------------- too large


def test_a_picture_with_too_many_bytes_gets_the_best_quality_that_fits():
    """One step of quality more would be too many bytes."""
    content = encoded(noise())
    best = picture(content, within(picture_bytes_most=300_000))
    assert len(best) <= 300_000
    assert opened(best).size == (400, 500)
    tables = opened(best).quantization
    for quality in range(75, 95):
        again = encoded(noise(), "JPEG", quality=quality, subsampling=0, optimize=True, progressive=True)
        if opened(again).quantization == tables:
            more = encoded(
                noise(), "JPEG", quality=quality + 1, subsampling=0, optimize=True, progressive=True
            )
            assert len(more) > 300_000
            return
    raise AssertionError("the quality was not between 75 and 94")


def test_a_picture_gets_smaller_only_when_quality_is_not_enough():
    """First quality, then size, both as little as possible."""
    content = encoded(noise(900, 1200))
    best = picture(content, within(picture_bytes_most=300_000))
    assert len(best) <= 300_000
    width, height = opened(best).size
    assert 600 <= height < 1200
    assert abs(width / height - 0.75) < 0.01


def test_what_would_be_mush_is_refused():
    """Below a size at which the credit can be read nothing goes out."""
    with pytest.raises(Refused, match="at any quality worth showing"):
        picture(encoded(noise(900, 1200)), within(picture_bytes_most=20_000))


def test_a_kind_that_is_not_taken_is_encoded_anew():
    """Instagram takes JPEG alone; what shone through stands on white."""
    image = ramp(400, 400).convert("RGBA")
    image.putalpha(0)
    found = opened(picture(encoded(image), limits("instagram")))
    assert found.format == "JPEG"
    assert found.convert("RGB").getpixel((200, 200)) == (255, 255, 255)


def test_a_png_that_is_only_too_wide_stays_lossless():
    """A picture that came without loss goes without, if it fits."""
    found = opened(picture(encoded(ramp(900, 900)), within("threads", picture_side_most=600)))
    assert (found.format, found.size) == ("PNG", (600, 600))


def test_too_many_pixels_are_too_many():
    """Mastodon limits width times height."""
    found = opened(picture(encoded(ramp(1000, 1000)), within("mastodon", picture_pixels_most=490_000)))
    assert found.width * found.height <= 490_000
    assert found.width >= 690


def test_webp_alone_is_served_too():
    """The first lossy kind that the network takes is the one to encode into."""
    only = within(picture_kinds=("image/webp",), picture_bytes_most=150_000)
    assert opened(picture(encoded(noise()), only)).format == "WEBP"


def test_png_alone_has_only_size_to_give():
    """Where nothing lossy is taken, quality cannot be traded."""
    only = within(picture_kinds=("image/png",), picture_bytes_most=1_500_000)
    found = opened(picture(encoded(noise(1000, 800)), only))
    assert found.format == "PNG"
    assert found.width < 1000


@pytest.mark.parametrize("size", [(1080, 1920), (1200, 400)])
def test_a_shape_that_is_not_taken_is_refused_with_what_to_do(size):
    """Instagram takes 4:5 to 1.91:1; cutting a card would cut its words."""
    with pytest.raises(Refused, match="portrait and square go everywhere"):
        picture(encoded(ramp(*size)), limits("instagram"))


def test_the_portrait_card_fits_instagram():
    """1080 x 1350 is exactly 4:5."""
    assert opened(picture(encoded(ramp(1080, 1350), "JPEG"), limits("instagram"))).size == (1080, 1350)


@pytest.mark.parametrize("content", [b"", b"no picture", encoded(ramp())[:300], encoded(ramp(), "GIF")])
def test_what_is_no_picture_is_refused(content):
    """Half a file, another kind of file, no file."""
    with pytest.raises(Refused, match="no PNG, JPEG or WebP"):
        picture(content, limits("bluesky"))


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch):
    """A small file can hold a huge picture."""
    content = encoded(ramp(200, 200))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(Refused):
        picture(content, limits("bluesky"))


def test_the_same_picture_gives_the_same_bytes():
    """A retry must send what was approved."""
    content = encoded(noise())
    assert picture(content, within(picture_bytes_most=300_000)) == picture(
        content, within(picture_bytes_most=300_000)
    )


# ---------------------------------------------------------------- carousels


def carousel(number):
    pictures = tuple(Picture(b"", "image/png", 1, 1, f"Card {index}") for index in range(number))
    return Posting(pictures, "", "A quote.", ("her, 2013",), "her", "https://example.com/", ("her",))


def test_a_carousel_that_fits_is_one_post():
    """Four pictures are one post on Bluesky."""
    assert parts(carousel(4), limits("bluesky")) == (carousel(4),)


@pytest.mark.parametrize(("number", "shares"), [(5, [3, 2]), (8, [4, 4]), (9, [3, 3, 3]), (10, [4, 3, 3])])
def test_a_longer_one_is_several_of_even_size(number, shares):
    """All pictures, each once, in order."""
    posts = parts(carousel(number), limits("bluesky"))
    assert [len(post.pictures) for post in posts] == shares
    assert [picture.alt for post in posts for picture in post.pictures] == [
        f"Card {one}" for one in range(number)
    ]


def test_the_posts_after_the_first_say_where_they_stand_and_who_is_credited():
    """The quote, the link and the tags are said once."""
    from quotecards.post.fit import text

    first, second = (text(post, limits("bluesky")).text for post in parts(carousel(5), limits("bluesky")))
    assert first.startswith("“A quote.”")
    assert second == "2/2\n\nher, 2013"
