"""Readers taken over from another list, handed out again, and forgotten in time."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import subscribers
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.subscribers import (
    Address,
    AddressState,
    BadReadersFileError,
    Consent,
    ImportReport,
    NoConsentError,
    Subscriber,
    SuppressedAddress,
    Wishes,
)

MACHINE = Actor("operator", "この機械", "os")
HEAD = "channel,address,districts,birth_months,themes,language,consented_at,source,person\n"
USER = "U" + "a" * 32


def take(session: Session, hub: Hub, now: datetime, *lines: str) -> ImportReport:
    rows = subscribers.read_csv((HEAD + "\n".join(lines)).encode("utf-8-sig"))
    return subscribers.import_readers(
        session, hub, rows, consent_note="紙の申込書", by=MACHINE, now=now
    )


def test_rows_become_confirmed_readers(session: Session, hub: Hub, now: datetime) -> None:
    report = take(
        session,
        hub,
        now,
        "email,A@example.jp,d1;d2,2025-09;2026-05,play,ja,2025-04-01,申込書,",
        f"line,{USER},,,,easy,2025/4/1,LINE,",
    )
    assert (report.rows, report.imported, report.readers, report.errors) == (2, 2, 2, [])
    assert subscribers.counts(session, hub.id) == {"email": 1, "line": 1}
    consents = session.scalars(select(Consent).order_by(Consent.id)).all()
    assert consents[0].how == "紙の申込書"
    assert consents[0].at.isoformat() == "2025-03-31T15:00:00+00:00"
    profile = subscribers.find_or_add_profile(
        session, hub.id, Wishes(("d1", "d2"), ("2025-09", "2026-05"), ("play",))
    )
    assert session.scalar(
        select(func.count()).select_from(Subscriber).where(Subscriber.profile_id == profile.id)
    )


@pytest.mark.parametrize("consented", ["", "yes", "2099-01-01", "2025-13-01"])
def test_without_consent_nothing_is_taken(
    session: Session, hub: Hub, now: datetime, consented: str
) -> None:
    good = "email,a@example.jp,,,,,2025-04-01,,"
    bad = f"email,b@example.jp,,,,,{consented},,"
    with pytest.raises(NoConsentError) as refused:
        take(session, hub, now, good, bad, good.replace("a@", "c@"), bad.replace("b@", "d@"))
    assert refused.value.rows == [3, 5]
    assert "3、5" in str(refused.value)
    assert session.scalar(select(func.count()).select_from(Address)) == 0


def test_a_bad_row_is_said_and_left_out(session: Session, hub: Hub, now: datetime) -> None:
    report = take(
        session,
        hub,
        now,
        "email,nonsense,,,,,2025-04-01,,",
        "fax,045,,,,,2025-04-01,,",
        "line,U12,,,,,2025-04-01,,",
        "email,a@example.jp,d9,,,,2025-04-01,,",
        "email,a@example.jp,,spring,,,2025-04-01,,",
        "email,a@example.jp,,,golf,,2025-04-01,,",
        "email,a@example.jp,,,,,2025-04-01,,",
    )
    assert [error["row"] for error in report.errors] == [2, 3, 4, 5, 6, 7]
    assert report.imported == 1
    assert report.rows == report.imported + report.existing + report.suppressed + len(report.errors)


def test_the_same_person_is_one_reader(session: Session, hub: Hub, now: datetime) -> None:
    report = take(
        session,
        hub,
        now,
        "email,a@example.jp,d1,,,,2025-04-01,,p1",
        f"line,{USER},d1,,,,2025-04-01,,p1",
        "email,a@example.jp,d1,,,,2025-04-01,,p1",
    )
    assert (report.imported, report.readers, report.existing) == (2, 1, 1)
    assert session.scalar(select(func.count()).select_from(Subscriber)) == 1


def test_importing_twice_changes_nothing(session: Session, hub: Hub, now: datetime) -> None:
    line = "email,a@example.jp,,,,,2025-04-01,,"
    take(session, hub, now, line)
    address = session.scalars(select(Address)).one()
    subscribers.unsubscribe(session, address, how="test", now=now)
    report = take(session, hub, now, line)
    assert (report.imported, report.existing) == (0, 1)
    assert address.state == AddressState.UNSUBSCRIBED


def test_whoever_left_stays_gone_without_being_known(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    line = "email,a@example.jp,,,,,2025-04-01,,"
    take(session, hub, now, line)
    address = session.scalars(select(Address)).one()
    subscribers.unsubscribe(session, address, how="test", now=now)
    assert subscribers.hash_after_leaving(session, hub.id, now=now + timedelta(days=29)) == 0
    assert subscribers.hash_after_leaving(session, hub.id, now=now + timedelta(days=31)) == 1
    assert subscribers.hash_after_leaving(session, hub.id, now=now + timedelta(days=32)) == 0
    assert "example.jp" not in address.address
    assert "example.jp" not in session.scalars(select(SuppressedAddress.address_hash)).one()
    report = take(session, hub, now, line)
    assert (report.imported, report.suppressed) == (0, 1)
    assert take(session, other_hub, now, line).imported == 1


def test_the_person_themselves_may_come_back(session: Session, hub: Hub, now: datetime) -> None:
    for day in (0, 100):
        at = now + timedelta(days=day)
        subscribers.follow(session, hub, user_id=USER, at=at, now=at)
        gone = at + timedelta(days=1)
        subscribers.unfollow(session, hub, user_id=USER, at=gone, now=gone)
        assert subscribers.hash_after_leaving(session, hub.id, now=gone + timedelta(days=31)) == 1
    back = now + timedelta(days=200)
    subscribers.follow(session, hub, user_id=USER, at=back, now=back)
    assert session.scalar(select(func.count()).select_from(SuppressedAddress)) == 0


def test_unconfirmed_addresses_leave_after_seven_days(
    session: Session, hub: Hub, now: datetime
) -> None:
    subscribers.subscribe(session, hub, email="a@example.jp", wishes=Wishes(), place="web", now=now)
    assert subscribers.purge_unconfirmed(session, now=now + timedelta(days=6)) == 0
    assert subscribers.purge_unconfirmed(session, now=now + timedelta(days=8)) == 1
    assert session.scalar(select(func.count()).select_from(Subscriber)) == 0


def test_consent_is_kept_for_a_year_after_the_end(
    session: Session, hub: Hub, now: datetime
) -> None:
    subscribers.follow(session, hub, user_id=USER, at=now, now=now)
    end = now + timedelta(days=1)
    subscribers.unfollow(session, hub, user_id=USER, at=end, now=end)
    assert subscribers.forget_consents(session, now=now + timedelta(days=365)) == 0
    assert subscribers.forget_consents(session, now=now + timedelta(days=367)) == 2


def test_what_is_exported_can_be_imported(
    session: Session, hub: Hub, other_hub: Hub, now: datetime
) -> None:
    take(
        session,
        hub,
        now,
        "email,+a@example.jp,d1;d2,2025-09,play;lunch,easy,2025-04-01,=1+1,p1",
        f"line,{USER},d1;d2,2025-09,play;lunch,easy,2025-04-01,LINE,p1",
    )
    text = "".join(subscribers.write_csv(subscribers.export_readers(session, hub.id)))
    assert ",=1" not in text
    assert ",'+a@example.jp" in text
    rows = subscribers.read_csv(text.encode())
    report = subscribers.import_readers(session, other_hub, rows, by=MACHINE, now=now)
    assert (report.imported, report.readers) == (2, 1)
    before = [
        (r.channel, r.address, r.districts, r.birth_months, r.themes, r.consented_at)
        for r in subscribers.export_readers(session, hub.id)
    ]
    after = [
        (r.channel, r.address, r.districts, r.birth_months, r.themes, r.consented_at)
        for r in subscribers.export_readers(session, other_hub.id)
    ]
    assert before == after


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", "名前,電話\n".encode("cp932"), b"\x00" * 99])
def test_a_file_that_is_no_list_says_what_is_missing(data: bytes) -> None:
    with pytest.raises(BadReadersFileError):
        subscribers.read_csv(data)


def test_cp932_is_read() -> None:
    text = HEAD + "email,a@example.jp,,,,,2025-04-01,申込書,\n"
    assert subscribers.read_csv(text.encode("cp932"))[0].source == "申込書"
