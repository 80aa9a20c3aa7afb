"""The simulator's own small server: threads, and no log of who asked for what."""

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    """Addresses of phones and mails carry user ids, which belong in no log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


def open_server(host: str, port: int, app: Flask) -> BaseWSGIServer:
    """A threaded server that listens already; port 0 = any free one."""
    return make_server(host, port, app, threaded=True, request_handler=_Quiet)
