"""Write down how to reach a group: private, never shown to parents."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.directory.errors import DirectoryInputError
from notifier.directory.models import Contact, Group
from notifier.directory.names import checked_text
from notifier.kit import text
from notifier.mailroom import mail_address

LABEL_LIMIT, NUMBER_LIMIT = 100, 40


def add_contact(  # noqa: PLR0913 - a person may be reached in three ways
    session: Session,
    group: Group,
    *,
    label: str,
    email: str = "",
    phone: str = "",
    fax: str = "",
    by: audit.Actor,
    now: datetime,
) -> Contact:
    """The new contact; ``label`` is a role such as 「代表」, one way to reach it is enough.

    Raises ``DirectoryInputError`` without any way to reach or for a text that is too long, ``BadAddressError`` for an address that is none.
    """
    contact = Contact(
        hub_id=group.hub_id,
        group_id=group.id,
        label=checked_text(label, what="役割", limit=LABEL_LIMIT, field="label") or "連絡担当",
        email=mail_address.normalise(email) if email.strip() else "",
        phone=checked_text(text.half(phone), what="電話", limit=NUMBER_LIMIT, field="phone"),
        fax=checked_text(text.half(fax), what="FAX", limit=NUMBER_LIMIT, field="fax"),
        created_at=now,
    )
    if not (contact.email or contact.phone or contact.fax):
        raise DirectoryInputError(
            "メール・電話・ファクスのどれか一つを入れてください。", field="email"
        )
    session.add(contact)
    session.flush()
    audit.write(
        session,
        f"{by.label}が団体「{group.name}」の連絡先（{contact.label}）を登録しました。",
        verb="add_contact",
        subject=("group", group.id),
        hub_id=group.hub_id,
        by=by,
        now=now,
    )
    return contact
