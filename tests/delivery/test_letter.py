"""The letter joined from bytes says exactly what the library's own message would say."""

import email
import email.policy
import re
from base64 import b64decode
from datetime import date, datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from types import SimpleNamespace
from typing import cast
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from notifier.delivery import aggregation_unit, joined, letter
from notifier.delivery.joined import join, melt, take_apart
from notifier.delivery.letter import MARKS, SETTINGS_MARK, UNSUBSCRIBE_MARK, Letters
from notifier.delivery.recipients import Recipient
from notifier.editions import ContentGroup, Edition
from notifier.hubs import Hub
from notifier.kit.db import reading, writing
from notifier.kit.tokens import new_salt
from notifier.mailroom import is_bounce_mark, read_bounce_address
from notifier.subscribers import derive_token
from tests.delivery.mailing import HTML, TEXT, Mailing, make_mailing

KEY = "a key of readers' links"
SALT = "q3v9_k-w2xyz"
BASE = "https://example.jp"
ADDRESSES = [
    "reader@example.jp",
    "a..b.@docomo.example.jp",
    "first.last+tag@sub.example.jp",
    "o'neil@example.jp",
    '"quoted part"@example.jp',
    f"{'long' * 15}@{'label.' * 20}example.jp",
]


@pytest.fixture
def mailing(engine: Engine, now: datetime) -> Mailing:
    del engine
    return make_mailing(1, now=now)


def letters(mailing: Mailing, *, is_verp: bool = False) -> Letters:
    with reading() as session:
        edition = session.get_one(Edition, mailing.edition_id)
        made = Letters(
            hub=session.get_one(Hub, edition.hub_id),
            edition_id=edition.id,
            edition_salt=edition.salt,
            link_key=KEY,
            base_url=BASE,
            is_verp=is_verp,
        )
        made.load(session, session.scalars(select(ContentGroup.id)))
    return made


def reader(address: str, number: int = 12345) -> Recipient:
    """A reader of the mailing's one content group, whatever its number."""
    with reading() as session:
        group = session.scalar(select(ContentGroup.id).order_by(ContentGroup.id)) or 0
    return Recipient(77, number, 1, address, SALT, 3, group)


def oracle(address: str, number: int) -> EmailMessage:
    """The same letter, written by the library."""
    token = derive_token(KEY, number, SALT, 3)

    def join(text: str) -> str:
        mine = text.replace(SETTINGS_MARK, f"{BASE}/nishi/me/{token}")
        return mine.replace(UNSUBSCRIBE_MARK, f"{BASE}/nishi/unsubscribe/{token}")

    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = MailAddress("西区の拠点", "news", "nishi.example.jp")
    message["To"] = address
    message["Subject"] = "今週号（5件）"
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(join(TEXT), cte="base64")
    message.add_alternative(join(HTML), subtype="html", cte="base64")
    return message


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("number", [1, 36, 12345, 2_000_000_000])
def test_read_back_it_is_the_librarys_message(
    mailing: Mailing, now: datetime, address: str, number: int
) -> None:
    raw = letters(mailing).write(reader(address, number), now)
    ours = email.message_from_bytes(raw, policy=email.policy.default)
    theirs = email.message_from_bytes(
        oracle(address, number).as_bytes(), policy=email.policy.default
    )
    for name in ("From", "To", "Subject", "Auto-Submitted", "Precedence", "MIME-Version"):
        assert str(ours[name]) == str(theirs[name]), name
    assert ours.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        mine, other = ours.get_body((kind,)), theirs.get_body((kind,))
        assert mine is not None
        assert other is not None
        assert mine.get_content() == other.get_content()
        assert mine["Content-Type"] == other["Content-Type"]
    assert not ours.defects
    assert ours["Date"].datetime == now
    assert len(set(ours.keys())) == len(ours.keys()), "each header once"


def test_it_is_ready_for_the_wire(mailing: Mailing, now: datetime) -> None:
    raw = letters(mailing).write(reader("reader@example.jp"), now)
    assert raw.replace(b"\r\n", b"").count(b"\n") == 0
    assert raw.replace(b"\r\n", b"").count(b"\r") == 0
    lines = raw.split(b"\r\n")
    assert raw.endswith(b"\r\n")
    assert not any(line.startswith(b".") for line in lines)
    assert all(len(line) <= 998 for line in lines)
    unsubscribe = [line for line in lines if line.startswith(b"List-Unsubscribe: ")]
    assert len(unsubscribe) == 1, "in one piece (RFC 8058)"
    assert b"/nishi/unsubscribe/" in unsubscribe[0]


