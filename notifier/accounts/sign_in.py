"""Sign in: address and password, with calm answers and caps that live in the database."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.accounts.models import Staff
from notifier.accounts.passwords import verify_password
from notifier.accounts.queries import roles_of, staff_actor
from notifier.kit.errors import BadInputError, NotAllowedError, TooManyError
from notifier.mailroom import BadAddressError, allow, mail_address

WINDOW = timedelta(minutes=15)
TRIES_PER_ADDRESS = 10
TRIES_PER_IP = 60


class WrongPasswordError(BadInputError):
    """Address and password do not belong together; which of them is not said."""


class TooManySignInsError(TooManyError):
    """Tried too often from one place or for one address."""


class NoHubError(NotAllowedError):
    """The person is known but works in no hub now."""


def sign_in(session: Session, *, email: str, password: str, ip: str, now: datetime) -> Staff:
    """The person with this address and password.

    Each try is counted before anything is compared, and an unknown address costs the same time
    as a wrong password. Raises ``WrongPasswordError``, ``TooManySignInsError`` or ``NoHubError``;
    the caller commits all the same, so that the count stays.
    """
    address = _address(email)
    count_try(session, address, ip=ip, now=now)
    staff = session.scalar(select(Staff).where(Staff.email == address))
    right, newer = verify_password(password, staff.password_hash if staff else "")
    if staff is None or not right:
        raise WrongPasswordError(
            "メールアドレスかパスワードが違います。大文字・小文字と、入力が全角になっていないかを確かめてください。"
        )
    if newer:
        staff.password_hash = newer
    _welcome(session, staff, now)
    return staff


def _address(email: str) -> str:
    try:
        return mail_address.normalise(email)
    except BadAddressError:
        return email[: mail_address.MAX_LENGTH]


def count_try(session: Session, address: str, *, ip: str | None = None, now: datetime) -> None:
    """Count one try of a password, wherever it is asked for. Raises ``TooManySignInsError``."""
    caps = [("sign-in", address, TRIES_PER_ADDRESS)]
    if ip is not None:
        caps.append(("sign-in-ip", ip, TRIES_PER_IP))
    calm = [
        allow(session, purpose=purpose, key=key, limit=limit, window=WINDOW, now=now)
        for purpose, key, limit in caps
    ]
    if not all(calm):
        raise TooManySignInsError(
            "続けて何度も試されたため、しばらく止めています。15分ほどたってから、もう一度お試しください。"
        )


def _welcome(session: Session, staff: Staff, now: datetime) -> None:
    hubs = roles_of(session, staff.id)
    if not hubs:
        raise NoHubError("いま所属している拠点がありません。拠点の管理者に招待を頼んでください。")
    staff.last_sign_in_at = now
    for hub, _role in hubs:
        audit.write(
            session,
            f"{staff.name}さんがサインインしました。",
            verb="staff.sign_in",
            subject=("staff", staff.id),
            hub_id=hub.id,
            by=staff_actor(staff),
            now=now,
        )
    session.flush()
