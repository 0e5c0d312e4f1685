"""
Decode one picture and write it anew without metadata; run as a program of its own.

`python -I picture_decoder.py SOURCE TARGET MAX_PIXELS MAX_SIDE`. It limits itself before it opens
anything. Prints the media type of what it wrote; on refusal one line of why, and exit code 1.
"""

from __future__ import annotations

import resource
import sys
import warnings

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
JPEG_QUALITY = 88
MEMORY = 1 << 30
PROCESSOR_SECONDS = 10
LARGEST_COPY = 128 << 20


def render(source: str, target: str, *, max_pixels: int, max_side: int) -> str:
    """Write the picture (the first one of an animation) upright, at most `max_side` wide and high.

    Returns the media type. Raises ValueError with a sentence if it cannot be done.
    """
    with Image.open(source, formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > max_pixels:
            raise ValueError(
                f"The picture has {width:,} by {height:,} pixels. Make it smaller: at most "
                f"{max_pixels // 1_000_000} million pixels"
            )
        is_drawing = picture.format != "JPEG"
        picture.draft("RGB", (max_side, max_side))
        upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((max_side, max_side))
    if is_drawing:
        upright.convert("RGBA" if _has_holes(upright) else "RGB").save(target, "PNG")
        return "image/png"
    upright.convert("RGB").save(target, "JPEG", quality=JPEG_QUALITY)
    return "image/jpeg"


def _has_holes(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def limit() -> None:
    """Bound memory, processor seconds and the size of what is written; no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_COPY, LARGEST_COPY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    source, target, max_pixels, max_side = sys.argv[1:]
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
    warnings.simplefilter("ignore")
    limit()
    try:
        print(render(source, target, max_pixels=int(max_pixels), max_side=int(max_side)))
    except MemoryError:
        print("The picture needs too much memory. Make it smaller")
        return 1
    except ValueError as error:
        print(error if "pixels" in str(error) else "The picture is damaged or too costly to open")
        return 1
    except Exception:  # whatever a decoder stumbles over, the answer is the same
        print("The picture is damaged. Open it, save it again, and send the copy")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
