"""A wrong setting is named as it is written, with what is wanted, in Japanese."""

import re
from collections.abc import Iterator

import pytest

from notifier.config import SettingsError, settings


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    """Settings are read anew, before and after."""
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("CLOCK_OFFSET", "yesterday", "秒数"),
        ("CLOCK_OFFSET", "inf", "秒数"),
        ("CLOCK_OFFSET", "1e15", "秒数"),
        ("TRUSTED_PROXIES", "9", "0〜5"),
        ("TRUSTED_PROXIES", "many", "0〜5"),
        ("PRACTICE", "maybe", "1（練習）か 0（本番）"),
        ("VERP", "maybe", "1（変える）か 0（変えない）"),
        ("SECRET_KEY", "hidden-and-short", "32文字以上"),
        ("DATABASE_URL", "hidden", "sqlite:///ファイル"),
        ("DATABASE_URL", "postgresql://me:hidden@db/none", "postgresql+psycopg://"),
        ("DATABASE_URL", "postgresql+psycopg://me:hidden@db:port/none", "postgresql+psycopg://"),
        ("BROKER_URL", "hidden", "redis://"),
        ("SMTP_URL", "smtp://me:hidden@mail.example.jp", "NOTIFIER_PRACTICE"),
        ("BOUNCE_IMAP_URL", "imaps://me:hidden@mail.example.jp/INBOX", "NOTIFIER_PRACTICE"),
        ("BOUNCE_IMAP_URL", "imaps://me:hidden@[mail/INBOX", "NOTIFIER_PRACTICE"),
        ("SUBMISSIONS_IMAP_URL", "imaps://me:hidden@mail.example.jp/INBOX", "NOTIFIER_PRACTICE"),
    ],
)
def test_it_is_named_with_what_is_wanted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: str
) -> None:
    monkeypatch.setenv("NOTIFIER_PRACTICE", "1")
    monkeypatch.setenv(f"NOTIFIER_{name}", value)
    with pytest.raises(SettingsError) as caught:
        settings()
    said = str(caught.value)
    assert f"NOTIFIER_{name}" in said
    assert wanted in said
    assert said.endswith("。")
    assert "hidden" not in said
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", said), "no words of the library"


def test_two_wrong_settings_are_two_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFIER_CLOCK_OFFSET", "x")
    monkeypatch.setenv("NOTIFIER_TRUSTED_PROXIES", "x")
    with pytest.raises(SettingsError) as caught:
        settings()
    assert str(caught.value).count("書いてください。NOTIFIER_") == 1


def test_one_mailbox_for_both_is_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two readers of one mailbox would each mark as read what the other one is for."""
    for name in ("NOTIFIER_SUBMISSIONS_IMAP_URL", "NOTIFIER_BOUNCE_IMAP_URL"):
        monkeypatch.setenv(name, "imap://a:b@127.0.0.1:1143/INBOX")
    with pytest.raises(SettingsError, match="NOTIFIER_SUBMISSIONS_IMAP_URL だけ"):
        settings()
