"""Take over readers from another list: only those who said yes, and never those who left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs import Hub, districts
from notifier.kit.clock import local
from notifier.kit.errors import BadInputError
from notifier.kit.text import half
from notifier.mailroom import mail_address
from notifier.subscribers.consent import record_consent
from notifier.subscribers.find_or_add_profile import find_or_add_profile
from notifier.subscribers.models import Address, AddressState, PreferenceProfile, Subscriber
from notifier.subscribers.reader_csv import FileRow
from notifier.subscribers.reader_token import key_of
from notifier.subscribers.suppression import address_hash, suppressed_hashes
from notifier.subscribers.wishes import Wishes, read_wishes

LINE_USER_ID = re.compile(r"U[0-9a-f]{32}")
SHOWN_ROWS = 30


class NoConsentError(BadInputError):
    """Rows without a readable ``consented_at``: nothing of the file is taken. ``rows`` are theirs."""

    def __init__(self, rows: list[int]) -> None:
        shown = "、".join(str(row) for row in rows[:SHOWN_ROWS])
        more = "" if len(rows) <= SHOWN_ROWS else f" ほか{len(rows) - SHOWN_ROWS}行"
        super().__init__(
            f"同意した日（consented_at）のない行があるため、何も取りこみませんでした。行番号: {shown}{more}"
        )
        self.rows = rows


@dataclass(slots=True)
class ImportReport:
    """rows = imported + existing + suppressed + errors; ``suppressed`` = people who left before."""

    rows: int = 0
    imported: int = 0
    readers: int = 0
    existing: int = 0
    suppressed: int = 0
    errors: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Good:
    row: FileRow
    address: str
    wishes: Wishes
    consented_at: datetime


def import_readers(
    session: Session,
    hub: Hub,
    rows: Sequence[FileRow],
    *,
    consent_note: str = "",
    by: audit.Actor,
    now: datetime,
) -> ImportReport:
    """Store ``rows`` as confirmed readers.

    Raises ``NoConsentError`` (nothing stored) when any row has no readable consent. Other faults
    of a row are reported and the row is left out. Addresses known already stay as they are.
    """
    consents = {row.row: _consented(row, hub, now) for row in rows}
    missing = [number for number, at in consents.items() if at is None]
    if missing:
        raise NoConsentError(missing)
    report = ImportReport(rows=len(rows))
    good = _check(session, hub, rows, consents, report, now)
    _Taker(session, hub, consent_note, now).take(good, report)
    audit.write(
        session,
        f"{by.label}が読者{report.imported}件を取りこみました。",
        verb="subscribers.import_readers",
        subject=("hub", hub.id),
        hub_id=hub.id,
        by=by,
        now=now,
        detail={"rows": report.rows, "imported": report.imported},
    )
    session.flush()
    return report


def _consented(row: FileRow, hub: Hub, now: datetime) -> datetime | None:
    """When the person said yes; an unreadable or future moment is none."""
    text = half(row.consented_at).replace("/", "-")
    text = re.sub(r"\b(\d)\b", r"0\1", text) if re.match(r"\d{4}-\d{1,2}-\d{1,2}", text) else text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=ZoneInfo(hub.timezone)) if at.tzinfo is None else at
    return at.astimezone(UTC) if at <= now else None


def _check(
    session: Session,
    hub: Hub,
    rows: Sequence[FileRow],
    consents: dict[int, datetime | None],
    report: ImportReport,
    now: datetime,
) -> list[_Good]:
    known = {district.key for district in districts(session, hub.id)}
    today = local(now, hub.zone).date()
    good = []
    for row in rows:
        at = consents[row.row]
        if at is None:
            continue
        try:
            wishes = read_wishes(
                districts=row.districts,
                birth_months=row.birth_months,
                themes=row.themes,
                language=row.language,
                known_districts=known,
                today=today,
            )
            good.append(_Good(row, _address(row), wishes, at))
        except BadInputError as error:
            report.errors.append({"row": row.row, "message": str(error)})
    return good


def _address(row: FileRow) -> str:
    if row.channel == "email":
        return mail_address.normalise(row.address)
    if row.channel != "line":
        raise BadInputError("channel は line か email にしてください。", field="channel")
    if not LINE_USER_ID.fullmatch(row.address):
        raise BadInputError("LINEの利用者番号は U と32桁の英数字です。", field="address")
    return row.address


class _Taker:
    """The state of one import: what the hub has, and who in the file is one person."""

    def __init__(self, session: Session, hub: Hub, note: str, now: datetime) -> None:
        self._session, self._hub, self._note, self._now = session, hub, note, now
        self._key = key_of(session, hub.id)
        self._gone = suppressed_hashes(session, hub.id)
        self._profiles: dict[str, PreferenceProfile] = {}
        self._persons: dict[str, int] = {}
        self._known: dict[tuple[str, str], int] = {
            (channel, address): reader_id
            for channel, address, reader_id in session.execute(
                select(Address.channel, Address.address, Address.subscriber_id).where(
                    Address.hub_id == hub.id
                )
            )
        }

    def take(self, rows: Sequence[_Good], report: ImportReport) -> None:
        """Store what is new; people named in several rows become one reader."""
        for one in rows:
            known = self._known.get((one.row.channel, one.address))
            if known is not None and one.row.person:
                self._persons.setdefault(one.row.person, known)
        for one in rows:
            key = (one.row.channel, one.address)
            if key in self._known:
                report.existing += 1
            elif address_hash(self._key, *key) in self._gone:
                report.suppressed += 1
            else:
                report.readers += self._add(one)
                report.imported += 1

    def _add(self, one: _Good) -> bool:
        """Store one address; True when it brought a new person."""
        reader_id = self._persons.get(one.row.person) if one.row.person else None
        is_new = reader_id is None
        if reader_id is None:
            reader_id = self._add_reader(one)
        address = Address(
            hub_id=self._hub.id,
            subscriber_id=reader_id,
            channel=one.row.channel,
            address=one.address,
            state=AddressState.ACTIVE,
            created_at=self._now,
            confirmed_at=one.consented_at,
        )
        self._session.add(address)
        self._session.flush()
        record_consent(
            self._session,
            address,
            is_given=True,
            place=one.row.source or "import",
            how=self._note or "取りこんだ一覧の記録による",
            at=one.consented_at,
        )
        self._known[(one.row.channel, one.address)] = reader_id
        return is_new

    def _add_reader(self, one: _Good) -> int:
        key = one.wishes.key()
        if key not in self._profiles:
            self._profiles[key] = find_or_add_profile(self._session, self._hub.id, one.wishes)
        reader = Subscriber(
            hub_id=self._hub.id,
            profile_id=self._profiles[key].id,
            source=(one.row.source or "import")[:60],
            created_at=self._now,
        )
        self._session.add(reader)
        self._session.flush()
        if one.row.person:
            self._persons[one.row.person] = reader.id
        return reader.id
