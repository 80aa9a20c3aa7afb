"""An answer of a few fixed words, as it goes over the wire; made in a tenth of a page's time."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from notifier.web.headers import FIXED, NOTHING_TO_SHOW, STRICT_TRANSPORT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

ALWAYS = [*FIXED.items(), *NOTHING_TO_SHOW.items()]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers that are this answer's own, and plain text."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def send(self, start_response: "StartResponse", *, is_secure: bool) -> Iterable[bytes]:
        """Answer a WSGI server, with the headers every answer has."""
        body = self.text.encode()
        headers = [
            *ALWAYS,
            *self.headers,
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
        ]
        if is_secure:
            headers += STRICT_TRANSPORT.items()
        start_response(f"{self.status.value} {self.status.phrase}", headers)
        return [body]

    def as_response(self) -> Response:
        """The same for a view."""
        return Response(self.text, status=self.status, headers=self.headers, mimetype="text/plain")
