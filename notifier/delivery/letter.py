"""One reader's mail: put together from the edition's fragments, with this reader's own joined in.

A fragment is read and encoded once for a claim, whatever selections it stands in.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from notifier.delivery.joined import Part, encode, join, melt, take_apart
from notifier.delivery.message_ids import message_mark
from notifier.delivery.recipients import Recipient
from notifier.editions import ContentGroup, fragments
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.mailroom import bounce_address
from notifier.subscribers import derive_token

SETTINGS_MARK = "%%SETTINGS_URL%%"
UNSUBSCRIBE_MARK = "%%UNSUBSCRIBE_URL%%"
MARKS = (SETTINGS_MARK, UNSUBSCRIBE_MARK)
PLAIN_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9.-]{1,255}"
)


# Built once: to put such a statement together costs more than to run it.
_MAILS = select(
    ContentGroup.id,
    ContentGroup.mail_subject,
    ContentGroup.text_fragments,
    ContentGroup.html_fragments,
).where(ContentGroup.id.in_(bindparam("groups", expanding=True)))


@dataclass(frozen=True, slots=True)
class Variant:
    """One content group's mail: everything all its readers share, ready as bytes."""

    subject: bytes
    text: list[Part]
    html: list[Part]


class Letters:
    """Writes the letters of one edition; ``load`` first the content groups that are needed."""

    def __init__(
        self,
        *,
        hub: Hub,
        edition_id: int,
        edition_salt: str,
        link_key: str,
        base_url: str,
        is_verp: bool = False,
    ) -> None:
        self.mail_from = hub.mail_from
        self._zone = hub.zone
        self._edition_id, self._edition_salt = edition_id, edition_salt
        self._link_key = link_key
        self._is_verp = is_verp
        self._base = f"{base_url}/{hub.slug}"
        self._domain = hub.mail_from.partition("@")[2]
        name = hub.mail_from_name or hub.name
        self._head, self._between, self._end = _skeleton(name, hub.mail_from)
        self._variants: dict[int, Variant] = {}
        self._fragments: dict[int, list[Part]] = {}

    def load(self, session: Session, group_ids: Iterable[int]) -> None:
        """Keep exactly these groups' variants, so that memory does not grow with their number.

        ``group_ids`` are those of the readers to be written to next, one for each: what only one
        of them gets stays in its fragments.
        """
        wanted = Counter(group_ids)
        kept = {one: self._variants[one] for one in wanted if one in self._variants}
        missing = wanted - kept.keys()
        if missing:
            rows = session.execute(_MAILS, {"groups": list(missing)}).all()
            self._read(session, {one for row in rows for ids in row[2:] for one in ids})
            for group_id, subject, *ids_of_parts in rows:
                text, html = (self._parts(ids) for ids in ids_of_parts)
                if wanted[group_id] > 1:
                    text, html = melt(text), melt(html)
                kept[group_id] = Variant(_header("Subject", subject), text, html)
        self._variants = kept

    def _read(self, session: Session, fragment_ids: set[int]) -> None:
        missing = fragment_ids - self._fragments.keys()
        if missing:
            for one, body in fragments(session, missing).items():
                self._fragments[one] = take_apart(body, MARKS)

    def _parts(self, fragment_ids: list[int]) -> list[Part]:
        return [part for one in fragment_ids for part in self._fragments[one]]

    def write(self, reader: Recipient, now: datetime) -> bytes:
        """The whole message as it goes over the wire, plain part first.

        Network line ends throughout, no line begins with a dot. List-Unsubscribe stands in one
        piece: the library's folding would encode it, and RFC 8058 wants the address readable.
        """
        variant = self._variants[reader.content_group_id]
        token = derive_token(
            self._link_key, reader.subscriber_id, reader.link_salt, reader.link_version
        )
        unsubscribe = f"{self._base}/unsubscribe/{token}"
        values = {
            SETTINGS_MARK: f"{self._base}/me/{token}".encode(),
            UNSUBSCRIBE_MARK: unsubscribe.encode(),
        }
        return b"".join(
            (
                f"List-Unsubscribe: <{unsubscribe}>\r\n"
                f"Message-ID: {self.message_id(reader)}\r\n"
                f"Date: {_date(now, self._zone)}\r\n".encode(),
                _to(reader.address),
                variant.subject,
                self._head,
                *join(variant.text, values),
                self._between,
                *join(variant.html, values),
                self._end,
            )
        )

    def message_id(self, reader: Recipient) -> str:
        """The same for the same (edition, reader), telling neither."""
        mark = message_mark(
            self._link_key,
            self._edition_id,
            self._edition_salt,
            reader.subscriber_id,
            reader.link_salt,
        )
        return f"<{mark}.{self._edition_id}@{self._domain}>"

    def sender(self, reader: Recipient) -> str:
        """The envelope's sender: where a returned mail comes back to."""
        if not self._is_verp:
            return self.mail_from
        return bounce_address(self.mail_from, reader.delivery_id, reader.link_salt, self._link_key)


@lru_cache(maxsize=64)
def _skeleton(name: str, mail_from: str) -> tuple[bytes, bytes, bytes]:
    """What is the same in every letter: before the plain part, between the parts, behind."""
    user, _, domain = mail_from.partition("@")
    message = EmailMessage(policy=SMTP)
    message["From"] = MailAddress(name, user, domain)
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("plain", cte="base64")
    message.add_alternative("html", subtype="html", cte="base64")
    plain, html = (encode(one) for one in (b"plain\r\n", b"html\r\n"))
    head, rest = message.as_bytes().split(plain)
    between, end = rest.split(html)
    return head, between, end


def _to(address: str) -> bytes:
    """The To line; an address out of the ordinary is left to the library."""
    if PLAIN_ADDRESS.fullmatch(address):
        return f"To: {address}\r\n".encode()
    return _header("To", address)


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> bytes:
    return bytes(SMTP.fold_binary(*SMTP.header_store_parse(name, value)))


@lru_cache(maxsize=4)
def _date(now: datetime, zone: ZoneInfo) -> str:
    return format_datetime(clock.local(now, zone))
