"""Secrets at rest (LINE channel secrets and the like), encrypted under the secret key."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from notifier.config import settings
from notifier.kit.errors import UnavailableError


def seal(value: str) -> str:
    """``value`` encrypted with the current secret key."""
    return _box().encrypt(value.encode()).decode()


def unseal(sealed: str) -> str:
    """The value again; also when the key was rotated and the old one is still set."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnavailableError(
            "保存された秘密の値を読めません。NOTIFIER_SECRET_KEY が変わっていないか確認してください。"
        ) from error


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_stretch(key)) for key in settings().secret_keys])


def _stretch(key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=b"notifier-seal").digest()
    return base64.urlsafe_b64encode(digest)
