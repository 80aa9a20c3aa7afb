"""A mailbox by IMAP: what its address says, who may enter, which mails are unread."""

from collections.abc import Iterator

import pytest

from notifier.wire.imap import MailboxError, open_mailbox, quoted, read_place
from tests.fakes.imap_server import FakeImap, Mailbox


@pytest.fixture
def box() -> Mailbox:
    return Mailbox(dict.fromkeys((3, 8, 12), b"mail\n"))


@pytest.fixture
def url(box: Mailbox) -> Iterator[str]:
    with FakeImap(box) as made:
        yield made


@pytest.mark.parametrize("is_untidy", [False, True])
def test_unread_mails_are_named_oldest_first(box: Mailbox, url: str, is_untidy: bool) -> None:
    box.is_untidy = is_untidy
    with open_mailbox(url) as mailbox:
        assert mailbox.unread(2) == ["3", "8"]
        mailbox.mark_read("3")
        assert mailbox.unread(5) == ["8", "12"]


def test_a_folder_has_a_japanese_name(box: Mailbox, url: str) -> None:
    box.folder = b'"&YpV6Pw-"'
    with open_mailbox(url.replace("INBOX", "%E6%8A%95%E7%A8%BF")) as mailbox:
        assert mailbox.unread(1) == ["3"]
    assert quoted('A&B "x"') == '"A&-B \\"x\\""'


def test_a_wrong_password_says_so_and_does_not_tell_it(url: str) -> None:
    with (
        pytest.raises(MailboxError, match="合言葉") as caught,
        open_mailbox(url.replace("open", "shut")),
    ):
        pass
    assert "shut" not in str(caught.value)
    with pytest.raises(MailboxError, match="other"), open_mailbox(url.replace("INBOX", "other")):
        pass
    japanese = url.replace("open", "%E3%81%B2%E3%82%89%E3%81%91")
    with pytest.raises(MailboxError, match="半角") as caught, open_mailbox(japanese):
        pass
    assert "ひらけ" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://a@b",
        "imap://a:b@mail.example.jp/INBOX",
        "imaps://mail.example.jp",
        "imaps:///x",
        "imaps://a:b@mail.example.jp:99999/INBOX",
        "imaps://a:b@[x/INBOX",
    ],
)
def test_addresses_that_are_none_or_not_safe(url: str) -> None:
    with pytest.raises(MailboxError):
        read_place(url)


def test_an_address_is_read_whole() -> None:
    place = read_place("imaps://b%40x.jp:p%2Fw@mail.example.jp/Returned")
    assert (place.port, place.user, place.password, place.folder) == (
        993, "b@x.jp", "p/w", "Returned",
    )  # fmt: skip
    plain_port = read_place("imap://a:b@mail.example.jp?tls=starttls")
    assert (plain_port.port, plain_port.folder, plain_port.security) == (143, "INBOX", "starttls")
