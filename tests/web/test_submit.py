"""Groups hand in without an account, and follow their items through a mailed link."""

import io
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import directory, editorial, intake, mailroom
from notifier.audit import Actor
from notifier.flows.hand_in import hand_in
from notifier.hubs import ChannelPurpose, Hub
from notifier.mailroom import OutboxMessage
from tests.conftest import NOW
from tests.line_account import add_line_channel

ITEM = {
    "title": "おはなし会",
    "organiser": "サロンA",
    "date_1": "2026-12-05",
    "start_1": "10:00",
    "end_1": "11:30",
    "place_name": "地区センター",
    "audience_text": "0歳児とママ",
    "fee_text": "親子500円",
    "outlets": ["web", "line"],
}


def sent(session: Session) -> list[intake.Submission]:
    session.commit()
    return list(session.scalars(select(intake.Submission).order_by(intake.Submission.id)))


def mails(session: Session) -> list[OutboxMessage]:
    session.commit()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def link_in(mail: OutboxMessage) -> str:
    found = re.search(r"/[a-z]+/g/[\w-]+", mail.body["text"])
    assert found
    return found.group()


@pytest.fixture
def link(client: FlaskClient, session: Session, hub: Hub) -> str:
    """The path of a submitter's page, after one item was sent."""
    client.post(f"/{hub.slug}/submit", data=ITEM | {"email": "salon@example.jp"})
    return link_in(mails(session)[-1])


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


def test_my_page_shows_plain_states_and_is_private(client: FlaskClient, link: str) -> None:
    page = client.get(link)
    assert "おはなし会" in page.text
    assert "確認中" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"


def test_a_question_is_answered_on_the_page(
    client: FlaskClient, session: Session, hub: Hub, link: str, editor: Actor, now: datetime
) -> None:
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    editorial.ask(
        session,
        case,
        message="駐輪場はありますか",
        field="body",
        version=case.version,
        by=editor,
        now=now,
    )
    session.commit()
    page = client.get(link)
    assert "質問あり" in page.text
    assert "駐輪場はありますか" in page.text
    question = intake.questions_of(session, hub.id, [one.id])[0]
    empty = client.post(f"{link}/answer/{question.id}", data={"answer": " "})
    assert empty.status_code == 422
    done = client.post(
        f"{link}/answer/{question.id}", data={"answer": "あります"}, follow_redirects=True
    )
    assert "お返事：あります" in done.text
    session.commit()
    session.expire_all()
    assert editorial.cases_of(session, hub.id, [one.id])[one.id].state.value == "waiting"


def test_a_correction_is_a_revision(
    client: FlaskClient, session: Session, hub: Hub, link: str
) -> None:
    (one,) = sent(session)
    page = client.get(f"{link}/correct/{one.id}")
    assert "親子500円" in page.text
    changed = ITEM | {"title": "おはなし会（冬）", "fee_text": "無料"}
    client.post(f"{link}/correct/{one.id}", data=changed)
    assert [(each.revision, each.external_id) for each in sent(session)] == [
        (1, one.external_id),
        (2, one.external_id),
    ]
    own = client.get(link)
    assert "おはなし会（冬）" in own.text
    assert own.text.count('aria-labelledby="item-') == 1


def test_next_month_is_filled_in(client: FlaskClient, session: Session, link: str) -> None:
    (one,) = sent(session)
    page = client.get(f"{link}/repeat/{one.id}")
    assert "2027-01-02" in page.text  # the first Saturday again
    client.post(f"{link}/repeat/{one.id}", data=ITEM | {"date_1": "2027-01-02"})
    assert [each.revision for each in sent(session)] == [1, 1]
    assert sent(session)[1].submitter_email == "salon@example.jp"


def test_taking_back_before_it_is_published(
    client: FlaskClient, session: Session, hub: Hub, link: str
) -> None:
    (one,) = sent(session)
    page = client.post(f"{link}/withdraw/{one.id}", follow_redirects=True)
    assert "取り下げ" in page.text
    session.expire_all()
    assert sent(session)[0].withdrawn_at is not None
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    assert case.state is editorial.CaseState.WITHDRAWN


def test_taking_back_after_publishing_cancels_at_once(
    client: FlaskClient, session: Session, hub: Hub, link: str, publisher: Actor, now: datetime
) -> None:
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    listing = editorial.approve(session, case, version=case.version, by=publisher, now=now)
    session.commit()
    assert "掲載中" in client.get(link).text
    page = client.post(
        f"{link}/withdraw/{one.id}", data={"reason": "講師の体調のため"}, follow_redirects=True
    )
    assert "講師の体調のため" in page.text
    session.refresh(listing)
    assert listing.status.value == "cancelled"


