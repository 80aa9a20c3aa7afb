"""Who is signed in, in which hub, with which rights.

The cookie holds a staff id, that person's ``session_version`` (ending all sessions is +1) and the
hub chosen. Role and membership are read anew on each request, so an ended membership ends at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user
from werkzeug.wrappers import Response

from notifier.accounts import Right, Role, Staff, find_staff, may, roles_of, staff_actor
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import NotAllowedError
from notifier.web.session import db

P = ParamSpec("P")
R = TypeVar("R")

login_manager = LoginManager()


class SignInNeededError(Exception):
    """Nobody is signed in; the edge turns it into the sign-in page."""


class HubNeededError(Exception):
    """The person works in several hubs and has chosen none; the edge shows the chooser."""


class WrongRoleError(NotAllowedError):
    """The role of the person does not hold the right this page needs."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person at the desk: who, where, and as what."""

    staff: Staff
    hub: Hub
    role: Role
    actor: Actor
    hubs: int

    def may(self, right: Right) -> bool:
        """Whether this person holds ``right`` in the hub chosen."""
        return may(self.role, right)


class CookieUser:
    """What Flask-Login keeps of a person."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, staff: Staff) -> None:
        self.staff = staff

    def get_id(self) -> str:
        """Staff id and session version; another version is another cookie."""
        return f"{self.staff.id}.{self.staff.session_version}"


def start_session(staff: Staff) -> None:
    """Sign ``staff`` in on a new, empty session, so that a planted cookie is worth nothing."""
    session.clear()
    g.pop("csrf_token", None)  # made for the session that ended; this answer may hold a form
    session.permanent = True
    login_user(CookieUser(staff))
    g.pop("signed_in", None)


def signed_in() -> SignedIn:
    """The person at the desk.

    Raises ``SignInNeededError`` (sign-in page) or ``HubNeededError`` (hub chooser).
    """
    if "signed_in" not in g:
        g.signed_in = _read_signed_in()
    found: SignedIn = g.signed_in
    return found


def signed_in_or_none() -> SignedIn | None:
    """The person at the desk if there is one, for headers that look different then."""
    try:
        return signed_in()
    except (SignInNeededError, HubNeededError):
        return None


def signed_in_staff() -> Staff:
    """The person, also before a hub is chosen. Raises ``SignInNeededError``."""
    if not current_user.is_authenticated:
        raise SignInNeededError
    staff: Staff = current_user.staff
    return staff


def require(right: Right) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A page for those who hold ``right`` in the hub chosen; put it below the route."""

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not signed_in().may(right):
                raise WrongRoleError(
                    "このページは、いまの役割では使えません。"
                    "必要なときは、拠点の管理者に役割の変更を頼んでください。"
                )
            return view(*args, **kwargs)

        return guarded

    return wrap


def sign_in_page(_error: Exception | None = None) -> Response:
    """Off to the sign-in page, and back here afterwards (a form is not sent twice)."""
    wanted = request.full_path if request.method == "GET" else urlsplit(request.referrer or "").path
    return redirect(url_for("desk.sign_in", next=safe_next(wanted.rstrip("?"))))


def hub_chooser(_error: Exception | None = None) -> Response:
    """Off to the page where one of several hubs is chosen."""
    return redirect(url_for("desk.choose_hub", next=safe_next(request.full_path.rstrip("?"))))


def safe_next(wanted: str | None) -> str:
    """``wanted`` if it is a desk or admin page of this very site, else the first page."""
    path = wanted or ""
    parts = urlsplit(path)
    inside = path.startswith(("/desk/", "/admin/")) and "\\" not in path
    if parts.scheme or parts.netloc or not inside or not path.isprintable():
        return "/desk/"
    return path


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(cookie_id: str) -> CookieUser | None:
    staff_id, _, version = cookie_id.partition(".")
    if not (staff_id.isdecimal() and version.isdecimal()):
        return None
    staff = find_staff(db(), int(staff_id))
    if staff is None or staff.session_version != int(version):
        return None
    return CookieUser(staff)


def _read_signed_in() -> SignedIn:
    staff = signed_in_staff()
    roles = roles_of(db(), staff.id)
    if not roles:
        raise SignInNeededError
    chosen = session.get("hub_id")
    found = [(hub, role) for hub, role in roles if hub.id == chosen]
    if not found and len(roles) > 1:
        raise HubNeededError
    hub, role = (found or roles)[0]
    g.hub_name = hub.name
    return SignedIn(staff, hub, role, staff_actor(staff), len(roles))
