"""Whoever left since the backup stays gone, by the log outside the database."""

import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from notifier import subscribers
from notifier.config import settings
from notifier.flows import left_log
from notifier.flows.tick import quick_tick
from notifier.hubs import Hub
from notifier.kit.db import reading, writing
from notifier.subscribers import AddressState, SuppressedAddress, Wishes
from tests.editions.conftest import add_reader
from tests.flows.restore.conftest import LATER, back_up, bring_back
from tests.web.neighbour import Neighbour


def test_whoever_left_since_stays_gone(us: Neighbour, place: Path, engine: Engine) -> None:
    with writing() as session:
        hub = session.get_one(Hub, us.hub.id)
        leaves = add_reader(session, hub, 71, Wishes(), channels=("email",))
        wavers = add_reader(session, hub, 72, Wishes(), channels=("email",))
        stays = add_reader(session, hub, 73, Wishes(), channels=("email",))
    file = back_up(place)
    with writing() as session:
        hub = session.get_one(Hub, us.hub.id)
        newcomer = add_reader(session, hub, 74, Wishes(), channels=("email",))
        for reader in (leaves, wavers, newcomer):
            subscribers.end_all(session, session.merge(reader), how="試し", now=LATER)
        back = LATER + timedelta(minutes=1)
        subscribers.rejoin(session, session.merge(wavers), how="試し", now=back)
    assert quick_tick(now_fn=lambda: LATER).done["left_log"] == 4
    assert quick_tick(now_fn=lambda: LATER).done["left_log"] == 0
    said = settings().left_log_path.read_text()
    assert "example.jp" not in said, "the log knows hashes only"

    assert bring_back(file).gone_again == 1
    with reading() as session:
        states = {
            reader.id: [one.state for one in subscribers.addresses_of(session, reader)]
            for reader in map(session.merge, (leaves, wavers, stays))
        }
        assert states[leaves.id] == [AddressState.UNSUBSCRIBED]
        assert states[wavers.id] == states[stays.id] == [AddressState.ACTIVE]
        assert session.query(SuppressedAddress).count() == 2, "the newcomer cannot be re-imported"
    quick_tick(now_fn=lambda: LATER)
    assert bring_back(file).gone_again == 1, "and again after a second restore"


def test_a_replaced_database_tells_who_left_first(
    us: Neighbour, place: Path, engine: Engine
) -> None:
    file = back_up(place)
    with writing() as session:
        hub = session.get_one(Hub, us.hub.id)
        for reader in session.query(subscribers.Subscriber).filter_by(hub_id=hub.id).all():
            subscribers.end_all(session, reader, how="試し", now=LATER)
    assert not settings().left_log_path.exists(), "the clock never rang"
    assert bring_back(file).gone_again == 1


def test_a_log_with_a_torn_line_is_read_and_goes_on(
    us: Neighbour, place: Path, engine: Engine
) -> None:
    path = settings().left_log_path
    with writing() as session:
        for reader in session.query(subscribers.Subscriber).filter_by(hub_id=us.hub.id).all():
            subscribers.end_all(session, reader, how="試し", now=LATER)
    assert left_log.export(path) == 1
    whole = path.read_text()
    path.write_text(whole[:-20])
    assert list(left_log.read(path)) == []
    assert left_log.export(path) == 1
    assert [json.loads(line)["hub"] for line in path.read_text().splitlines()[1:]] == ["nishi"]
