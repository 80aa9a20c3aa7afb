"""Passwords: what is good enough, and argon2id."""

import unicodedata
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from notifier.kit.errors import BadInputError

MIN_LENGTH = 10
MAX_LENGTH = 200
MIN_DIFFERENT = 5


class WeakPasswordError(BadInputError):
    """The password chosen is too easy to guess."""


def check_new_password(password: str, *, email: str) -> str:
    """``password`` if it may be chosen. Long counts, signs do not. Raises ``WeakPasswordError``."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise WeakPasswordError(
            f"パスワードは{MIN_LENGTH}文字以上にしてください。"
            "好きな言葉を3つほどつなげると、覚えやすく強くなります。",
            field="password",
        )
    folded = _typed(password).lower()
    if len(set(folded)) < MIN_DIFFERENT or email.partition("@")[0] in folded:
        raise WeakPasswordError(
            "同じ文字のくり返しや、メールアドレスを含むパスワードは使えません。", field="password"
        )
    return password


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return _hasher().hash(_typed(password))


def verify_password(password: str, password_hash: str) -> tuple[bool, str | None]:
    """Whether it is right, and a newer hash to store when the old one was made with less care.

    An empty ``password_hash`` (nobody of that address) costs the same time and is never right.
    """
    known = bool(password_hash)
    right, newer = _hasher().verify_and_update(
        _typed(password)[:MAX_LENGTH], password_hash or _nobodys_hash()
    )
    return (right and known), (newer if right and known else None)


def _typed(password: str) -> str:
    """Full-width letters of an IME left on are the same password."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher().hash("the password of nobody")
