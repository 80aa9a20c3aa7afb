"""One reader's mail: the content group's parts, built once, with this reader's own joined in."""

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

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier.delivery.joined import Joined, Once
from notifier.delivery.message_ids import message_mark
from notifier.delivery.recipients import Recipient
from notifier.editions import ContentGroup, Edition
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


@dataclass(frozen=True, slots=True)
class Variant:
    """One content group's mail: everything all its readers share, ready as bytes."""

    subject: bytes
    text: Joined | Once
    html: Joined | Once


class Letters:
    """Writes the letters of one edition; ``load`` first the content groups that are needed."""

    def __init__(
        self, *, hub: Hub, edition: Edition, link_key: str, base_url: str, is_verp: bool = False
    ) -> None:
        self.mail_from = hub.mail_from
        self._zone = hub.zone
        self._edition_id = edition.id
        self._link_key = link_key
        self._is_verp = is_verp
        self._base = f"{base_url}/{hub.slug}"
        self._domain = hub.mail_from.partition("@")[2]
        name = hub.mail_from_name or hub.name
        self._head, self._between, self._end = _skeleton(name, hub.mail_from)
        self._variants: dict[int, Variant] = {}

    def load(self, session: Session, group_ids: Iterable[int]) -> None:
        """Keep exactly these groups' variants, so that memory does not grow with their number.

        ``group_ids`` are those of the readers to be written to next, one for each: what only one
        of them gets is not made ready for a second.
        """
        wanted = Counter(group_ids)
        kept = {one: self._variants[one] for one in wanted if one in self._variants}
        missing = wanted - kept.keys()
        if missing:
            rows = session.execute(
                select(
                    ContentGroup.id,
                    ContentGroup.mail_subject,
                    ContentGroup.mail_text,
                    ContentGroup.mail_html,
                ).where(ContentGroup.id.in_(missing))
            )
            for group_id, subject, text, html in rows:
                part = Joined if wanted[group_id] > 1 else Once
                kept[group_id] = Variant(
                    _header("Subject", subject), part(text, MARKS), part(html, MARKS)
                )
        self._variants = kept

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
            SETTINGS_MARK.encode(): f"{self._base}/me/{token}".encode(),
            UNSUBSCRIBE_MARK.encode(): unsubscribe.encode(),
        }
        return b"".join(
            (
                f"List-Unsubscribe: <{unsubscribe}>\r\n"
                f"Message-ID: {self.message_id(reader)}\r\n"
                f"Date: {_date(now, self._zone)}\r\n".encode(),
                _to(reader.address),
                variant.subject,
                self._head,
                *variant.text.write(values),
                self._between,
                *variant.html.write(values),
                self._end,
            )
        )

    def message_id(self, reader: Recipient) -> str:
        """The same for the same (edition, reader), telling neither."""
        mark = message_mark(
            self._link_key, self._edition_id, reader.subscriber_id, reader.link_salt
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
    plain, html = (b"".join(Joined(one, ()).write({})) for one in ("plain", "html"))
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
