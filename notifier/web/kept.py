"""What was typed into a form that could not be taken: it comes back, to be sent once more.

A session ends while somebody types: after twelve hours, by a new password, by a browser that threw
its cookies away. Going back would show an empty form. So the boxes are put, hidden, into the page
that says why nothing was taken. Only what our own page sent is offered again: a form forged on
another site is never put under a button of ours. Passwords are never kept.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request

NEVER = ("password", "csrf_token")
BOX, BOX_PATH = "kept", "kept_path"
OWN_BOXES = frozenset({BOX, BOX_PATH})
STAFF_PAGES = ("/desk/", "/admin/")


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: its address, its boxes in order, and (box, name) of its files.

    A page cannot put a file back into its box; it has to be chosen again.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...] = ()

    @property
    def is_for_staff(self) -> bool:
        """Whether it was sent to a page behind the sign-in."""
        return self.path.startswith(STAFF_PAGES)

    def packed(self) -> str:
        """All of it but the address in one hidden box, to be carried through the sign-in."""
        return json.dumps({"fields": self.fields, "files": self.files}, ensure_ascii=False)


def kept_form() -> Kept | None:
    """What this request sent, when it is a form of our own pages and holds no password."""
    if request.method != "POST" or not _from_our_own_page():
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True))
    if any("password" in name for name, _ in fields) or OWN_BOXES & request.form.keys():
        return None
    files = ((name, one.filename or "") for name, one in request.files.items(multi=True))
    return Kept(
        request.full_path.rstrip("?"),
        tuple((name, value) for name, value in fields if name not in NEVER),
        tuple((name, filename) for name, filename in files if filename),
    )


def carried_form() -> Kept | None:
    """What the sign-in page or the chooser carries for the page after it; None when nothing."""
    path = request.form.get(BOX_PATH, "")
    if not path.startswith(STAFF_PAGES) or not path.isprintable() or "\\" in path:
        return None
    try:
        packed = json.loads(request.form.get(BOX, ""))
        fields = tuple((str(name), str(value)) for name, value in packed["fields"])
        files = tuple((str(name), str(filename)) for name, filename in packed["files"])
    except (ValueError, TypeError, KeyError):
        return None
    return Kept(path, fields, files)


def _from_our_own_page() -> bool:
    """By the browser's word, which no page can forge."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    base = urlsplit(current_app.config["SETTINGS"].base_url)
    return request.headers.get("Origin") == f"{base.scheme}://{base.netloc}"
