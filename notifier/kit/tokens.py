"""Tokens: random ones are stored hashed, derived ones are not stored at all."""

import base64
import hashlib
import hmac
import secrets

from notifier.config import settings

RANDOM_BYTES = 24


def new_token() -> tuple[str, str]:
    """A random URL-safe token and the hash to store: ``(token, token_hash)``."""
    token = secrets.token_urlsafe(RANDOM_BYTES)
    return token, hash_token(token)


def new_salt() -> str:
    """What makes one row's derived tokens its own, whatever number it has: 72 bits, 12 letters."""
    return secrets.token_urlsafe(9)


def hash_token(token: str) -> str:
    """What is stored of a random token; it has 192 bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_hash(value: str, *, purpose: str, key: str | None = None) -> str:
    """A hash that cannot be guessed from outside, e.g. of an address that must stay blocked."""
    secret = (key or settings().secret_keys[0]).encode()
    return hmac.digest(secret, f"{purpose}:{value}".encode(), "sha256").hex()


def derive(subject: str, *, key: str, size: int = 15) -> str:
    """A URL-safe token derived from ``subject``; nothing is stored, any change of it revokes.

    ``key`` has at most 64 bytes. Keyed BLAKE2 (RFC 7693) takes half the time of HMAC, and every
    letter carries two of these.
    """
    digest = hashlib.blake2b(subject.encode(), key=key.encode(), digest_size=size).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def same(left: str, right: str) -> bool:
    """Compare two tokens in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def new_code(length: int = 8) -> str:
    """A short code for links; letters that cannot be misread."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(length))
