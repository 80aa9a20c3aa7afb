"""Files handed in: looked at before they are believed, photos without what they would tell.

A photo is decoded and written anew, so that neither its place and time (EXIF) nor anything hidden
in it is kept. A PDF cannot be cleaned this way: it is kept as it is and only ever downloaded.
"""

import hashlib
import io
import os
import warnings
from collections.abc import Iterable
from pathlib import Path, PurePath

from PIL import Image, ImageOps, UnidentifiedImageError

from notifier.config import settings
from notifier.intake.arrival import File, KeptFile
from notifier.kit import text
from notifier.kit.errors import BadInputError

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 4
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400  # a flyer stays readable, a phone's page stays light
JPEG_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ACCEPTED = "写真（JPEG・PNG・WebP・GIF）かPDF、10MBまで"


class BadFileError(BadInputError):
    """A file that cannot be taken; the sentence says what we accept."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="flyer")


def fit_files(files: Iterable[File]) -> tuple[tuple[KeptFile, ...], tuple[str, ...]]:
    """Those of ``files`` that can be taken, and a sentence for each of the others."""
    fit: list[KeptFile] = []
    refused: list[str] = []
    for file in files:
        if len(fit) == MAX_FILES:
            refused.append(
                f"「{file.filename}」は、{MAX_FILES}つを超えたため受け取れませんでした。"
            )
            continue
        try:
            fit.append(prepare(file))
        except BadFileError as error:
            refused.append(str(error))
    return tuple(fit), tuple(refused)


def prepare(file: File | KeptFile) -> KeptFile:
    """The file, checked and cleaned; one that was before comes back as it is.

    Raises ``BadFileError`` with what it is and what we accept.
    """
    if isinstance(file, KeptFile):
        return file
    name = text.one_line(PurePath(file.filename.replace("\\", "/")).name)[-120:] or "file"
    if not file.data:
        raise BadFileError(f"「{name}」は空のファイルです。もう一度選んでください。")
    if len(file.data) > MAX_BYTES:
        raise BadFileError(f"「{name}」は大きすぎます。{ACCEPTED}でお願いします。")
    if file.data.startswith(b"%PDF-"):
        return _kept(name, "application/pdf", file.data)
    data, media_type = _redraw(name, file.data)
    return _kept(name, media_type, data)


def store(kept: KeptFile) -> Path:
    """Write the bytes under their own hash in the media folder; whole or not at all."""
    path = path_of(kept.sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(kept.data)
        draft.replace(path)
    return path


def path_of(sha256: str) -> Path:
    """Where a file with that hash lies."""
    return settings().media_dir.resolve() / sha256[:2] / sha256


def _kept(name: str, media_type: str, data: bytes) -> KeptFile:
    return KeptFile(name, media_type, data, hashlib.sha256(data).hexdigest())


def _redraw(name: str, data: bytes) -> tuple[bytes, str]:
    """The picture drawn anew: upright, not larger than needed, without metadata."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if image.width * image.height > MAX_PIXELS:
                raise BadFileError(f"「{name}」は画素が多すぎます。小さくして送ってください。")
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            keep_png = image.format == "PNG"
            image.thumbnail((MAX_SIDE, MAX_SIDE))  # first of all: turning makes a second copy
            return _encode(ImageOps.exif_transpose(image), keep_png=keep_png)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFileError(f"「{name}」は画素が多すぎます。小さくして送ってください。") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadFileError(
            f"「{name}」は写真にもPDFにも読めませんでした。{ACCEPTED}でお願いします。"
        ) from error


def _encode(image: Image.Image, *, keep_png: bool) -> tuple[bytes, str]:
    flat = Image.new("RGB", image.size, "white")
    layered = image.convert("RGBA")
    flat.paste(layered, mask=layered.getchannel("A"))
    out = io.BytesIO()
    if keep_png:
        flat.save(out, "PNG", optimize=False)
        return out.getvalue(), "image/png"
    flat.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True)
    return out.getvalue(), "image/jpeg"
