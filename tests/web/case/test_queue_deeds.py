"""What is done from the queue: decided, asked, many at once, taken back where it is seen."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.accounts import staff_actor
from notifier.audit import Actor
from notifier.directory import Group, add_group
from notifier.editorial import Case, CaseState, hold
from notifier.hubs import Hub
from notifier.intake import questions_of
from tests.editorial.conftest import DRAFT
from tests.web.case.conftest import add_case, case_form
from tests.web.conftest import SignIn


def test_a_deed_returns_to_the_list_with_a_way_back(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    case = add_case(session, hub, now)
    answer = desk.post(
        f"/desk/cases/{case.id}/approve",
        data={"version": "1", "back": "waiting:1"},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "いま「掲載済み」です" in answer.text
    session.rollback()
    session.expire_all()
    assert session.get_one(Case, case.id).state is CaseState.APPROVED
    desk.post(f"/desk/cases/{case.id}/undo", data={"version": "2", "back": "waiting:1"})
    session.rollback()
    session.expire_all()
    assert session.get_one(Case, case.id).state is CaseState.WAITING


def test_the_focus_goes_on_to_the_next_card(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    first, second, third = (add_case(session, hub, now, t) for t in ("おはなし会", "体操", "相談"))
    page = desk.get("/desk/queue").text
    assert "autofocus" not in page
    assert f'value="waiting:1:{second.id}"' in page
    approved = {"version": "1", "back": f"waiting:1:{second.id}"}
    page = desk.post(f"/desk/cases/{first.id}/approve", data=approved, follow_redirects=True).text
    assert f'id="case-{second.id}" tabindex="-1" autofocus' in page
    assert page.index("できました") < page.index(f'id="case-{second.id}"')
    back = {"version": "2", "back": f"waiting:1:{first.id}"}
    page = desk.post(f"/desk/cases/{first.id}/undo", data=back, follow_redirects=True).text
    assert f'id="case-{first.id}" tabindex="-1" autofocus' in page
    last = {"version": "1", "back": "waiting:1:"}
    page = desk.post(f"/desk/cases/{third.id}/hold", data=last, follow_redirects=True).text
    assert f'id="case-{second.id}" tabindex="-1" autofocus' in page


def test_editing_leads_back_to_the_same_card(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    case, other = add_case(session, hub, now, "おはなし会"), add_case(session, hub, now, "体操")
    back = f"waiting:1:{other.id}"
    page = desk.get(f"/desk/cases/{case.id}?back={back}").text
    assert f'name="back" value="{back}"' in page
    assert f"at={case.id}" in page
    answer = desk.post(f"/desk/cases/{case.id}/edit", data=case_form(title="お話会", back=back))
    assert answer.headers["Location"].endswith(
        f"/desk/queue?state=waiting&page=1&done={case.id}&at={case.id}"
    )
    odd = desk.post(
        f"/desk/cases/{case.id}/edit", data=case_form(version="2", back="//evil.example:1:<b>")
    )
    assert odd.headers["Location"].endswith(f"/desk/cases/{case.id}")


def test_a_prepared_question_is_sent_by_its_own_button(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    case = add_case(session, hub, now)
    button = 'name="prepared" value="weather_text|雨の日はどうなりますか。"'
    assert button in desk.get("/desk/queue").text
    asked = {"version": "1", "prepared": "weather_text|雨の日はどうなりますか。"}
    desk.post(f"/desk/cases/{case.id}/ask", data=asked)
    (question,) = questions_of(session, hub.id, [case.submission_id])
    assert (question.field, question.message) == ("weather_text", "雨の日はどうなりますか。")


def test_bulk_says_honest_counts(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime, editor: Actor
) -> None:
    cases = [add_case(session, hub, now, title) for title in ("おはなし会", "<b>体操</b>", "相談")]
    add_case(session, hub, now, "会場のない会", draft=replace(DRAFT, place_name=""))
    page = desk.get("/desk/clean").text
    assert page.count('name="pick"') == 3
    assert "上の3件をすべて掲載する" in page
    hold(session, cases[1], reason="", version=1, by=editor, now=now)
    session.commit()
    shown = [f"{case.id}:1" for case in cases]
    answer = desk.post("/desk/clean", data={"all": "1", "shown": shown}, follow_redirects=True)
    assert "3件のうち2件を掲載しました。1件は掲載していません。" in answer.text
    assert "「&lt;b&gt;体操&lt;/b&gt;」: ほかの人がこの件を先に変えました" in answer.text
    session.expire_all()
    assert [session.get_one(Case, one.id).state.value for one in cases] == [
        "approved",
        "held",
        "approved",
    ]
    nothing = desk.post("/desk/clean", data={"pick": []})
    assert nothing.status_code == 422
    assert "掲載するものに印をつけてから" in nothing.text
    assert desk.post("/desk/clean", data={"pick": "x:y"}).status_code == 400


def test_bulk_offers_nobody_her_own_entry(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    me = sign_in(client, "editor", hub)
    key = staff_actor(me).key
    own = [
        add_case(session, hub, now, title, source="staff_entry", received_by_key=key)
        for title in ("おはなし会", "体操")
    ]
    page = client.get("/desk/clean").text
    assert "いま、あなたがまとめて掲載できるものはありません" in page
    other = add_case(session, hub, now, "相談")
    page = client.get("/desk/clean").text
    assert "上の1件をすべて掲載する" in page
    assert f'name="shown" value="{other.id}:1"' in page
    assert not any(f'value="{one.id}:1"' in page for one in own)
    assert "ほかの職員を待っているもの（2件）" in page
    hub.may_approve_own = True
    session.commit()
    assert "上の3件をすべて掲載する" in client.get("/desk/clean").text
    hub.may_approve_own = False
    session.commit()
    sign_in(client, "editor", hub, name="編集担当B")
    assert "上の3件をすべて掲載する" in client.get("/desk/clean").text


def test_trusting_needs_a_verified_sender_of_a_group(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime, editor: Actor
) -> None:
    group = add_group(session, hub, name="サロンA", by=editor, now=now)
    case = add_case(session, hub, now, group_id=group.id, is_verified_sender=True)
    stranger = add_case(session, hub, now, "知らない人の会")
    assert desk.get("/desk/queue").text.count('name="trust"') == 1
    refused = desk.post(
        f"/desk/cases/{stranger.id}/approve",
        data={"version": "1", "trust": "1", "despite": "unverified_sender"},
    )
    assert refused.status_code == 422
    desk.post(f"/desk/cases/{case.id}/approve", data={"version": "1", "trust": "1"})
    session.expire_all()
    assert session.get_one(Group, group.id).is_trusted
    add_case(session, hub, now, "体操", group_id=group.id, is_verified_sender=True)
    page = desk.get("/desk/clean").text
    assert "信頼する団体</span>" in page
    assert page.count(" checked") == 1


def test_the_pages_of_likely_twins(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    one = add_case(session, hub, now, "ベビーマッサージ")
    other = add_case(session, hub, now, "べびーマッサージ（初回）")
    compare = f"/desk/cases/{other.id}/compare/{one.id}"
    assert compare in desk.get("/desk/queue").text
    page = desk.get(compare).text
    assert "同じもの：番号" in page
    assert desk.get(f"/desk/cases/{one.id}/compare/{one.id}").status_code == 400
    desk.post(f"/desk/cases/{other.id}/different", data={"other": one.id})
    assert compare not in desk.get("/desk/queue").text
    assert desk.get("/desk/clean").text.count('name="pick"') == 2


@pytest.mark.parametrize("deed", ["reject", "merge"])
def test_a_slip_is_taken_back_where_it_is_seen(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime, deed: str
) -> None:
    other, case = add_case(session, hub, now), add_case(session, hub, now)
    data = {"version": "1", "reason": "営利のため", "into": str(other.id), "back": "waiting:1"}
    page = desk.post(f"/desk/cases/{case.id}/{deed}", data=data, follow_redirects=True).text
    assert f'action="/desk/cases/{case.id}/reopen"' in page
    page = desk.get(f"/desk/cases/{case.id}").text
    assert "を取り消して、確認待ちに戻す</button>" in page
    assert "直すときは、先に、上の「" in page
    assert "読み取り（直せます）" not in page
    desk.post(f"/desk/cases/{case.id}/reopen", data={"version": "2"})
    session.rollback()
    session.expire_all()
    assert session.get_one(Case, case.id).state is CaseState.WAITING
