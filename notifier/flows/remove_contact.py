"""A group is no longer reached there: neither are its items, nor do old links open them."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit, directory, intake
from notifier.flows.disconnect_line import disconnect_line


def remove_contact(
    session: Session,
    group: directory.Group,
    contact: directory.Contact,
    *,
    by: audit.Actor,
    now: datetime,
) -> None:
    """Strike the contact out; what it followed goes over to the group's next address.

    The same address written down a second time changes nothing but that row.
    """
    email = contact.email
    directory.remove_contact(session, group, contact, by=by, now=now)
    left = [one.email for one in directory.contacts(session, group.hub_id, group.id) if one.email]
    if not email or email in left:
        return
    for sender in directory.line_senders(session, group.hub_id, group.id):
        if sender.email == email:  # she connected her LINE by the page of that address
            disconnect_line(session, sender, by=by, now=now)
    intake.hand_over(session, group.hub_id, group_id=group.id, old=email, new=next(iter(left), ""))
    intake.revoke_links(session, group.hub_id, email=email, now=now)
