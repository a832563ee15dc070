"""Pictures: written anew without what else is in them, and refused where they are none or too many pixels."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from chat.errors import BadInput, TooLarge
from chat.pictures import Picture, Studio
from tests.fixtures.files import names_in, picture

SECRET: Final = b"taken at 47.3769 N, 8.5417 E"


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path, pixels=1_000_000)


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010E] = SECRET.decode()  # ImageDescription
    return found


def moving(kind: str, frames: int = 3, side: int = 40) -> bytes:
    colours = ["red", "green", "blue", "white"]
    images = [Image.new("RGB", (side, side), colours[number % 4]) for number in range(frames)]
    file = io.BytesIO()
    images[0].save(file, kind, save_all=True, append_images=images[1:], duration=[100] * frames, loop=0)
    return file.getvalue()


def is_dark(image: Image.Image, place: tuple[int, int]) -> bool:
    return bool(image.convert("L").getpixel(place) < 20)  # type: ignore[operator]  # of one band it is a number


async def develop(studio: Studio, folder: Path, data: bytes) -> tuple[Picture, Image.Image, bytes]:
    """The picture that is made of a file, decoded, and its bytes."""
    source = folder / "source"
    source.write_bytes(data)
    async with studio.developed(source) as made:
        written = made.path.read_bytes()
        image = Image.open(io.BytesIO(written))
        image.load()
        for path, side in ((made.thumbnail, 640), (made.square, 256)):
            if path is not None:
                small = Image.open(path)
                assert (small.format, max(small.size) <= side) == ("WEBP", True)
        return made, image, written


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
async def test_metadata_goes_and_the_picture_stays(studio: Studio, tmp_path: Path, kind: str) -> None:
    data = picture(800, 600, kind, exif=exif())
    assert SECRET in data
    made, image, written = await develop(studio, tmp_path, data)
    assert SECRET not in written
    assert not image.getexif()
    assert image.format == kind
    assert (made.width, made.height) == image.size == (800, 600)
    assert is_dark(image, (5, 300)) and not is_dark(image, (795, 300))
    assert made.thumbnail is not None
    assert len(made.blurhash) == 6 + 2 * 11


async def test_it_stands_upright(studio: Studio, tmp_path: Path) -> None:
    made, image, _ = await develop(studio, tmp_path, picture(300, 200, "JPEG", exif=exif(orientation=6)))
    assert (made.width, made.height) == image.size == (200, 300)
    assert is_dark(image, (100, 5)) and not is_dark(image, (100, 295))  # it was dark on the left
    assert made.thumbnail is None


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
async def test_it_goes_on_moving(studio: Studio, tmp_path: Path, kind: str) -> None:
    made, image, _ = await develop(studio, tmp_path, moving(kind))
    assert getattr(image, "n_frames", 1) == 3
    assert made.thumbnail is not None


async def test_what_hangs_on_it_is_left_behind(studio: Studio, tmp_path: Path) -> None:
    for kind in ("PNG", "JPEG", "GIF"):
        _, _, written = await develop(studio, tmp_path, picture(20, 20, kind) + b"<script>alert(1)</script>")
        assert b"script" not in written


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
async def test_every_kind_of_pixel_is_taken(studio: Studio, tmp_path: Path, mode: str) -> None:
    file = io.BytesIO()
    Image.new(mode, (30, 30)).save(file, "JPEG" if mode == "CMYK" else "PNG")
    made, _, _ = await develop(studio, tmp_path, file.getvalue())
    assert (made.width, made.height) == (30, 30)


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is side pixels on each side."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


BROKEN: Final[dict[str, Callable[[], bytes]]] = {
    "nothing": lambda: b"",
    "HTML": lambda: b"<html></html>",
    "a head alone": lambda: picture(800, 600, "PNG")[:60],
    "cut off": lambda: picture(800, 600, "JPEG")[:4_000],
    "SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_cannot_be_read_is_refused(studio: Studio, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        await develop(studio, tmp_path, BROKEN[name]())


LARGE: Final[dict[str, Callable[[], bytes]]] = {
    "20,000 by 20,000": lambda: bomb(20_000),
    "just too many": lambda: picture(1_001, 1_000, "PNG"),
    "in all its frames": lambda: moving("GIF", frames=11, side=310),
}


@pytest.mark.parametrize("name", LARGE)
async def test_too_many_pixels_are_refused_before_they_are_decoded(
    studio: Studio, tmp_path: Path, name: str
) -> None:
    with pytest.raises(TooLarge):
        await develop(studio, tmp_path, LARGE[name]())


async def test_nothing_is_left_behind(studio: Studio, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(picture(100, 100))
    async with studio.developed(source):
        pass
    with pytest.raises(BadInput):
        await develop(studio, tmp_path, b"none")
    assert names_in(tmp_path) == ["source"]
