"""A file that was handed in, for the people at the desk only."""

from flask import Response, send_file

from notifier import intake
from notifier.web.desk import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import db


@blueprint.get("/attachments/<int:attachment_id>")
@require("judge")
def attachment(attachment_id: int) -> Response:
    """A photo is shown; anything else is only ever downloaded, never opened by this site."""
    kept, path = intake.attachment_file(db(), signed_in().hub.id, attachment_id)
    answer = send_file(
        path,
        mimetype=kept.media_type,
        as_attachment=not kept.media_type.startswith("image/"),
        download_name=kept.filename,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
