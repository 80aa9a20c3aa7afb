"""The database session of one request, and the hub its address names.

A GET reads; every other method writes. The work of a POST is committed when its view answered
without an exception and below 400, else rolled back: a page with errors leaves nothing half done.
"""

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from notifier.hubs import Hub, find_hub
from notifier.kit import db as database

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HTTP_ERROR = 400


def db() -> Session:
    """The request's session, opened when first asked for."""
    if "session" not in g:
        bind = engine()
        if request.method in READING_METHODS:
            bind = bind.execution_options(reading=True)
        g.session = Session(bind, expire_on_commit=False)
    session: Session = g.session
    return session


def engine() -> Engine:
    """The engine of the application that answers."""
    return engine_of(current_app)


def engine_of(app: Flask) -> Engine:
    """``app.config["ENGINE"]`` when a test set one, else the engine of this process."""
    return app.config["ENGINE"] or database.engine()


def hub_of(slug: str) -> Hub:
    """The hub in the address. Raises ``NotFoundError`` (a page 404)."""
    hub = find_hub(db(), slug)
    g.hub_name = hub.name
    return hub


def keep_changes() -> None:
    """Commit although the answer is an error page: a counted failure must stay counted."""
    g.keep_changes = True


def finish(status: int) -> None:
    """Commit or roll back at the end of a view; a failing commit is the request's failure."""
    session: Session | None = g.get("session")
    if session is None:
        return
    if request.method in READING_METHODS or (status >= HTTP_ERROR and "keep_changes" not in g):
        session.rollback()
    else:
        session.commit()


def abandon() -> None:
    """Drop what an interrupted view did, before its error page is drawn."""
    session: Session | None = g.get("session")
    if session is not None:
        session.rollback()


def close(_error: BaseException | None = None) -> None:
    """Give the connection back; called by Flask at the very end of each request."""
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
