"""Change one's password; every other session of the person ends."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifier import audit
from notifier.accounts.models import Staff
from notifier.accounts.passwords import check_new_password, hash_password, verify_password
from notifier.accounts.queries import roles_of, staff_actor
from notifier.accounts.sign_in import TooManySignInsError, WrongPasswordError
from notifier.mailroom import allow

WINDOW = timedelta(minutes=15)
TRIES = 10


def change_password(session: Session, staff: Staff, *, old: str, new: str, now: datetime) -> None:
    """Set ``new`` when ``old`` is right.

    Raises ``WrongPasswordError``, ``WeakPasswordError`` or ``TooManySignInsError``.
    """
    key = str(staff.id)
    if not allow(session, purpose="password", key=key, limit=TRIES, window=WINDOW, now=now):
        raise TooManySignInsError("15分ほどたってから、もう一度お試しください。")
    if not verify_password(old, staff.password_hash)[0]:
        raise WrongPasswordError("いまのパスワードが違います。", field="old")
    staff.password_hash = hash_password(check_new_password(new, email=staff.email))
    staff.session_version += 1
    session.flush()
    for hub, _role in roles_of(session, staff.id):
        audit.write(
            session,
            f"{staff.name}さんがパスワードを変えました。",
            verb="staff.password",
            subject=("staff", staff.id),
            hub_id=hub.id,
            by=staff_actor(staff),
            now=now,
        )
