"""A world laid out again is the world that was made, for the service and for the phones."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

import notifier.cli.practice.fill as practice
from notifier import hubs, mailroom
from notifier.kit import db
from notifier.simulator import Control
from tests import databases
from tests.walks.laid_out import fill
from tests.walks.world import set_environment, world

Phones = list[tuple[str, str, str, list[str]]]


def test_the_second_is_as_the_first(
    engine: Engine, schema_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    seen, tokens = [], set()
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        origin = f"http://127.0.0.1:{20_000 + number}"
        with world(folder, schema_url, monkeypatch, now=now) as here:
            set_environment(monkeypatch, {"NOTIFIER_BASE_URL": origin})
            fill(readers=7, now=now)
            seen.append((databases.rows(engine), _phones(here.control)))
            with db.reading() as session:
                channel = session.scalars(select(hubs.LineChannel)).first()
                assert channel is not None
                tokens.add(mailroom.channel_token(channel, now=now))
            assert len(tokens) == number + 1, "a token of the LINE before"
            assert origin in str(seen[number]), "nobody was written an address of ours"
            with engine.begin() as connection:  # the next row's number is free
                connection.execute(practice.hubs.Hub.__table__.insert(), [_third(now)])
            databases.empty(engine)
    (rows, phones), (again, phones_again) = seen
    assert again == databases.replaced(rows, ":20000", ":20001")
    assert len(phones) == 4, "of each hub one for readers and one for groups"
    assert [name for _, name, _, friends in phones if not friends] == [
        name for _, name, *_ in phones if name.endswith("連絡用")
    ], "only the readers' have friends"
    assert phones_again == [
        (channel, name, url.replace(":20000", ":20001"), friends)
        for channel, name, url, friends in phones
    ]


def _phones(control: Control) -> Phones:
    return [
        (
            one["channel_id"],
            one["name"],
            one["webhook_url"],
            [friend["user_id"] for friend in control.friends(one["channel_id"])],
        )
        for one in control.channels()
    ]


def _third(now: datetime) -> dict[str, object]:
    return {
        "slug": "minami", "name": "南区の拠点", "ward_code": "141054", "created_at": now,
        "is_practice": True, "mail_from": "news@minami.example.jp", "mail_from_name": "南区の拠点",
        "postal_address": "神奈川県横浜市（練習用の住所）",
    }  # fmt: skip
