"""Changing settings by key."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from notifier import audit, hubs
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import BadInputError, ConflictError

GOOD = [
    ("name", "西区 ひろば", "西区 ひろば"),
    ("contact", "045-000-0000", "045-000-0000"),
    ("mail.from", "News@Example.jp", "news@example.jp"),
    ("mail.from_name", "西区のひろば", "西区のひろば"),
    ("mail.postal_address", "横浜市西区", "横浜市西区"),
    ("schedule.weekly", "日曜日 9:30", "sun 09:30"),
    ("schedule.weekly", "sat 10:00", "sat 10:00"),
    ("schedule.undo_minutes", "５", "5"),
    ("schedule.freshness_minutes", "60", "60"),
    ("timezone", "Asia/Tokyo", "Asia/Tokyo"),
    ("window.open", "8:30", "08:30"),
    ("window.close", "21:00", "21:00"),
    ("rules.second_person", "off", "off"),
    ("rules.own_entry", "on", "on"),
    ("open_days", "sat, tue", "tue sat"),
    ("line.plan", "standard", "standard"),
    ("line.rate", "40", "40"),
    ("districts", "a=東；b=西", "a=東;b=西"),
    ("line.channel_id", "2001234567", "2001234567"),
]
BAD = [
    ("name", ""),
    ("mail.from", "news@"),
    ("schedule.weekly", "saturday 10"),
    ("schedule.weekly", "sat 25:00"),
    ("schedule.weekly", "sat 22:00"),
    ("schedule.undo_minutes", "-1"),
    ("schedule.freshness_minutes", "5"),
    ("timezone", "Asia/Yokohama"),
    ("timezone", "../etc/passwd"),
    ("window.open", "21:00"),
    ("window.close", "8時"),
    ("rules.second_person", "yes"),
    ("open_days", "everyday"),
    ("line.plan", "gold"),
    ("line.rate", "0"),
    ("districts", "西"),
    ("districts", "a=東;a=西"),
    ("districts", "A B=東"),
    ("line.channel_id", "abc"),
    ("line.channel_secret", "0123456789abcdef"),
    ("no.such", "1"),
]


@pytest.mark.parametrize("case", GOOD)
def test_a_setting_is_read_as_people_type_it(
    session: Session, hub: Hub, machine: Actor, now: datetime, case: tuple[str, str, str]
) -> None:
    key, typed, kept = case
    hubs.change_setting(session, hub, key, typed, by=machine, now=now)

    assert hubs.setting_values(session, hub)[key] == kept


@pytest.mark.parametrize(("key", "typed"), BAD)
def test_a_value_it_cannot_have_is_refused_in_a_sentence(
    session: Session, hub: Hub, machine: Actor, now: datetime, key: str, typed: str
) -> None:
    before = hubs.setting_values(session, hub)

    with pytest.raises(BadInputError, match=r"[ぁ-ん]"):
        hubs.change_setting(session, hub, key, typed, by=machine, now=now)

    assert hubs.setting_values(session, hub) == before
    assert audit.latest(session, hub.id) == []


def test_each_change_is_one_sentence_and_no_change_none(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    for _ in range(2):
        hubs.change_setting(session, hub, "schedule.undo_minutes", "15", by=machine, now=now)

    sentences = [entry.sentence for entry in audit.latest(session, hub.id)]
    assert sentences == [
        "自動処理が「承認してから取り消せる時間（分）」を「10」から「15」に変えました。"
    ]


def test_a_renamed_district_keeps_its_row_and_one_left_out_goes(
    session: Session, hub: Hub, machine: Actor, now: datetime
) -> None:
    first = hubs.districts(session, hub.id)[0].id

    hubs.change_setting(session, hub, "districts", "d2=二;d1=一", by=machine, now=now)

    found = [(d.key, d.name) for d in hubs.districts(session, hub.id)]
    assert found == [("d2", "二"), ("d1", "一")]
    assert hubs.districts(session, hub.id)[1].id == first


def test_a_hub_never_changes_its_neighbour(
    session: Session, hub: Hub, other_hub: Hub, machine: Actor, now: datetime
) -> None:
    before = hubs.setting_values(session, other_hub)

    for key, typed, _ in GOOD:
        hubs.change_setting(session, hub, key, typed, by=machine, now=now)

    assert hubs.setting_values(session, other_hub) == before
    assert audit.latest(session, other_hub.id) == []


class TestLineChannel:
    """The LINE channel's id and secret."""

    def test_the_secret_is_sealed_and_never_shown(
        self, session: Session, hub: Hub, machine: Actor, now: datetime
    ) -> None:
        secret = "0123456789abcdef0123456789abcdef"
        hubs.change_setting(session, hub, "line.channel_id", "2001234567", by=machine, now=now)
        hubs.change_setting(session, hub, "line.channel_secret", secret, by=machine, now=now)

        channel = hubs.line_channel(session, hub.id, "readers")
        assert channel is not None
        assert secret not in channel.sealed_secret
        assert hubs.channel_secrets(channel) == (secret,)
        assert secret not in str(hubs.setting_values(session, hub))
        assert all(secret not in e.sentence for e in audit.latest(session, hub.id))

    def test_a_new_secret_leaves_the_old_one_valid_beside_it(
        self, session: Session, hub: Hub, machine: Actor, now: datetime
    ) -> None:
        for secret in ("first-secret", "second-secret"):
            channel = hubs.set_line_channel(
                session, hub, "readers", channel_id="2001234567", secret=secret, by=machine, now=now
            )
        assert hubs.channel_secrets(channel) == ("second-secret", "first-secret")

        kept = hubs.set_line_channel(
            session, hub, "readers", channel_id="2001234567", secret="", by=machine, now=now
        )
        assert hubs.channel_secrets(kept)[0] == "second-secret"

        other = hubs.set_line_channel(
            session, hub, "readers", channel_id="2007654321", secret="", by=machine, now=now
        )
        assert hubs.channel_secrets(other) == ()

    def test_a_channel_belongs_to_one_hub_and_purpose(
        self, session: Session, hub: Hub, other_hub: Hub, machine: Actor, now: datetime
    ) -> None:
        hubs.set_line_channel(
            session, hub, "readers", channel_id="2001234567", secret="", by=machine, now=now
        )

        for where, purpose in ((hub, "groups"), (other_hub, "readers")):
            with pytest.raises(ConflictError):
                hubs.set_line_channel(
                    session, where, purpose, channel_id="2001234567", secret="", by=machine, now=now
                )
        assert hubs.line_channel(session, other_hub.id, "readers") is None


def test_criteria_are_reworded_switched_and_added(
    session: Session, machine: Actor, now: datetime
) -> None:
    hub = hubs.create_hub(session, "西", ward_code="141038", by=machine, now=now)
    change = hubs.CriterionChange

    lines = hubs.set_criteria(
        session,
        hub,
        [
            change("open", "だれでも来られる", is_active=False),
            change("own1", "手話", is_active=True),
        ],
        by=machine,
        now=now,
    )

    found = {line.key: (line.wording, line.is_active) for line in lines}
    assert found["open"] == ("だれでも来られる", False)
    assert lines[-1].wording == "手話"
    assert audit.latest(session, hub.id)[0].sentence == "自動処理が掲載基準を2件変えました。"
    with pytest.raises(hubs.BadCriterionError):
        hubs.set_criteria(session, hub, [change("open", "", is_active=True)], by=machine, now=now)
