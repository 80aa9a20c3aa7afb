"""An answer of a few fixed words, as it goes over the wire; made in a tenth of a page's time."""

from dataclasses import dataclass
from http import HTTPStatus

from werkzeug.wrappers import Response

from notifier.web.headers import FIXED, NOTHING_TO_SHOW, STRICT_TRANSPORT
from notifier.web.rsgi_types import HTTPProtocol

ALWAYS = [*FIXED.items(), *NOTHING_TO_SHOW.items(), ("Content-Type", "text/plain; charset=utf-8")]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers that are this answer's own, and plain text."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def send(self, protocol: HTTPProtocol, *, is_secure: bool) -> None:
        """Answer a request, with the headers every answer has."""
        body = self.text.encode()
        headers = [*ALWAYS, *self.headers, ("Content-Length", str(len(body)))]
        if is_secure:
            headers += STRICT_TRANSPORT.items()
        protocol.response_bytes(self.status.value, headers, body)

    def as_response(self) -> Response:
        """The same for a view."""
        return Response(self.text, status=self.status, headers=self.headers, mimetype="text/plain")
