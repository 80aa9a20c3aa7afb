"""Every address that names an object is called with the neighbour's: not found, and untouched."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from notifier.hubs import Hub
from tests.web.conftest import SignIn
from tests.web.neighbour import Neighbour, mark, rows_of, settle

FOUND_NOTHING = (404, 410)
OBJECTS = frozenset(
    [
        "case_id",
        "other_id",
        "attachment_id",
        "edition_id",
        "listing_id",
        "group_id",
        "contact_id",
        "import_id",
        "issue_id",
        "occurrence_id",
        "feed_id",
        "opinion_id",
        "staff_id",
        "invitation_id",
        "question_id",
        "submission_id",
        "review_id",
        "place_id",
        "venue_id",
        "spelling_id",
        "sender_id",
        "comment_id",
        "token",
    ]
)
# Arguments that name no object of a hub, and why.
PLAIN = {
    "hub_slug": "the hub itself; its pages are public, and its objects are asked for below",
    "key": "a figure's key; the figures counted are those of the hub signed in to",
    "fiscal_year": "a year",
    "month": "a month",
    "section": "a part of the settings page",
    "purpose": "which of the hub's two LINE accounts",
    "deed": "what to do with an item",
    "filename": "a style sheet",
    "name": "which file of a printed edition, which chart",
    "kind": "a chart as SVG or PNG",
    "language": "a language of our pages",
    "choice": "which way out of a shortage of LINE messages",
    "code": "a shared short link; it leads everybody to its public page",
}
# Pages whose token is the proof itself and belongs to no hub in the address.
OWN_PROOF = frozenset(
    {
        "desk.invitation",
        "desk.renew_invitation",
        "review.issue",
        "review.issue_file",
        "review.comment",
        "review.looked",
        "review.approve",
    }
)
TOKENS = {
    "submit.": "submitter_token",
    "reader.me": "reader_token",
    "reader.change_me": "reader_token",
    "reader.unsubscribe": "reader_token",
    "reader.leave": "reader_token",
    "reader.confirm_page": "confirm_token",
    "reader.confirm": "confirm_token",
}
FORM = {
    "version": "1", "title": "乗っ取り", "reason": "乗っ取り", "own_reason": "乗っ取り",
    "message": "乗っ取り", "greeting": "乗っ取り", "answer": "乗っ取り", "role": "volunteer",
    "note": "乗っ取り", "name": "乗っ取り", "email": "taken@example.jp", "act": "all",
    "action": "discard", "date_1": "2026-12-05", "hold_reason": "乗っ取り", "despite": "no_fee",
}  # fmt: skip


@pytest.fixture
def ours(session: Session, hub: Hub) -> Neighbour:
    """One of everything in the hub we are signed in to."""
    return settle(session, hub)


@pytest.fixture
def theirs(session: Session, other_hub: Hub) -> Neighbour:
    """One of everything next door."""
    return settle(session, other_hub)


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, hub: Hub) -> FlaskClient:
    """The admin of our hub: every right, here."""
    sign_in(client, "admin", hub)
    return client


def rules(app: Flask) -> list[Rule]:
    """Every address that names an object."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if OBJECTS.intersection(rule.arguments) and rule.endpoint not in OWN_PROOF
    ]


def test_every_argument_of_every_address_is_known(app: Flask) -> None:
    named = {(rule.endpoint, name) for rule in app.url_map.iter_rules() for name in rule.arguments}
    unknown = {pair for pair in named if pair[1] not in OBJECTS | PLAIN.keys()}
    assert unknown == set(), "say in this test whether these name an object of a hub"
    tokens = {endpoint for endpoint, name in named if name == "token"} - OWN_PROOF
    assert {one for one in tokens if not token_of(one)} == set(), "say which token these take"


def test_the_neighbours_are_not_found_and_not_touched(
    app: Flask, desk: FlaskClient, session: Session, ours: Neighbour, theirs: Neighbour
) -> None:
    stolen = replace(theirs, hub=ours.hub)
    before = rows_of(session, theirs.hub)
    wrong = []
    for rule, method, url in calls(app, stolen):
        answer = desk.open(url, method=method, data=FORM if method == "POST" else None)
        if answer.status_code not in FOUND_NOTHING or mark(theirs.hub) in answer.text:
            wrong.append((method, rule.endpoint, answer.status_code))
    assert wrong == []
    assert rows_of(session, theirs.hub) == before


def test_the_same_addresses_open_at_home(app: Flask, desk: FlaskClient, ours: Neighbour) -> None:
    """The proof that the addresses above fail for the hub alone."""
    statuses = {
        rule.endpoint: desk.get(url).status_code
        for rule, method, url in calls(app, ours)
        if method == "GET"
    }
    missing = {endpoint for endpoint, status in statuses.items() if status in FOUND_NOTHING}
    assert missing == {"desk.attachment"}, "its row is here, its file never was"


