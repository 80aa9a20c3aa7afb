"""What the tests' own databases promise: emptied means as new, hurried means for this process alone."""

from datetime import datetime

from sqlalchemy import Engine, select

from notifier import hubs
from notifier.kit import db
from tests import databases


def test_an_emptied_database_numbers_from_one_again(engine: Engine, now: datetime) -> None:
    databases.empty(engine)  # numbers that a test before rolled back are given all the same
    for _ in range(2):
        with db.writing() as session:
            hub = hubs.Hub(
                slug="nishi", name="西区の拠点", ward_code="141038", created_at=now, is_practice=True,
                mail_from="news@nishi.example.jp", mail_from_name="西区の拠点",
                postal_address="神奈川県横浜市（練習用の住所）",
            )  # fmt: skip
            session.add(hub)
            session.flush()
            session.add(hubs.District(hub_id=hub.id, key="d1", name="第1地区", position=0))
        assert hub.id == 1
        databases.empty(engine)
        with db.reading() as session:
            for table in db.Base.metadata.sorted_tables:
                assert session.execute(select(table)).first() is None


def test_this_process_does_not_wait_for_the_disk(engine: Engine) -> None:
    ask = "PRAGMA synchronous" if engine.dialect.name == "sqlite" else "SHOW synchronous_commit"
    with engine.connect() as connection:
        assert str(connection.exec_driver_sql(ask).scalar_one()) in {"0", "off"}
