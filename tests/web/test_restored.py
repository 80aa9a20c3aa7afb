"""「復元のあとの確認」: what is held is listed, and let go kind by kind, by an admin alone."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit, editions, mailroom
from notifier.audit import Actor, AuditEntry
from notifier.editions import Edition, EditionState
from notifier.hubs import Hub
from notifier.kit import clock
from notifier.mailroom import Mail, OutboxMessage, OutboxState
from notifier.web.admin.restored import KIND_NAMES
from tests.editions.conftest import SATURDAY
from tests.web.conftest import SignIn

NAME = "読者の設定ページのリンク"


@pytest.fixture
def held(session: Session, hub: Hub, other_hub: Hub, machine: Actor, now: datetime) -> None:
    """One edition, two links and one invitation held, here and next door."""
    for one in (hub, other_hub):
        edition = editions.compose(session, one, kind="weekly", on=SATURDAY, by=machine, now=now)
        editions.hold(session, edition, reason="試し", by=machine, now=now)
        for number, kind in enumerate(("settings_link", "settings_link", "invitation")):
            mailroom.queue_mail(
                session, one, to=f"a{number}@example.jp", mail=Mail(kind, "s", "秘密の語", ""),
                dedupe_key=f"k{number}", now=now,
            )  # fmt: skip
    mailroom.hold_outbox(session, now=now)
    session.commit()


def states(session: Session, hub: Hub, kind: str) -> set[OutboxState]:
    session.rollback()
    return set(
        session.scalars(
            select(OutboxMessage.state).where(
                OutboxMessage.hub_id == hub.id, OutboxMessage.kind == kind
            )
        )
    )


def test_without_a_restore_nothing_is_held(client: FlaskClient, hub: Hub, sign_in: SignIn) -> None:
    sign_in(client, "admin", hub)
    assert "止めてあるものはありません" in client.get("/admin/restored").text
    assert "復元のあとの確認" not in client.get("/desk/").text


@pytest.mark.parametrize(("days", "found"), [(1, True), (1, False), (90, False)])
def test_a_recent_restore_warns_though_nothing_is_held(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, days: int, found: bool
) -> None:
    audit.write(
        session, "復元しました。", verb="restore", subject=("hub", hub.id), hub_id=hub.id,
        by=Actor("operator", "この機械"), now=clock.now() - timedelta(days=days), detail={"left_log_found": found},
    )  # fmt: skip
    session.commit()
    sign_in(client, "admin", hub)
    page = client.get("/admin/restored").text
    assert "止めてあるものはありません" in page
    is_recent = days == 1
    for words in (
        "外したスタッフ",
        "すべて止めました",
        "前に届いたメールのリンク",
        "リンクを新しくする",
    ):
        assert (words in page) is is_recent
    assert ("やめた読者の控えが見つかりません" in page) is (is_recent and not found)


def test_every_kind_of_mail_has_a_name() -> None:
    code = Path(mailroom.__file__).parents[1]
    made = {
        kind
        for path in code.rglob("*.py")
        for kind in re.findall(r"\bMail\(\s*kind=\"(\w+)\"", path.read_text(encoding="utf-8"))
    }
    templates = code.parent / "templates" / "mail"
    kinds = {path.name for path in templates.iterdir() if path.is_dir()} | made
    assert "edition_test" in made
    assert kinds <= KIND_NAMES.keys()


@pytest.mark.usefixtures("held")
def test_what_is_held_is_listed_and_said_on_the_first_page(
    client: FlaskClient, hub: Hub, sign_in: SignIn
) -> None:
    sign_in(client, "admin", hub)
    page = client.get("/admin/restored").text
    assert "便（1件）" in page
    assert "送らずに終えた便は、元に戻せません。" in page.split("すべて送らずに終える")[0]
    assert f"{NAME}（2件）" in page
    assert "スタッフの招待（1件）" in page
    assert "秘密の語" not in page
    first = client.get("/desk/").text
    assert "便 1件と連絡 3件を止めています" in first
    assert "/admin/restored" in first


@pytest.mark.usefixtures("held")
def test_one_kind_is_sent_after_all_and_another_is_not(
    client: FlaskClient, session: Session, hub: Hub, other_hub: Hub, sign_in: SignIn, now: datetime
) -> None:
    sign_in(client, "admin", hub)
    sent = {"kind": "settings_link", "act": "send"}
    assert client.post("/admin/restored/messages", data=sent).status_code == 303
    client.post("/admin/restored/messages", data={"kind": "invitation", "act": "drop"})
    assert states(session, hub, "settings_link") == {OutboxState.QUEUED}
    assert states(session, hub, "invitation") == {OutboxState.FAILED}
    assert states(session, other_hub, "settings_link") == {OutboxState.HELD}, "next door decides"
    assert (
        "0件を、送ります"
        in client.post("/admin/restored/messages", data=sent, follow_redirects=True).text
    ), "pressing twice sends nothing more"
    said = session.scalars(select(AuditEntry.sentence).where(AuditEntry.hub_id == hub.id)).all()
    assert any(f"復元のあと「{NAME}」2件を送る" in sentence for sentence in said)


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("act", "state"), [("reopen", EditionState.DRAFT), ("stop", EditionState.STOPPED)]
)
def test_editions_are_let_go(
    client: FlaskClient, session: Session, hub: Hub, sign_in: SignIn, act: str, state: EditionState
) -> None:
    sign_in(client, "admin", hub)
    assert client.post("/admin/restored/editions", data={"act": act}).status_code == 303
    session.rollback()
    assert [one.state for one in editions.editions(session, hub.id)] == [state]
    assert session.scalars(select(Edition.state).where(Edition.hub_id != hub.id)).all() == ["held"]


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("page", "data"),
    [("editions", {"act": "x"}), ("messages", {"act": "x", "kind": "a"}), ("messages", {})],
)
def test_nonsense_is_refused(
    client: FlaskClient, hub: Hub, sign_in: SignIn, page: str, data: dict[str, str]
) -> None:
    sign_in(client, "admin", hub)
    assert client.post(f"/admin/restored/{page}", data=data).status_code == 400


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("page", ["editions", "messages"])
def test_only_admins_decide(client: FlaskClient, hub: Hub, sign_in: SignIn, page: str) -> None:
    sign_in(client, "publisher", hub)
    data = {"act": "stop", "kind": "invitation"}
    assert client.post(f"/admin/restored/{page}", data=data).status_code == 403
