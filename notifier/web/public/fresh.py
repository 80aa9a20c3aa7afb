"""Answers that cost nothing when nothing changed: an ETag over what is sent."""

from flask import Response, make_response, request

PAGE = "no-cache"  # kept, but asked for again each time: a cancellation shows at once
FEED = "public, max-age=300"


def revalidated(body: str | bytes, *, content_type: str = "", keep: str = PAGE) -> Response:
    """``body`` with an ETag; 304 when the browser has it already."""
    response = make_response(body)
    if content_type:
        response.content_type = content_type
    response.headers["Cache-Control"] = keep
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response
