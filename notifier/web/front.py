"""``/``: the way to a hub's pages, for somebody who typed the bare address."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from notifier.hubs import all_hubs
from notifier.web.nav import public_nav
from notifier.web.session import db

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The only hub's own page, or the hubs to choose from."""
    hubs = all_hubs(db())
    links = [(hub.name, nav[0].url) for hub in hubs if (nav := public_nav(hub))]
    if len(links) == 1:
        return redirect(links[0][1])
    return render_template("web/front.html", links=links)


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Browsers ask for it unbidden."""
    return redirect(url_for("static", filename="icon.svg"))
