"""One reader's mail: the content group's parts with this reader's links joined in."""

from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from notifier.delivery.message_ids import message_mark
from notifier.delivery.recipients import Recipient
from notifier.editions import ContentGroup, Edition
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.subscribers import derive_token

SETTINGS_MARK = "%%SETTINGS_URL%%"
UNSUBSCRIBE_MARK = "%%UNSUBSCRIBE_URL%%"


class Letters:
    """Writes the letters of one content group."""

    def __init__(
        self, *, hub: Hub, edition: Edition, group: ContentGroup, link_key: str, base_url: str
    ) -> None:
        self.sender = hub.mail_from
        self._hub = hub
        self._edition_id = edition.id
        self._group = group
        self._link_key = link_key
        self._base = f"{base_url}/{hub.slug}"
        user, _, self._domain = hub.mail_from.partition("@")
        self._from = MailAddress(hub.mail_from_name or hub.name, user, self._domain)

    def write(self, reader: Recipient, now: datetime) -> bytes:
        """The whole message as bytes, plain part first, List-Unsubscribe in one piece.

        The long List-Unsubscribe line is joined in by hand: the library's folding would encode
        it, and RFC 8058 wants the address readable.
        """
        token = derive_token(self._link_key, reader.subscriber_id, reader.link_version)
        settings_url = f"{self._base}/me/{token}"
        unsubscribe_url = f"{self._base}/unsubscribe/{token}"
        message = EmailMessage(policy=SMTP)
        message["From"] = self._from
        message["To"] = reader.address
        message["Subject"] = self._group.mail_subject
        message["Date"] = format_datetime(clock.local(now, self._hub.zone))
        message["Message-ID"] = self.message_id(reader)
        message["Auto-Submitted"] = "auto-generated"
        message["Precedence"] = "bulk"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(_join(self._group.mail_text, settings_url, unsubscribe_url))
        message.add_alternative(
            _join(self._group.mail_html, settings_url, unsubscribe_url), subtype="html"
        )
        head = f"List-Unsubscribe: <{unsubscribe_url}>\r\n".encode()
        return head + message.as_bytes()

    def message_id(self, reader: Recipient) -> str:
        """The same for the same (edition, reader), telling neither."""
        mark = message_mark(self._link_key, self._edition_id, reader.subscriber_id)
        return f"<{mark}.{self._edition_id}@{self._domain}>"


def _join(part: str, settings_url: str, unsubscribe_url: str) -> str:
    return part.replace(SETTINGS_MARK, settings_url).replace(UNSUBSCRIBE_MARK, unsubscribe_url)
