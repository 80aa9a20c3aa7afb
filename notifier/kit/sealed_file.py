"""Encrypted files in the age format (age-encryption.org/v1) under a passphrase, written as a stream.

The format is public, so that a backup also opens without this service: ``age --decrypt``. Each
piece of 64 KiB is authenticated by itself and the last one is marked, so that a changed, shortened
or lengthened file is noticed. What is read is whole pieces only; memory stays flat.
"""

import base64
import hmac
import io
import os
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from notifier.kit.errors import BadInputError

PIECE = 64 * 1024
TAG = 16
VERSION = b"age-encryption.org/v1"
LABEL = b"age-encryption.org/v1/scrypt"
WORK_TYPED = 18  # a second and 256 MB for each guess at words a person made up
WORK_RANDOM = 12  # a key of 256 random bits needs no slowing down
MAX_WORK = 20
MAX_LINE = 200
NOUGHT = bytes(12)


class WrongPassphraseError(BadInputError):
    """The passphrase or key file does not belong to this file."""

    def __init__(self) -> None:
        super().__init__(
            "合言葉（または鍵ファイル）が、このバックアップのものと違います。"
            "つくったときの合言葉か鍵ファイルを確かめてください。何も変えていません。"
        )


class DamagedFileError(BadInputError):
    """Not such a file, or not as it was written."""

    def __init__(self, what: str = "途中で切れているか、書きかわっています") -> None:
        super().__init__(
            f"このファイルはバックアップとして読めません（{what}）。"
            "別のバックアップを使ってください。何も変えていません。"
        )


class SealedWriter(io.RawIOBase):
    """Encrypts what is written into ``out``; only a closed one is whole."""

    def __init__(self, out: IO[bytes], passphrase: str, *, work: int = WORK_TYPED) -> None:
        super().__init__()
        file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
        wrapped = ChaCha20Poly1305(_wrap_key(passphrase, salt, work)).encrypt(
            NOUGHT, file_key, None
        )
        head = b"%s\n-> scrypt %s %d\n%s\n---" % (VERSION, _b64(salt), work, _b64(wrapped))
        out.write(b"%s %s\n%s" % (head, _b64(_mac(file_key, head)), nonce))
        self._out, self._left, self._number = out, bytearray(), 0
        self._box = ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # bytes are all we are given
        """Take ``data``; whole pieces go out, the rest waits for more."""
        self._left += data
        while len(self._left) > PIECE:
            self._put(bytes(self._left[:PIECE]), is_last=False)
            del self._left[:PIECE]
        return len(data)

    def finish(self) -> None:
        """Write the last piece. Without it no reader believes the file."""
        self._put(bytes(self._left), is_last=True)
        self._left.clear()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._out.write(self._box.encrypt(_nonce(self._number, is_last=is_last), piece, None))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Gives back what was written, piece by piece, each only after its proof.

    Raises ``WrongPassphraseError`` or ``DamagedFileError``.
    """

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        super().__init__()
        file_key = _open_head(source, passphrase)
        self._pieces = _pieces(
            source, ChaCha20Poly1305(_hkdf(file_key, source.read(16), b"payload"))
        )
        self._left = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes; fewer only at the end."""
        parts, wanted = [], size if size >= 0 else float("inf")
        while wanted > 0:
            if not self._left and not (piece := next(self._pieces, b"")):
                break
            self._left = self._left or piece
            part = self._left[: PIECE if wanted == float("inf") else int(wanted)]
            self._left = self._left[len(part) :]
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def drain(self) -> None:
        """Read to the end, so that the mark of the last piece was seen."""
        while self.read(PIECE):
            pass


def _open_head(source: IO[bytes], passphrase: str) -> bytes:
    lines = [source.readline(MAX_LINE) for _ in range(4)]
    words = lines[1].split()
    if lines[0] != VERSION + b"\n" or words[:2] != [b"->", b"scrypt"]:
        raise DamagedFileError("この形のファイルではありません")
    try:
        _, _, salt64, work10 = words
        work, salt, wrapped = int(work10), _unb64(salt64), _unb64(lines[2].strip())
        mark, mac = lines[3].split()
    except ValueError:
        raise DamagedFileError from None
    if mark != b"---" or not 1 <= work <= MAX_WORK:
        raise DamagedFileError
    try:
        box = ChaCha20Poly1305(_wrap_key(passphrase, salt, work))
        file_key = box.decrypt(NOUGHT, wrapped, None)
    except InvalidTag:
        raise WrongPassphraseError from None
    if not hmac.compare_digest(mac, _b64(_mac(file_key, b"".join(lines[:3]) + b"---"))):
        raise DamagedFileError
    return file_key


def _pieces(source: IO[bytes], box: ChaCha20Poly1305) -> Iterator[bytes]:
    number, here = 0, source.read(PIECE + TAG)
    while True:
        after = source.read(PIECE + TAG)
        try:
            yield box.decrypt(_nonce(number, is_last=not after), here, None)
        except InvalidTag:
            raise DamagedFileError from None
        if not after:
            return
        number, here = number + 1, after


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _wrap_key(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=LABEL + salt, length=32, n=1 << work, r=8, p=1).derive(passphrase.encode())


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_hkdf(file_key, b"", b"header"), head, "sha256")


def _hkdf(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(file_key)


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unb64(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
