"""Our own CSS and modules, served by WhiteNoise under names that change with their content."""

import hashlib
from pathlib import Path

from flask import Flask, current_app, url_for
from whitenoise import WhiteNoise

ONE_HOUR = 3600


def serve_static_files(app: Flask) -> None:
    """Put WhiteNoise before ``app``; hashed names are immutable, plain ones live an hour."""
    folder = Path(app.static_folder or "")
    served = WhiteNoise(
        app.wsgi_app,
        root=str(folder),
        prefix="static/",
        max_age=ONE_HOUR,
        immutable_file_test=r"^.+\.[0-9a-f]{12}\.\w+$",
        add_headers_function=_add_headers,
        allow_all_origins=False,
    )
    names: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            names[name] = path.relative_to(folder).with_suffix(f".{digest}{path.suffix}").as_posix()
            served.add_file_to_dictionary(f"/static/{names[name]}", str(path))
    app.extensions["static_names"] = names
    app.wsgi_app = served  # type: ignore[method-assign]


def static_url(name: str) -> str:
    """The address of a static file, by its hashed name: ``static_url("notifier.css")``."""
    names: dict[str, str] = current_app.extensions["static_names"]
    return url_for("static", filename=names.get(name, name))


def _add_headers(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
