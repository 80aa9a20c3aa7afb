"""A group's page and its LINE: a code for its contacts, a link for who writes there."""

from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import directory, intake
from notifier.audit import Actor
from notifier.flows.hand_in import hand_in
from notifier.hubs import ChannelPurpose, Hub
from tests.line_account import add_line_channel
from tests.web.submit.conftest import sent


def test_a_code_for_line_is_given_to_a_contact_of_a_group_alone(
    client: FlaskClient, session: Session, hub: Hub, link: str, editor: Actor, now: datetime
) -> None:
    assert "LINEで送りたいとき" not in client.get(link).text, "the hub has no account for groups"
    assert client.post(f"{link}/line-code").status_code == 404
    add_line_channel(session, hub, ChannelPurpose.GROUPS)
    assert client.post(f"{link}/line-code").status_code == 404, "no contact of any group"
    group = directory.add_group(session, hub, name="藤だなサロン", by=editor, now=now)
    directory.add_contact(
        session, group, label="代表", email="salon@example.jp", by=editor, now=now
    )
    session.commit()
    assert "LINEで送りたいとき" in client.get(link).text
    shown = client.post(f"{link}/line-code")
    assert "24時間、1回だけ使えます" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    for _ in range(9):
        assert client.post(f"{link}/line-code").status_code == 200
    assert client.post(f"{link}/line-code").status_code == 429


def test_a_link_of_line_opens_her_own_items_and_ends_alone(
    client: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    account = add_line_channel(session, hub, ChannelPurpose.GROUPS)
    hers, another = (
        directory.meet_line_sender(session, account, user_id=f"U{number:032x}", now=now)
        for number in (1, 2)
    )
    paths = []
    for sender in (hers, another):
        arrival = intake.Arrival(hub.id, "line_message", {"text": "x"}, line_sender_id=sender.id)
        draft = intake.ListingDraft(title=f"会{sender.user_id[-1]}", external_id=sender.user_id)
        hand_in(session, draft, arrival=arrival, by=Actor("group", "送り主"), now=now)
        _, token = intake.issue_line_link(session, sender, now=now)
        paths.append(f"/{hub.slug}/g/{token}")
    session.commit()
    page = client.get(paths[0]).text
    assert "会1" in page
    assert "会2" not in page
    (theirs,) = (one for one in sent(session) if one.title == "会2")
    assert client.get(f"{paths[0]}/correct/{theirs.id}").status_code == 404
    ended = client.post(f"{paths[0]}/renew").text
    assert "LINEで「状態」と送ると届きます" in ended
    assert client.get(paths[0]).status_code == 410
    assert client.get(paths[1]).status_code == 200, "another sender's link lives on"
