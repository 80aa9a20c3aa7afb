"""The editorial desk's queue page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from notifier.accounts import staff_actor
from notifier.audit import Actor
from notifier.directory import Group, add_group
from notifier.editorial import Case, CaseState, hold, open_case
from notifier.hubs import Hub
from notifier.intake import DraftQuestion, Submission, questions_of
from notifier.kit.clock import TOKYO
from notifier.web.desk.case_form import form_of
from tests.editorial.conftest import DRAFT, add_submission
from tests.web.conftest import SignIn


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def add_case(session: Session, hub: Hub, now: datetime, title: str = "", **more: object) -> Case:
    draft = replace(more.pop("draft", DRAFT), title=title or DRAFT.title)  # type: ignore[type-var]
    case = open_case(session, add_submission(session, hub, now, draft=draft, **more), now=now)
    session.commit()
    return case


def case_form(**changes: str) -> dict[str, object]:
    """The edit form of ``DRAFT`` as the page sends it."""
    typed = form_of(DRAFT, TOKYO)
    data: dict[str, object] = {**typed.texts, **typed.chosen, "version": "1", "rows": "1"}
    data |= {f"occ-0-{part}": value for part, value in typed.rows[0].items()}
    return data | changes


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, hub: Hub) -> FlaskClient:
    sign_in(client, "editor", hub)
    return client


def test_a_card_shows_reading_original_checks_and_buttons(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    draft = replace(DRAFT, questions=(DraftQuestion("fee_text", "費用はいくらですか。"),))
    add_case(
        session, hub, now, "ふたごの会", draft=draft, original={"fields": {"title": "ﾌﾀｺﾞの会"}}
    )
    page = desk.get("/desk/queue").text
    for words in ("ふたごの会", "ﾌﾀｺﾞの会", "11月28日(土) 10:00–11:30", "費用はいくらですか。"):
        assert words in page
    for button in ("掲載する", "質問する", "保留", "断る"):
        assert button in page
    assert "土曜便（11月21日(土) 10:00）まで <strong>0件" in page


def test_the_header_counts_what_the_next_edition_would_lose(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    soon = replace(DRAFT.occurrences[0], starts_at=now + timedelta(days=3), ends_at=None)
    add_case(session, hub, now, "あさって", draft=replace(DRAFT, occurrences=(soon,), when_text=""))
    add_case(session, hub, now, "ずっと先")
    page = desk.get("/desk/queue").text
    assert "まで <strong>1件" in page
    assert page.index("あさって") < page.index("ずっと先")


def test_no_button_is_offered_in_vain_for_what_one_typed_oneself(
    client: FlaskClient, sign_in: SignIn, session: Session, hub: Hub, now: datetime
) -> None:
    me = sign_in(client, "editor", hub)
    case, other = add_case(session, hub, now), add_case(session, hub, now, "ほかの人の会")
    session.get_one(Submission, case.submission_id).received_by_key = staff_actor(me).key
    session.commit()
    page = client.get("/desk/queue").text
    assert "ほかの職員に決めてもらってください" in page
    assert f'action="/desk/cases/{case.id}/approve"' not in page
    assert f'action="/desk/cases/{case.id}/ask"' in page
    assert f'action="/desk/cases/{other.id}/approve"' in page
    hub.may_approve_own = True
    session.commit()
    assert f'action="/desk/cases/{case.id}/approve"' in client.get("/desk/queue").text


def test_hostile_words_are_shown_as_text(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime
) -> None:
    bad = "<script>alert(1)</script>"
    case = add_case(
        session,
        hub,
        now,
        bad,
        draft=replace(DRAFT, body=bad, place_name=bad, organiser=bad),
        original={"fields": {bad: bad}},
    )
    for address in ("/desk/queue", f"/desk/cases/{case.id}"):
        page = desk.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_statements_do_not_grow_with_the_cases(
    desk: FlaskClient, session: Session, hub: Hub, now: datetime, engine: Engine
) -> None:
    counted = []
    for number in range(3):
        for n in range(1 + number * 4):
            add_case(session, hub, now, f"会{number}-{n}")
        with statements(engine) as seen:
            assert desk.get("/desk/queue").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1] == counted[2]


def test_pages_and_tabs(desk: FlaskClient, session: Session, hub: Hub, now: datetime) -> None:
    for n in range(11):
        add_case(session, hub, now, f"会{n:02}")
    page = desk.get("/desk/queue").text
    assert page.count("<article") == 10
    assert "1 / 2 ページ" in page
    assert "確認待ち 11件" in page
    assert desk.get("/desk/queue?page=2").text.count("<article") == 1
    assert desk.get("/desk/queue?page=99").text.count("<article") == 1
    assert "いま何もありません" in desk.get("/desk/queue?state=held").text
    assert desk.get("/desk/queue?state=none").status_code == 400


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


def test_another_hubs_cases_are_not_there(
    desk: FlaskClient, session: Session, other_hub: Hub, now: datetime
) -> None:
    case = add_case(session, other_hub, now, "よその会")
    assert "よその会" not in desk.get("/desk/queue").text
    assert "よその会" not in desk.get(f"/desk/queue?done={case.id}").text
    assert desk.get(f"/desk/cases/{case.id}").status_code == 404
    for deed in [
        "approve",
        "ask",
        "hold",
        "reject",
        "resume",
        "undo",
        "reopen",
        "merge",
        "criteria",
        "assign",
        "edit",
    ]:
        assert desk.post(f"/desk/cases/{case.id}/{deed}", data={"version": "1"}).status_code == 404


def test_the_queue_is_for_those_who_judge(client: FlaskClient, sign_in: SignIn, hub: Hub) -> None:
    assert client.get("/desk/queue").status_code == 302
    sign_in(client, "volunteer", hub)
    assert client.get("/desk/queue").status_code == 403


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
