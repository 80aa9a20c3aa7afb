"""Write the consent record of an address: rows are only ever added."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier.subscribers.models import Address, Consent
from notifier.subscribers.wording import CURRENT_VERSION

OUR_PLACES = ("web", "line", "email")


def record_consent(
    session: Session, address: Address, *, is_given: bool, place: str, how: str, at: datetime
) -> Consent:
    """Who, when, where, to which words and in which way: given or taken back.

    ``place`` "web" and "line" show our current words; an imported consent was given to others.
    """
    row = Consent(
        hub_id=address.hub_id,
        address_id=address.id,
        channel=address.channel,
        is_given=is_given,
        at=at,
        place=place[:60],
        wording_version=CURRENT_VERSION if is_given and place in OUR_PLACES else "",
        how=how[:200],
    )
    session.add(row)
    return row
