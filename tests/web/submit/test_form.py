"""Groups hand in without an account: what is read, asked, kept and refused."""

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier import editorial, intake
from notifier.hubs import Hub
from tests.web.submit.conftest import ITEM, link_in, mails, sent


def test_the_form_says_whether_it_makes_the_edition(client: FlaskClient, hub: Hub) -> None:
    page = client.get(f"/{hub.slug}/submit")
    assert page.status_code == 200
    assert "土曜便" in page.text
    assert "csrf_token" in page.text


def test_an_item_is_read_stored_and_queued(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub
) -> None:
    answer = client.post(f"/{hub.slug}/submit", data=ITEM, follow_redirects=True)
    assert "12月5日(土) 10:00–11:30" in answer.text
    (one,) = sent(session)
    assert one.original["fields"]["title"] == "おはなし会"
    assert one.draft.outlets == ("web", "line")
    assert (one.draft.fee_yen, one.draft.max_months) == (500, 11)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    assert case.state is editorial.CaseState.WAITING
    assert editorial.cases_of(session, other_hub.id, [one.id]) == {}
    assert mails(session) == []


def test_the_same_twice_is_told_and_not_stored(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    client.post(f"/{hub.slug}/submit", data=ITEM)
    answer = client.post(f"/{hub.slug}/submit", data=ITEM, follow_redirects=True)
    assert "同じ内容" in answer.text
    assert len(sent(session)) == 1


def test_errors_stand_beside_their_boxes_and_keep_what_was_typed(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    typed = ITEM | {"title": "", "body": "たいせつな文", "email": "salon"}
    answer = client.post(f"/{hub.slug}/submit", data=typed)
    assert answer.status_code == 422
    for words in (
        "title-error",
        "email-error",
        "たいせつな文",
        "2026-12-05",
        "まだ送られていません",
    ):
        assert words in answer.text
    assert sent(session) == []


def test_missing_things_are_asked_and_can_be_added(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    page = client.post(
        f"/{hub.slug}/submit",
        data={"title": "つどい", "when_text": "12月9日"},
        follow_redirects=True,
    )
    assert "教えてください" in page.text
    assert "どこで行いますか" in page.text
    assert "12月9日(水)</li>" in page.text
    again = client.get(f"/{hub.slug}/submit?again=1")
    assert "つどい" in again.text
    more = {"title": "つどい", "when_text": "12月9日 10時〜11時", "again": "1"}
    client.post(f"/{hub.slug}/submit", data=more)
    assert [one.revision for one in sent(session)] == [1, 2]
    cases = editorial.cases_of(session, hub.id, [one.id for one in sent(session)])
    assert sorted(case.state.value for case in cases.values()) == ["merged", "waiting"]


def test_a_photo_alone_is_enough(
    client: FlaskClient, session: Session, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    from notifier.config import settings

    monkeypatch.setitem(settings().__dict__, "media_dir", tmp_path)
    out = io.BytesIO()
    Image.new("RGB", (30, 30)).save(out, "JPEG")
    out.seek(0)
    answer = client.post(
        f"/{hub.slug}/submit",
        data={"flyer": (out, "ちらし.jpg")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 302
    (one,) = sent(session)
    assert intake.attachments_of(session, hub.id, [one.id])[0].media_type == "image/jpeg"


def test_a_wrong_file_is_said_beside_its_box(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    data = ITEM | {"flyer": (io.BytesIO(b"<svg onload=alert(1)>"), "x.jpg")}
    answer = client.post(f"/{hub.slug}/submit", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "写真にもPDFにも読めません" in answer.text
    assert sent(session) == []


def test_the_first_mail_tells_a_stranger_nothing(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    client.post(f"/{hub.slug}/submit", data=ITEM | {"email": "Salon@Example.jp"})
    (mail,) = mails(session)
    assert mail.recipient == "salon@example.jp"
    for word in ("おはなし会", "サロンA", "地区センター"):
        assert word not in str(mail.body)


def test_asked_too_often_nobody_is_mailed(client: FlaskClient, session: Session, hub: Hub) -> None:
    for number in range(8):
        client.post(
            f"/{hub.slug}/submit",
            data=ITEM | {"title": f"会{number}", "email": "salon@example.jp"},
        )
    assert len(sent(session)) == 8
    assert len(mails(session)) == 5


def test_too_many_from_one_place_is_answered_calmly(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    for number in range(30):
        client.post(f"/{hub.slug}/submit", data=ITEM | {"title": f"会{number}"})
    answer = client.post(f"/{hub.slug}/submit", data=ITEM | {"title": "三十一番目"})
    assert answer.status_code == 429
    assert "三十一番目" in answer.text
    assert "1時間ほど" in answer.text
    assert len(sent(session)) == 30


def test_html_is_shown_as_text(client: FlaskClient, session: Session, hub: Hub) -> None:
    hostile = "<script>alert(1)</script>"
    page = client.post(
        f"/{hub.slug}/submit",
        data=ITEM | {"title": hostile, "email": "a@example.jp"},
        follow_redirects=True,
    )
    assert hostile not in page.text
    own = client.get(link_in(mails(session)[0]))
    assert hostile not in own.text
    assert "&lt;script&gt;" in own.text


def test_without_a_token_the_form_is_refused(
    strict_client: FlaskClient, session: Session, hub: Hub
) -> None:
    assert strict_client.post(f"/{hub.slug}/submit", data=ITEM).status_code == 400
    assert sent(session) == []


def test_a_pasted_text_too_long_comes_back_whole(client: FlaskClient, hub: Hub) -> None:
    pasted = "あ" * 9000 + "おわり"
    answer = client.post(f"/{hub.slug}/submit", data=ITEM | {"body": pasted})
    assert answer.status_code == 422
    assert "2000文字までにしてください（いま9003文字）" in answer.text
    assert pasted in answer.text


def test_a_third_flyer_is_refused_and_not_left_out(
    client: FlaskClient, session: Session, hub: Hub
) -> None:
    flyers = [(io.BytesIO(b"x"), f"{n}.jpg") for n in range(3)]
    answer = client.post(f"/{hub.slug}/submit", data=ITEM | {"flyer": flyers})
    assert answer.status_code == 422
    assert "ちらしは2つまでです（いま3つ）" in answer.text
    assert sent(session) == []


def test_mending_right_away_still_speaks_of_the_link(client: FlaskClient, hub: Hub) -> None:
    where = f"/{hub.slug}/submit"
    client.post(where, data=ITEM | {"email": "salon@example.jp"})
    page = client.post(where, data=ITEM | {"body": "冬の会", "again": "1"}, follow_redirects=True)
    assert "メールアドレスが入っていない" not in page.text
    assert "リンクを送りました" in page.text


def test_a_period_of_days_ends_on_its_last_day(client: FlaskClient, hub: Hub) -> None:
    data = {"title": "作品展", "when_text": "12月1日から12月25日まで"}
    page = client.post(f"/{hub.slug}/submit", data=data, follow_redirects=True)
    assert "12月1日(火) – 12月25日(金)" in page.text
