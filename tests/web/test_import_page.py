"""The desk's pages for files of many items."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from notifier import directory, editorial, intake
from notifier.audit import Actor
from notifier.config import settings
from notifier.hubs import Hub
from tests.web.conftest import SignIn

EDITOR = Actor("staff", "編集担当A", "1")
TABLE = (
    "行事名,開催日,開始時刻,終了時刻,会場,対象,参加費,主催\r\n"
    "おはなし会,2026-12-05,10:00,11:00,図書館,0歳児,無料,サロンA\r\n"
    "<script>alert(1)</script>,2026-12-06,10:00,11:00,体育館,1歳児,500円,サロンB\r\n"
    ",,,,図書館,,,\r\n"
).encode("cp932")


def count(session: Session) -> int:
    session.commit()
    return session.scalar(select(func.count()).select_from(intake.Submission))


def uploaded(client: FlaskClient, data: bytes = TABLE) -> TestResponse:
    return client.post(
        "/desk/import",
        data={"file": (io.BytesIO(data), "202612.csv")},
        content_type="multipart/form-data",
    )


def test_columns_are_shown_before_anything_is_taken_in(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn
) -> None:
    sign_in(client, "editor", hub)
    answer = uploaded(client)
    assert answer.status_code == 302
    page = client.get(answer.location)
    assert "列を確かめる" in page.text
    assert '<option value="title" selected>' in page.text
    assert "12月5日(土) 10:00–11:00" in page.text
    assert "<script>alert(1)" not in page.text
    assert count(session) == 0
    done = client.post(
        answer.location,
        data={"action": "run", "column-0": "title", "column-1": "date", "column-4": "place"},
        follow_redirects=True,
    )
    assert "取り込みの結果" in done.text
    assert count(session) >= 2
    assert "編集デスクへ" in done.text


def test_row_errors_are_sentences(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn
) -> None:
    sign_in(client, "editor", hub)
    answer = uploaded(client)
    fields = ["title", "date", "start", "end", "place", "audience", "fee", "organiser"]
    columns = {f"column-{index}": key for index, key in enumerate(fields)}
    page = client.post(answer.location, data=columns | {"action": "run"}, follow_redirects=True)
    assert "4行目" in page.text
    assert count(session) == 2
    again = uploaded(client)
    page = client.post(again.location, data=columns | {"action": "run"}, follow_redirects=True)
    assert "2件（同じ内容がもう届いているもの）" in page.text
    assert count(session) == 2


def test_other_columns_are_tried_without_storing(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn
) -> None:
    sign_in(client, "editor", hub)
    answer = uploaded(client)
    page = client.post(answer.location, data={"action": "look", "column-4": "title"})
    assert "図書館" in page.text
    assert "開催日" in page.text
    assert count(session) == 0
    client.post(answer.location, data={"action": "discard"})
    assert "取りやめ" in client.get(answer.location).text


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_an_unreadable_file_says_what_we_accept(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, data: bytes
) -> None:
    sign_in(client, "editor", hub)
    answer = uploaded(client, data)
    assert answer.status_code == 422
    assert "Excel" in answer.text
    session.commit()
    assert session.scalar(select(func.count()).select_from(intake.TableImport)) == 0


def test_too_large_a_file_is_refused_unread(client: FlaskClient, hub: Hub, sign_in: SignIn) -> None:
    sign_in(client, "editor", hub)
    answer = client.post(
        "/desk/import",
        input_stream=io.BytesIO(b""),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(13 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "大きすぎます" in answer.text


def test_another_hubs_things_are_not_found(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    group = directory.add_group(session, hub, name="サロンA", by=EDITOR, now=now)
    table = intake.preview_import(session, hub, filename="x.csv", data=TABLE, by=EDITOR, now=now)
    receipt = intake.receive(
        session,
        intake.ListingDraft(title="つどい"),
        arrival=intake.Arrival(hub.id, "web_form", {}),
        by=EDITOR,
        now=now,
    )
    session.commit()
    sign_in(client, "admin", other_hub)
    for path in (
        f"/desk/groups/{group.id}",
        f"/desk/import/{table.id}",
        f"/desk/enter?like={receipt.submission.id}",
    ):
        assert client.get(path).status_code == 404
    for path in (
        f"/desk/groups/{group.id}",
        f"/desk/groups/{group.id}/contacts",
        f"/desk/import/{table.id}",
    ):
        assert client.post(path, data={"action": "run"}).status_code == 404
    for path in ("/desk/groups", "/desk/import", "/desk/enter", "/desk/places"):
        assert "サロンA" not in client.get(path).text
        assert "x.csv" not in client.get(path).text


def test_a_volunteer_may_enter_only(client: FlaskClient, hub: Hub, sign_in: SignIn) -> None:
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/enter").status_code == 200
    for path in ("/desk/import", "/desk/groups", "/desk/places", "/desk/attachments/1"):
        assert client.get(path).status_code == 403


@pytest.fixture(autouse=True)
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A media folder of this test."""
    monkeypatch.setitem(settings().__dict__, "media_dir", tmp_path)