@pytest.mark.parametrize("kind", ["question_id", "submission_id"])
def test_our_own_link_opens_nothing_of_theirs(
    app: Flask,
    client: FlaskClient,
    session: Session,
    ours: Neighbour,
    theirs: Neighbour,
    kind: str,
) -> None:
    mixed = (
        replace(ours, question_id=theirs.question_id)
        if kind == "question_id"
        else replace(ours, submission_id=theirs.submission_id)
    )
    before = rows_of(session, theirs.hub)
    statuses = {
        (method, rule.endpoint): client.open(url, method=method, data=FORM).status_code
        for rule, method, url in calls(app, mixed)
        if kind in rule.arguments
    }
    assert statuses
    assert set(statuses.values()) == {404}, statuses
    assert rows_of(session, theirs.hub) == before


def boxes(ours: Neighbour, theirs: Neighbour) -> list[tuple[str, str, dict[str, Any]]]:
    """Ids that travel in a box or behind a question mark instead of in the path."""
    case = f"/desk/cases/{ours.case_id}"
    edition = f"/desk/editions/{ours.edition_id}"
    listing = f"/desk/listings/{ours.listing_id}"
    item = {"title": "会", "when_text": "12月5日 10時"}
    return [
        ("GET", f"/desk/enter?like={theirs.submission_id}", {}),
        ("POST", "/desk/enter", {**item, "group": theirs.group_id}),
        ("POST", f"{case}/merge", {"version": 1, "into": theirs.case_id}),
        ("GET", f"{case}/compare/{theirs.case_id}", {}),
        ("POST", f"{case}/different", {"other": theirs.case_id}),
        ("POST", f"{edition}/items/{theirs.listing_id}/drop", {"version": 1}),
        ("POST", f"{edition}/items/{theirs.listing_id}/pin", {"version": 1}),
        ("POST", f"{listing}/cancel", {"date": theirs.occurrence_id, "reason": "雨"}),
        ("POST", f"{listing}/reinstate", {"date": theirs.occurrence_id}),
        (
            "POST",
            "/desk/feeds",
            {"url": "https://8.8.8.8/rss", "kind": "rss", "group": theirs.group_id},
        ),
        ("GET", f"/desk/queue?done={theirs.case_id}", {}),
        ("GET", f"/desk/enter?group={theirs.group_id}", {}),
        ("GET", f"{edition}?reader=99999", {}),
        ("GET", f"{edition}/mail?reader=99999", {}),
        ("POST", "/desk/hubs", {"hub_id": theirs.hub.id}),
    ]


def test_ids_in_boxes_are_of_this_hub_too(
    desk: FlaskClient, session: Session, ours: Neighbour, theirs: Neighbour
) -> None:
    before = rows_of(session, theirs.hub)
    for method, url, data in boxes(ours, theirs):
        answer = desk.open(url, method=method, data=data if method == "POST" else None)
        # a box that only chooses what is shown falls back to nothing; an act is refused
        assert answer.status_code < 500, (url, answer.status_code)
        if method == "POST":
            assert answer.status_code >= 400, (url, answer.status_code)
        assert mark(theirs.hub) not in answer.text, url
    assert rows_of(session, theirs.hub) == before
    assert theirs.hub.name not in desk.get("/desk/").text


def test_lists_hold_nothing_of_theirs(
    app: Flask, desk: FlaskClient, theirs: Neighbour, ours: Neighbour
) -> None:
    """Every page without an argument; the neighbour's words differ from ours."""
    del ours
    for rule in app.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or ()):
            continue
        answer = desk.get(rule.rule)
        text = answer.data.decode(errors="replace")
        for word in (mark(theirs.hub), theirs.hub.name, theirs.staff_email):
            assert word not in text or rule.endpoint == "front.home", (rule.rule, word)


def calls(app: Flask, names: Neighbour) -> Iterator[tuple[Rule, str, str]]:
    """(rule, method, address) for each rule and method, filled with the objects of ``names``."""
    adapter = app.url_map.bind("localhost")
    for rule in rules(app):
        values = {name: value(rule, name, names) for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method, adapter.build(rule.endpoint, values, method=method)


def value(rule: Rule, name: str, names: Neighbour) -> object:
    """What stands for one argument."""
    if name == "token":
        return getattr(names, token_of(rule.endpoint))
    if name == "edition_id" and "newsletter" in rule.endpoint:
        return names.newsletter_id
    if name == "edition_id" and "board" in rule.endpoint:
        return names.board_id
    plain = {
        "choice": "fewer",
        "deed": "drop",
        "language": "en",
        "name": "txt",
        "purpose": "readers",
        "hub_slug": names.hub.slug,
    }
    return plain[name] if name in plain else getattr(names, name)


def token_of(endpoint: str) -> str:
    """Which token of a neighbour a page takes."""
    return next((kind for start, kind in TOKENS.items() if endpoint.startswith(start)), "")
