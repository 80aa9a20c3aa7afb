"""Links derived, revocable, surviving a rotation of the secret key."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.config import settings
from notifier.hubs import Hub
from notifier.subscribers import OldReaderLinkError, Subscriber

NEW = "new-secret-key-of-more-than-32-characters"


@pytest.fixture
def reader(session: Session, hub: Hub, now: datetime) -> Subscriber:
    return subscribers.follow(session, hub, user_id="U" + "a" * 32, at=now, now=now).subscriber


@pytest.fixture
def _fresh_settings() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_a_token_finds_its_reader(session: Session, hub: Hub, reader: Subscriber) -> None:
    token = subscribers.reader_token(session, reader)
    assert subscribers.find_reader(session, hub.id, token) is reader
    key = subscribers.link_key(session, hub)
    made = subscribers.derive_token(key, reader.id, reader.link_salt, reader.link_version)
    assert token == made


def test_a_new_version_revokes(session: Session, hub: Hub, reader: Subscriber) -> None:
    token = subscribers.reader_token(session, reader)
    reader.link_version += 1
    with pytest.raises(OldReaderLinkError):
        subscribers.find_reader(session, hub.id, token)


def test_a_number_given_to_somebody_else_is_another_link(
    session: Session, hub: Hub, reader: Subscriber
) -> None:
    token = subscribers.reader_token(session, reader)
    reader.link_salt = "somebodyelse"  # the same number and version
    with pytest.raises(OldReaderLinkError):
        subscribers.find_reader(session, hub.id, token)


@pytest.mark.parametrize("token", ["", "-", "1", "1-", "Z-1", "１-x", "9" * 40, "1-" + "あ" * 20])
def test_nonsense_is_nobodys(session: Session, hub: Hub, reader: Subscriber, token: str) -> None:
    assert reader.id
    with pytest.raises(OldReaderLinkError):
        subscribers.find_reader(session, hub.id, token)


def test_every_hub_has_its_own_key(
    session: Session, hub: Hub, other_hub: Hub, reader: Subscriber
) -> None:
    assert subscribers.link_key(session, hub) != subscribers.link_key(session, other_hub)
    with pytest.raises(OldReaderLinkError):
        subscribers.find_reader(session, other_hub.id, subscribers.reader_token(session, reader))


@pytest.mark.usefixtures("_fresh_settings")
def test_links_survive_a_rotation(
    session: Session, hub: Hub, reader: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = subscribers.reader_token(session, reader)
    old = settings().secret_key
    for keys in (f"{NEW},{old}", NEW):  # while both are set, then after the old one is gone
        monkeypatch.setenv("NOTIFIER_SECRET_KEY", keys)
        settings.cache_clear()
        assert subscribers.reader_token(session, reader) == token
        assert subscribers.find_reader(session, hub.id, token) is reader
        assert subscribers.reseal_link_keys(session) == 1
