"""Parts of a table: a row may point to one that comes in a later part."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from notifier.editorial import Case, open_case
from notifier.kit import dump
from tests.conftest import NOW, _hub
from tests.editorial.conftest import add_submission


def test_a_pointer_forward_crosses_the_border_of_two_parts(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "PART_BYTES", 1)  # every row is a part of its own
    with Session(engine) as session:
        hub = _hub(session, "nishi", "西区", NOW)
        merged, stays = (
            open_case(session, add_submission(session, hub, NOW), now=NOW) for _ in range(2)
        )
        session.flush()
        merged.merged_into_id = stays.id
        session.commit()
        pointing = {merged.id: stays.id, stays.id: None}
        assert merged.id < stays.id, "it points forward"
    with engine.connect() as connection:
        parts = [
            (table, data) for table in dump.tables() for data, _ in dump.parts(connection, table)
        ]
    assert sum(table is Case.__table__ for table, _ in parts) == 2
    pointers: dump.Pointers = {}
    # Without ``point_loops_last``: SQLite is as strict here as PostgreSQL always is.
    with engine.begin() as connection:
        dump.empty(connection)
        for table, data in parts:
            assert dump.put_part(connection, table, data, pointers) == 1
        dump.point(connection, pointers)
    with Session(engine) as session:
        found = session.execute(select(Case.id, Case.merged_into_id))
        assert {tuple(row) for row in found} == set(pointing.items())
