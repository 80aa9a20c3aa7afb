"""An answer that a browser keeps as a file."""

import io

from flask import Response, send_file


def as_file(body: bytes, name: str, *, mime: str) -> Response:
    """A workbook, a Word file or a PDF under its name; never kept by anything between."""
    return send_file(
        io.BytesIO(body), mimetype=mime, as_attachment=True, download_name=name, max_age=0
    )