def test_the_message_id_is_the_readers_and_stays_the_same(mailing: Mailing, now: datetime) -> None:
    one, same = letters(mailing), letters(mailing)
    ids = {
        made.write(reader("a@example.jp", number), now).split(b"\r\n")[1]
        for made in (one, same)
        for number in (1, 2)
    }
    assert len(ids) == 2


def test_an_edition_with_a_number_given_again_is_another_one(
    mailing: Mailing, now: datetime
) -> None:
    """The database was restored; the edition that had the number before is in people's mailboxes,
    where a second mail of the same id is dropped, and in LINE's figures."""

    def look() -> tuple[bytes, str]:
        letter = letters(mailing).write(reader("a@example.jp", 1), now)
        with reading() as session:
            edition = session.get_one(Edition, mailing.edition_id)
            return letter.split(b"\r\n")[1], aggregation_unit(edition)

    lost = look()
    with writing() as session:
        session.execute(update(Edition).values(salt=new_salt()))
    again = look()
    assert lost[0] != again[0]
    assert lost[1] != again[1]
    assert lost[1].startswith(f"w2026_47_{mailing.edition_id}_")
    assert look() == again, "and stays the same"


@given(salt=st.text("abcXYZ019-_", min_size=12, max_size=12), number=st.integers(1, 10**9))
def test_line_takes_the_name_of_every_edition(salt: str, number: int) -> None:
    edition = Edition(id=number, salt=salt, kind="newsletter", on=date(2026, 12, 31))
    assert re.fullmatch(r"[A-Za-z0-9_]{1,30}", aggregation_unit(edition))


def test_an_address_cannot_add_a_header(mailing: Mailing, now: datetime) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        letters(mailing).write(reader("a@example.jp\r\nBcc: b@example.jp"), now)


def test_a_mail_comes_back_to_an_address_that_names_it(mailing: Mailing) -> None:
    plain, verp = letters(mailing), letters(mailing, is_verp=True)
    assert plain.sender(reader("a@example.jp")) == "news@nishi.example.jp"
    named = read_bounce_address(verp.sender(reader("a@example.jp")))
    assert named is not None
    assert is_bounce_mark(named[1], 77, SALT, KEY)


def test_only_the_loaded_groups_are_kept(mailing: Mailing, now: datetime) -> None:
    made = letters(mailing)
    made.load(cast("object", SimpleNamespace()), [])  # type: ignore[arg-type] - asks nothing
    with pytest.raises(KeyError):
        made.write(reader("a@example.jp"), now)


@given(
    pieces=st.lists(st.lists(st.text(max_size=90), max_size=4), min_size=1, max_size=6),
    values=st.tuples(st.binary(max_size=130), st.binary(max_size=130)),
    order=st.lists(st.sampled_from(MARKS), min_size=5, max_size=5),
)
def test_joined_is_the_same_as_encoding_the_whole(
    pieces: list[list[str]], values: tuple[bytes, bytes], order: list[str]
) -> None:
    by_mark = dict(zip(MARKS, values, strict=True))
    texts = [*pieces[0]]
    for mark, some in zip(order, pieces[1:], strict=False):
        texts += [mark, *some]
    whole = "".join(texts).encode().replace(b"\n", b"\r\n")
    found = re.split(b"(" + b"|".join(mark.encode() for mark in MARKS) + b")", whole)
    whole = b"".join(by_mark.get(one.decode(), one) for one in found)
    apart = [part for text in texts for part in take_apart(text, MARKS)]
    assert len(melt(apart)) <= 1 + 2 * sum(isinstance(part, str) for part in apart)
    for parts in (apart, apart, melt(apart)):  # the second time from what is ready
        written = b"".join(join(parts, by_mark))
        lines = written.split(b"\r\n")
        assert b64decode(written.replace(b"\r\n", b""), validate=True) == whole
        assert all(len(line) <= 76 for line in lines)
        assert not any(b"=" in line for line in lines[:-2]), "no padding before the end"


def test_what_letters_share_is_encoded_once(mailing: Mailing, now: datetime) -> None:
    made = letters(mailing)
    made.write(reader("a@example.jp", 1), now)
    with mock.patch("notifier.delivery.joined.encode", wraps=joined.encode) as encoded:
        made.write(reader("b@example.jp", 2), now)
    assert max(len(asked.args[0]) for asked in encoded.call_args_list) < 200, "only the seams"


def test_a_fragment_is_read_once_for_a_claim(mailing: Mailing) -> None:
    with reading() as session:
        made = letters(mailing)
        made.load(session, [])
        with mock.patch.object(letter, "fragments") as asked:
            made.load(session, session.scalars(select(ContentGroup.id)))
    asked.assert_not_called()
