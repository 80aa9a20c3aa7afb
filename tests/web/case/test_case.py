"""The page of one case: what it says, its form, what is refused."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.accounts import staff_actor
from notifier.editorial import Case, CaseState
from notifier.flows.take_mail import take_mail
from notifier.hubs import Hub
from notifier.intake import DraftQuestion, Reading, Submission
from notifier.kit.clock import TOKYO
from notifier.mailroom import open_mail
from notifier.web.desk.case_form import form_of, read_form
from tests.editorial.conftest import DRAFT
from tests.intake.letters import LETTER, SENDER, letter
from tests.web.case.conftest import add_case, again, case_form
from tests.web.conftest import SignIn


def test_a_frozen_item_says_where_it_is_changed(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    case = add_case(session, hub, now, "おはなし会")
    sign_in(client, "editor", hub)
    client.post(f"/desk/cases/{case.id}/approve", data={"version": "1"})
    assert "掲載を取り消して" in client.get(f"/desk/cases/{case.id}").text
    monkeypatch.setattr("notifier.web.desk.case.is_frozen", lambda *_: True)
    page = client.get(f"/desk/cases/{case.id}").text
    session.expire_all()
    listing = session.get_one(Case, case.id).listing_id
    assert "掲載は取り消せません" in page
    assert f'href="/desk/listings/{listing}">掲載のページ</a>' in page


def test_the_form_says_the_same_draft_again() -> None:
    typed = form_of(DRAFT, TOKYO)
    assert read_form(typed, DRAFT, TOKYO) == DRAFT
    assert typed.errors == {}


def test_the_page_shows_the_words_each_field_came_from(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    draft = replace(DRAFT, readings=(Reading("fee_text", "無料", "参加費なし", sure=False),))
    case = add_case(session, hub, now, draft=draft)
    page = desk.get(f"/desk/cases/{case.id}").text
    assert "「参加費なし」" in page
    assert "たしかでない" in page


def test_the_page_says_in_which_editions_it_would_be_told(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    told = add_case(session, hub, now, draft=replace(DRAFT, outlets=("line",)))
    page = desk.get(f"/desk/cases/{told.id}").text
    assert "掲載すると：11月21日(土)の便で知らせます（開催日 11月28日(土) から逆算）。" in page
    silent = add_case(session, hub, now, draft=replace(DRAFT, outlets=("board",)))
    assert "掲載すると：" not in desk.get(f"/desk/cases/{silent.id}").text


def test_editing_keeps_the_original(desk: FlaskClient, session: Session, case: Case) -> None:
    answer = desk.post(
        f"/desk/cases/{case.id}/edit", data=case_form(place_name="公園"), follow_redirects=True
    )
    assert "会場を直しました" in answer.text
    assert again(session, case).draft.place_name == "公園"
    assert "地区センター → 公園" in answer.text


def test_rows_are_added_and_removed_without_saving(
    desk: FlaskClient, session: Session, case: Case
) -> None:
    page = desk.post(
        f"/desk/cases/{case.id}/edit", data=case_form(row="add", title="書きかけ")
    ).text
    assert "2つ目の日" in page
    assert 'value="書きかけ"' in page
    page = desk.post(f"/desk/cases/{case.id}/edit", data=case_form(row="remove-0")).text
    assert "日がひとつもありません" in page
    assert again(session, case).version == 1


def test_a_date_that_cannot_be_read_is_kept_as_typed(
    desk: FlaskClient, session: Session, case: Case
) -> None:
    answer = desk.post(
        f"/desk/cases/{case.id}/edit", data=case_form(**{"occ-0-date": "来週", "fee_yen": "百円"})
    )
    assert answer.status_code == 422
    assert 'value="来週"' in answer.text
    assert 'value="百円"' in answer.text
    assert "2か所、直してください" in answer.text
    assert again(session, case).version == 1


def test_a_settled_question_disappears(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    draft = replace(DRAFT, questions=(DraftQuestion("fee_text", "費用は?"),))
    case = add_case(session, hub, now, draft=draft)
    desk.post(f"/desk/cases/{case.id}/edit", data=case_form(settled="0"))
    assert again(session, case).draft.questions == ()


def test_approving_needs_the_asks_ticked(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    case = add_case(session, hub, now, draft=replace(DRAFT, place_name=""))
    answer = desk.post(f"/desk/cases/{case.id}/approve", data={"version": "1"})
    assert answer.status_code == 422
    assert "会場が書かれていません" in answer.text
    desk.post(f"/desk/cases/{case.id}/approve", data={"version": "1", "despite": "no_place"})
    assert again(session, case).state is CaseState.APPROVED


def test_a_refusal_without_a_reason_keeps_the_page(
    desk: FlaskClient, session: Session, case: Case
) -> None:
    answer = desk.post(f"/desk/cases/{case.id}/reject", data={"version": "1"})
    assert answer.status_code == 422
    assert "断る理由を書いてください" in answer.text
    assert again(session, case).state is CaseState.WAITING


def test_a_form_without_its_token_is_refused(
    strict_client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, case: Case
) -> None:
    sign_in(strict_client, "editor", hub)
    assert strict_client.post(f"/desk/cases/{case.id}/approve").status_code == 400
    assert again(session, case).version == 1


def test_ages_and_fee_follow_the_words_mended_by_hand(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    draft = replace(DRAFT, audience_text="", min_months=None, max_months=None, fee_text="300円")
    case = add_case(session, hub, now, draft=replace(draft, fee_yen=300))
    typed = form_of(case.draft, TOKYO)
    data = case_form(**typed.texts) | {"audience_text": "0歳児とその家族", "fee_text": "500円"}
    page = desk.post(f"/desk/cases/{case.id}/edit", data=data, follow_redirects=True).text
    new = again(session, case).draft
    assert (new.min_months, new.max_months, new.fee_yen) == (0, 11, 500)
    assert "対象の月齢" in page


def test_a_text_too_long_is_said_and_not_cut(
    desk: FlaskClient, session: Session, case: Case
) -> None:
    text = "あ" * 6000 + "おわり"
    page = desk.post(f"/desk/cases/{case.id}/edit", data=case_form(body=text))
    assert page.status_code == 422
    assert "5000文字までにしてください（いま6003文字）" in page.text
    assert text in page.text


def test_what_arrived_long_may_stay_long(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    text = "あ" * 6000 + "おわり"
    case = add_case(session, hub, now, draft=replace(DRAFT, body=text))
    desk.post(f"/desk/cases/{case.id}/edit", data=case_form(body=text, place_name="公園"))
    assert (again(session, case).draft.body, case.draft.place_name) == (text, "公園")


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("approve", "掲載しました。"),
        ("ask", "質問しました。"),
        ("hold", "保留にしました。"),
        ("reject", "お断りにしました。"),
    ],
)
def test_the_page_says_what_was_done(desk: FlaskClient, case: Case, deed: str, said: str) -> None:
    words = {"message": "いつですか", "reason": "区外のため"}
    answer = desk.post(
        f"/desk/cases/{case.id}/{deed}", data={"version": "1"} | words, follow_redirects=True
    )
    assert f"</strong> {said}" in answer.text


def test_no_button_is_offered_in_vain_for_what_one_typed_oneself(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    me = sign_in(client, "editor", hub)
    case = add_case(session, hub, now)
    submission = session.get_one(Submission, case.submission_id)
    submission.received_by_key = staff_actor(me).key
    session.commit()
    page = client.get(f"/desk/cases/{case.id}").text
    assert "ほかの職員に決めてもらってください" in page
    assert f'action="/desk/cases/{case.id}/approve"' not in page
    assert f'action="/desk/cases/{case.id}/ask"' in page


def test_a_mails_case_shows_who_wrote_when_and_what(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    take_mail(session, hub, open_mail(letter("<b>太字</b>\n" + LETTER)), now=now)
    session.commit()
    found = session.query(Case).one()
    for page in (desk.get(f"/desk/cases/{found.id}").text, desk.get("/desk/queue").text):
        assert "メール" in page
        assert f"サロンA &lt;{SENDER}&gt;" in page
        assert "お世話になっております。サロンAの代表です。" in page, (
            "the whole text as it was sent"
        )
        assert "TEL:045-000-0000" in page
        assert "&lt;b&gt;太字&lt;/b&gt;" in page
    said = desk.get(f"/desk/cases/{found.id}").text
    assert "11月20日(金) 12:00 受付" in said


def test_a_long_mail_is_short_in_the_queue_and_whole_on_its_page(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    take_mail(session, hub, open_mail(letter(LETTER + "つづき。" * 1_000 + "おわり。")), now=now)
    session.commit()
    found = session.query(Case).one()
    queue = desk.get("/desk/queue").text
    assert "続きは、この件を開くと読めます" in queue
    assert "おわり。" not in queue.partition("届いたもの")[2].partition("確かめ")[0]
    assert "つづき。おわり。" in desk.get(f"/desk/cases/{found.id}").text
