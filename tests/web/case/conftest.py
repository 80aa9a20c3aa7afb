"""Cases for the desk's pages, and the form of one."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from notifier.editorial import Case, open_case
from notifier.hubs import Hub
from notifier.kit.clock import TOKYO
from notifier.web.desk.case_form import form_of
from tests.editorial.conftest import DRAFT, add_submission
from tests.web.conftest import SignIn


def add_case(session: Session, hub: Hub, now: datetime, title: str = "", **more: object) -> Case:
    draft = replace(more.pop("draft", DRAFT), title=title or DRAFT.title)  # type: ignore[type-var]
    case = open_case(session, add_submission(session, hub, now, draft=draft, **more), now=now)
    session.commit()
    return case


def case_form(**changes: str) -> dict[str, Any]:
    """The edit form of ``DRAFT`` as the page sends it."""
    typed = form_of(DRAFT, TOKYO)
    data: dict[str, Any] = {**typed.texts, **typed.chosen, "version": "1", "rows": "1"}
    data |= {f"occ-0-{part}": value for part, value in typed.rows[0].items()}
    return data | changes


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, hub: Hub) -> FlaskClient:
    sign_in(client, "editor", hub)
    return client


@pytest.fixture
def case(session: Session, hub: Hub, now: datetime) -> Case:
    return add_case(session, hub, now)


def again(session: Session, case: Case) -> Case:
    """The case as it stands now."""
    session.rollback()
    session.expire_all()
    return session.get_one(Case, case.id)
