"""Stateless LINE channel tokens: minted from id and secret, kept in this process for 12 minutes."""

from datetime import datetime, timedelta

from notifier import hubs
from notifier.config import settings
from notifier.kit.errors import UnavailableError
from notifier.wire import line

# They live 15 minutes; three are left for a slow call and a crooked clock.
KEEP = timedelta(minutes=12)

_kept: dict[tuple[str, str], tuple[str, datetime]] = {}


class NoSecretError(UnavailableError):
    """The channel has no secret yet, so nothing can be sent through it."""


def channel_token(channel: hubs.HasLogin, *, now: datetime) -> str:
    """A token good for at least three minutes.

    Raises ``line.LineRefusedError`` when LINE does not take id and secret,
    ``line.LineUnreachableError`` when it does not answer.
    """
    found = _kept.get(_key(channel))
    if found is not None and now < found[1]:
        return found[0]
    secrets = hubs.channel_secrets(channel)
    if not secrets:
        raise NoSecretError("LINEチャネルのシークレットが設定されていません。")
    token = line.issue_token(settings().line_api_url, channel.channel_id, secrets[0])
    life = min(KEEP, timedelta(seconds=token.expires_in_seconds * 0.8))
    _kept[_key(channel)] = (token.value, now + life)
    return token.value


def forget_token(channel: hubs.HasLogin) -> None:
    """LINE refused the token (401): the next call mints another."""
    _kept.pop(_key(channel), None)


def _key(channel: hubs.HasLogin) -> tuple[str, str]:
    """A changed secret is a changed key, so a rotation never uses an old token."""
    return channel.channel_id, channel.sealed_secret
