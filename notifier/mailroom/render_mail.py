"""Fill the templates of one mail: ``templates/mail/<name>/{subject.txt,body.txt,body.html}``."""

from functools import lru_cache
from pathlib import Path

import jinja2

from notifier.kit.text import one_line
from notifier.mailroom.mail import Mail

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "mail"


def render_mail(name: str, **values: object) -> Mail:
    """The mail ``name`` with ``values``; a missing variable is an error, HTML is escaped.

    Lines of the plain part are written as they stand; a mail without ``body.html`` is plain only.
    """
    room = _environment()
    html = ""
    if (FOLDER / name / "body.html").exists():
        html = room.get_template(f"{name}/body.html").render(values)
    return Mail(
        kind=name,
        subject=one_line(room.get_template(f"{name}/subject.txt").render(values)),
        text=room.get_template(f"{name}/body.txt").render(values).strip() + "\n",
        html=html,
    )


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
