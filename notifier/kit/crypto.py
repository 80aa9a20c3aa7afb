"""Secrets at rest (LINE channel secrets and the like), encrypted under the secret key."""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from notifier.config import settings
from notifier.kit.errors import UnavailableError


def seal(value: str) -> str:
    """``value`` encrypted with the current secret key."""
    return _box(settings().secret_keys).encrypt(value.encode()).decode()


def unseal(sealed: str) -> str:
    """The value again; also when the key was rotated and the old one is still set.

    A value once read is kept in this process, which holds the keys to it anyway, under what is
    stored: whoever replaces what is stored is never given the value of before.
    """
    return _unseal(sealed, settings().secret_keys)


@lru_cache(maxsize=256)
def _unseal(sealed: str, keys: tuple[str, ...]) -> str:
    try:
        return _box(keys).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnavailableError(
            "保存された秘密の値を読めません。NOTIFIER_SECRET_KEY が変わっていないか確認してください。"
        ) from error


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_stretch(key)) for key in keys])


def _stretch(key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=b"notifier-seal").digest()
    return base64.urlsafe_b64encode(digest)