def test_a_handed_in_file_is_for_this_hubs_desk_only(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub, sign_in: SignIn
) -> None:
    pdf = {"title": "つどい", "flyer": (io.BytesIO(b"%PDF-1.7\n%%EOF"), "ちらし.pdf")}
    client.post(f"/{hub.slug}/submit", data=pdf, content_type="multipart/form-data")
    session.commit()
    kept = session.scalars(select(intake.Attachment)).one()
    sign_in(client, "editor", hub)
    with client.get(f"/desk/attachments/{kept.id}") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    sign_in(client, "editor", other_hub)
    assert client.get(f"/desk/attachments/{kept.id}").status_code == 404


def test_a_wrong_file_is_taken_back_in_one_act(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    sign_in(client, "editor", hub)
    where = uploaded(client).location
    columns = {"column-0": "title", "column-1": "date", "column-4": "place"}
    client.post(where, data={"action": "run"} | columns)
    first, _ = session.scalars(select(editorial.Case).order_by(editorial.Case.id)).all()
    editorial.reject(session, first, reason="区外のため", version=1, by=EDITOR, now=now)
    session.commit()
    assert "まだだれも決めていない1件を取り下げます" in client.get(where).text
    page = client.post(where, data={"action": "take-back"}, follow_redirects=True).text
    assert "1件を取り下げました" in page
    assert "取り下げます" not in page
    session.expire_all()
    states = [one.state.value for one in session.scalars(select(editorial.Case))]
    assert sorted(states) == ["rejected", "withdrawn"]

    again = uploaded(client).location
    client.post(again, data={"action": "run"} | columns)
    assert "1件（同じ内容がもう届いているもの）" in client.get(again).text
    assert count(session) == 3, "what was taken back arrives anew"
    session.expire_all()
    states = [one.state.value for one in session.scalars(select(editorial.Case))]
    assert sorted(states) == ["rejected", "waiting", "withdrawn"]
    page = client.post(again, data={"action": "take-back"}, follow_redirects=True).text
    assert "1件を取り下げました" in page, "and may be taken back anew"


def test_a_newer_version_is_not_taken_back_with_its_table(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn
) -> None:
    sign_in(client, "editor", hub)
    columns = {"column-0": "title", "column-1": "date", "column-4": "place"}
    client.post(uploaded(client).location, data={"action": "run"} | columns)
    newer = uploaded(
        client, TABLE.replace("1歳児".encode("cp932"), "2歳児".encode("cp932"))
    ).location
    client.post(newer, data={"action": "run"} | columns | {"column-5": "audience"})
    page = client.post(newer, data={"action": "take-back"}, follow_redirects=True).text
    assert "0件を取り下げました" in page
    session.expire_all()
    waiting = [
        one
        for one in session.scalars(select(editorial.Case))
        if one.state is editorial.CaseState.WAITING
    ]
    assert len(waiting) == 2