def test_somebody_elses_item_is_not_found(
    client: FlaskClient, session: Session, hub: Hub, link: str
) -> None:
    client.post(f"/{hub.slug}/submit", data=ITEM | {"email": "other@example.jp"})
    theirs = sent(session)[-1]
    for way in ("correct", "repeat"):
        assert client.get(f"{link}/{way}/{theirs.id}").status_code == 404
    assert client.post(f"{link}/withdraw/{theirs.id}").status_code == 404


def test_another_hub_knows_none_of_it(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub, link: str
) -> None:
    token = link.rpartition("/")[2]
    (one,) = sent(session)
    there = f"/{other_hub.slug}/g/{token}"
    assert client.get(there).status_code == 410
    assert client.get(f"{there}/correct/{one.id}").status_code == 410
    for way in (f"withdraw/{one.id}", f"correct/{one.id}", f"repeat/{one.id}", "renew"):
        assert client.post(f"{there}/{way}", data=ITEM).status_code == 410
    assert client.get(f"/{other_hub.slug}/submit/done").status_code == 302
    before = len(mails(session))
    client.post(f"/{other_hub.slug}/g/", data={"email": "salon@example.jp"})
    assert len(mails(session)) == before


def without_csrf(page: str) -> str:
    """A page without the token that tells the second it was made in."""
    return re.sub(r'name="csrf_token"[^>]*', "", page)


def test_a_lost_link_is_answered_the_same_for_everybody(
    client: FlaskClient, session: Session, hub: Hub, link: str
) -> None:
    known = client.post(f"/{hub.slug}/g/", data={"email": "salon@example.jp"})
    count = len(mails(session))
    unknown = client.post(f"/{hub.slug}/g/", data={"email": "nobody@example.jp"})
    assert without_csrf(known.text) == without_csrf(unknown.text)
    assert len(mails(session)) == count == 2
    assert client.post(f"/{hub.slug}/g/", data={"email": "x"}).status_code == 422


def test_a_renewed_link_replaces_the_old_one(
    client: FlaskClient, session: Session, link: str
) -> None:
    client.post(f"{link}/renew")
    gone = client.get(link)
    assert gone.status_code == 410
    assert "このリンクは使えません" in gone.text
    assert "メールアドレス" in gone.text
    assert client.get(link_in(mails(session)[-1])).status_code == 200
    assert session.scalar(select(func.count()).select_from(mailroom.Cap)) > 0


def test_a_correction_taken_back_shows_the_published_item_again(
    client: FlaskClient, session: Session, hub: Hub, link: str, publisher: Actor
) -> None:
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    editorial.approve(session, case, version=case.version, by=publisher, now=NOW)
    session.commit()
    client.post(f"{link}/correct/{one.id}", data=ITEM | {"title": "名前を変えた会"})
    correction = sent(session)[-1]
    assert "名前を変えた会" in client.get(link).text
    client.post(f"{link}/withdraw/{correction.id}")
    page = client.get(link)
    assert "名前を変えた会" not in page.text
    assert "掲載中" in page.text
    assert "中止にする" in page.text


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


def test_an_answered_question_is_no_longer_asked(
    client: FlaskClient, session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    place = "どこで行いますか"
    client.post(f"/{hub.slug}/submit", data=ITEM | {"place_name": "", "email": "salon@example.jp"})
    link = link_in(mails(session)[-1])
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    question = editorial.ask(
        session,
        case,
        message="会場はどこですか。",
        field="place_name",
        version=case.version,
        by=editor,
        now=now,
    )
    session.commit()
    assert place in client.get(link).text
    client.post(f"{link}/answer/{question.id}", data={"answer": "自治会館"})
    page = client.get(link).text
    assert "お返事：自治会館" in page
    assert place not in page


def test_the_sender_sees_the_dates_parents_see(
    client: FlaskClient, session: Session, hub: Hub, link: str, publisher: Actor, now: datetime
) -> None:
    (one,) = sent(session)
    case = editorial.cases_of(session, hub.id, [one.id])[one.id]
    later = one.draft.occurrences[0]
    moved = replace(later, starts_at=later.starts_at + timedelta(days=7), ends_at=None)
    mended = replace(one.draft, title="おはなしの会", occurrences=(moved,))
    editorial.edit(session, case, mended, version=case.version, by=publisher, now=now)
    session.commit()
    assert "12月12日(土) 10:00" in client.get(link).text
    editorial.approve(session, case, version=case.version, by=publisher, now=now)
    session.commit()
    page = client.get(link).text
    assert "12月12日(土) 10:00" in page
    assert "おはなしの会" in page
    assert "12月5日(土)" not in page


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
