"""Every row says whose it is, and no key of one hub can collide with another's."""

import importlib

import pytest
from sqlalchemy import Index, Table, UniqueConstraint

from notifier.kit.db import Base
from tests.architecture.source import models

for _room in set(models().values()):
    importlib.import_module(f"notifier.{_room}")

TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)

# Tables without hub_id, and why.
WITHOUT_HUB = {
    "hubs": "it is the hub",
    "staff": "a person may work in several hubs; memberships say in which",
    "heartbeats": "the processes work for all hubs",
    "caps": "counts hashed addresses and IPs, before any hub is known",
    "content_group_items": "a join of two rows that carry it (content group and listing)",
    "content_group_profiles": "a join of two rows that carry it (content group and profile)",
}
# Columns that imply the hub: a row they point to belongs to one hub, or they are random.
IMPLIES_HUB = {
    "edition_id": "an edition belongs to one hub",
    "listing_id": "a listing belongs to one hub",
    "submission_id": "a submission belongs to one hub",
    "code": "a short code is random and public: /r/{code} names no hub",
    "token_hash": "tokens are random",
    "uid": "iCalendar's UID is unique in the whole world",
    "channel_id": "LINE gives a channel to one account; two hubs on one channel is a mistake",
}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_carries_its_hub(table: Table) -> None:
    """Or stands in the list above."""
    assert ("hub_id" in table.c) != (table.name in WITHOUT_HUB)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_unique_key_contains_the_hub(table: Table) -> None:
    """Or a column that implies it."""
    if table.name in WITHOUT_HUB:
        return
    for key in _unique_keys(table):
        assert "hub_id" in key or key & set(IMPLIES_HUB), f"{table.name}: {sorted(key)}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_hub_is_a_real_hub(table: Table) -> None:
    """A foreign key, except in the trail: a sentence outlives what it is about."""
    if "hub_id" not in table.c or table.name == "audit_entries":
        return
    assert [key.target_fullname for key in table.c.hub_id.foreign_keys] == ["hubs.id"]
    assert not table.c.hub_id.nullable


def test_a_machine_keeps_the_promise_of_one_delivery() -> None:
    """One open or successful way per reader and edition: the partial unique index is there."""
    once = [
        index
        for index in Base.metadata.tables["deliveries"].indexes
        if isinstance(index, Index) and index.name == "uq_deliveries_once"
    ]
    assert [(index.unique, [column.name for column in index.columns]) for index in once] == [
        (True, ["edition_id", "subscriber_id"])
    ]
    for dialect in ("sqlite", "postgresql"):
        assert str(once[0].dialect_options[dialect]["where"]) == "NOT is_missed"
    derived = Base.metadata.tables["deliveries"].c.is_missed.computed
    assert derived is not None
    assert str(derived.sqltext) == "state IN ('bounced', 'failed', 'suppressed')"


def test_no_index_of_the_ledger_names_what_a_receipt_changes() -> None:
    """A receipt that touches no index costs a quarter (docs/adr/0024)."""
    changed = {"state", "reason", "sent_at", "updated_at"}
    for index in Base.metadata.tables["deliveries"].indexes:
        assert not changed & {column.name for column in index.columns}, index.name
        for dialect in ("sqlite", "postgresql"):
            where = str(index.dialect_options[dialect]["where"])
            assert not changed & set(where.split()), index.name


def _unique_keys(table: Table) -> list[set[str]]:
    keys = [
        {column.name for column in constraint.columns}
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    keys += [{column.name for column in index.columns} for index in table.indexes if index.unique]
    return keys
