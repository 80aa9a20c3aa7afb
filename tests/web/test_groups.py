"""The desk's pages for groups and their contacts, and 代理入力."""

from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import directory, intake
from notifier.audit import Actor
from notifier.hubs import Hub
from tests.web.conftest import SignIn

EDITOR = Actor("staff", "編集担当A", "1")


def test_staff_type_for_a_group(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    group = directory.add_group(session, hub, name="サロンA", by=EDITOR, now=now)
    directory.add_contact(
        session, group, label="代表", email="salon@example.jp", by=EDITOR, now=now
    )
    theirs = directory.add_group(session, other_hub, name="よその団体", by=EDITOR, now=now)
    session.commit()
    sign_in(client, "volunteer", hub)
    assert "よその団体" not in client.get("/desk/enter").text
    item = {"title": "つどい", "when_text": "12月9日 10時〜11時", "group": str(group.id)}
    assert (
        "編集デスクに並びました"
        in client.post("/desk/enter", data=item, follow_redirects=True).text
    )
    session.commit()
    one = session.scalars(select(intake.Submission)).one()
    assert (one.source, one.group_id, one.is_verified_sender) == ("staff_entry", group.id, True)
    assert (one.submitter_email, one.draft.organiser) == ("salon@example.jp", "サロンA")
    wrong = client.post("/desk/enter", data=item | {"title": "", "group": ""})
    assert wrong.status_code == 422
    assert "12月9日 10時〜11時" in wrong.text
    assert client.post("/desk/enter", data=item | {"group": str(theirs.id)}).status_code == 404
    assert "つどい" in client.get(f"/desk/enter?like={one.id}").text


def test_groups_and_places_are_kept(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn
) -> None:
    sign_in(client, "editor", hub)
    page = client.post("/desk/groups", data={"name": "サロンB"}, follow_redirects=True)
    assert "サロンB" in page.text
    again = client.post("/desk/groups", data={"name": "サロンＢ", "district_key": "d1"})
    assert again.status_code == 422
    assert 'value="d1" selected' in again.text
    session.commit()
    group = directory.find_group(session, hub.id, "サロンB")
    assert group
    path = f"/desk/groups/{group.id}"
    contact = {"label": "代表", "email": "b@example.jp"}
    assert (
        "b@example.jp" in client.post(f"{path}/contacts", data=contact, follow_redirects=True).text
    )
    assert client.post(f"{path}/contacts", data={"email": "x"}).status_code == 422
    client.post(path, data={"district_key": "d1", "is_trusted": "1", "note": "火曜に電話"})
    session.expire_all()
    session.commit()
    assert group.is_trusted
    place = {"name": "地区センター", "address": "西区", "district_key": "d2"}
    assert "地区センター" in client.post("/desk/places", data=place, follow_redirects=True).text
    assert client.post("/desk/places", data=place).status_code == 422


def test_a_group_is_renamed_and_a_contact_struck_out(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    group = directory.add_group(session, hub, name="サロンA", by=EDITOR, now=now)
    other = directory.add_group(session, hub, name="サロンB", by=EDITOR, now=now)
    contact = directory.add_contact(
        session, group, label="代表", email="a@example.jp", by=EDITOR, now=now
    )
    session.commit()
    sign_in(client, "editor", hub)
    path = f"/desk/groups/{group.id}"
    typed = {"name": "サロンB", "note": "火曜に電話", "district_key": "d1", "is_trusted": "1"}
    refused = client.post(path, data=typed)
    assert refused.status_code == 422
    assert "すでに登録されています" in refused.text
    assert "火曜に電話" in refused.text
    assert 'value="d1" selected' in refused.text
    assert 'name="is_trusted" value="1" checked' in refused.text
    page = client.post(path, data={"name": "ひだまり"}, follow_redirects=True).text
    assert "<h1>ひだまり</h1>" in page
    remove = f"contacts/{contact.id}/remove"
    assert client.post(f"/desk/groups/{other.id}/{remove}").status_code == 404
    page = client.post(f"{path}/{remove}", follow_redirects=True).text
    assert "連絡先を外しました" in page
    assert "a@example.jp" not in page
