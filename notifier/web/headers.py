"""What every answer says to the browser: a strict content policy and friends."""

import secrets

from flask import Response, g, request

STYLE_OF_A_FRAME = (
    "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)
PRIVATE_BLUEPRINTS = frozenset({"desk", "admin"})
FIXED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STRICT_TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"}
NOTHING_TO_SHOW = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


def csp_nonce() -> str:
    """The nonce of this answer, for a ``<script>`` or ``<style>`` of our own."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def as_preview(html: str) -> Response:
    """``html`` (a mail, a phone) as a page our own pages may show in a sandboxed frame.

    Scripts never run in it, links lead nowhere; inline styles, which mails need, are allowed.
    """
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = STYLE_OF_A_FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def keep_private(response: Response) -> Response:
    """For pages reached by a personal link: no referrer, no index, no copy kept."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


def add_headers(response: Response) -> Response:
    """Set what the view did not set itself."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _policy(csp_nonce()))
    for name, value in FIXED.items():
        headers.setdefault(name, value)
    if request.blueprint in PRIVATE_BLUEPRINTS:
        headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("X-Robots-Tag", "noindex, nofollow")
    if request.is_secure:
        headers.update(STRICT_TRANSPORT)
    return response


def _policy(nonce: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' data:",
            f"style-src 'self' 'nonce-{nonce}'",
            f"script-src 'self' 'nonce-{nonce}'",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
