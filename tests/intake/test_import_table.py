"""Tables: columns are guessed and shown, every row is accounted for, the same file stores nothing."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notifier import directory, intake
from notifier.audit import Actor
from notifier.hubs import Hub
from notifier.kit.errors import NotFoundError

HEADER = ["行事名", "開催日", "開始時刻", "終了時刻", "会場", "対象", "参加費", "主催"]
ROWS = [
    ["おはなし会", "2026-12-05", "10:00", "11:00", "図書館", "0歳児", "無料", "サロンA"],
    ["親子体操", "2026-12-06", "10:00", "11:00", "体育館", "1歳から3歳", "500円", "サロンB"],
    ["つどい", "2026-12-09", "", "", "集会所", "未就園児", "無料", "サロンC"],
    ["", "", "", "", "", "", "", ""],
    ["合計", "3件", "", "", "", "", "", ""],
]


def as_csv(rows: list[list[str]], encoding: str) -> bytes:
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)


def as_xlsx(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILES = {
    "utf-8": as_csv([HEADER, *ROWS], "utf-8"),
    "utf-8 with BOM": as_csv([HEADER, *ROWS], "utf-8-sig"),
    "CP932": as_csv([HEADER, *ROWS], "cp932"),
    "xlsx": as_xlsx([HEADER, *ROWS]),
}


def preview(
    session: Session, hub: Hub, editor: Actor, now: datetime, data: bytes, **more: Any
) -> intake.TableImport:
    return intake.preview_import(
        session, hub, filename="202612.csv", data=data, by=editor, now=now, **more
    )


def run(
    session: Session, hub: Hub, editor: Actor, now: datetime, data: bytes, **more: Any
) -> intake.ImportResult:
    made = preview(session, hub, editor, now, data, **more)
    return intake.run_import(session, made, by=editor, now=now)


def stored(session: Session) -> list[intake.Submission]:
    return list(session.scalars(select(intake.Submission).order_by(intake.Submission.id)))


def adds_up(result: intake.ImportResult) -> bool:
    one = result.as_json()
    parts = ("received", "duplicates", "questions", "rejected")
    return one["rows"] == sum(one[part] for part in parts) + len(one["errors"])


@pytest.mark.parametrize("kind", list(FILES))
def test_every_row_is_accounted_for(
    session: Session, hub: Hub, editor: Actor, now: datetime, kind: str
) -> None:
    result = run(session, hub, editor, now, FILES[kind])
    assert adds_up(result)
    assert (result.received, result.questions, result.duplicates) == (2, 1, 0)
    titles = [one.title for one in stored(session)]
    assert titles == ["おはなし会", "親子体操", "つどい"]
    first = stored(session)[0]
    assert first.original["row"] == 2
    assert "おはなし会" in first.original["cells"]


def test_the_same_file_again_is_all_duplicates(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    run(session, hub, editor, now, FILES["utf-8"])
    again = run(session, hub, editor, now, FILES["xlsx"])
    assert (again.received, again.questions, again.duplicates) == (0, 0, 3)
    assert adds_up(again)
    assert len(stored(session)) == 3


def test_a_changed_row_is_a_revision(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    run(session, hub, editor, now, FILES["utf-8"])
    changed = [HEADER, [*ROWS[0][:6], "300円", "サロンA"]]
    result = run(session, hub, editor, now, as_csv(changed, "utf-8"))
    assert (result.received, result.duplicates) == (1, 0)
    assert [one.revision for one in stored(session)] == [1, 1, 1, 2]


def test_two_sittings_of_one_day_are_two_items(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    late = [*ROWS[0][:2], "13:00", "14:00", *ROWS[0][4:]]
    data = as_csv([HEADER, ROWS[0], late, ROWS[0]], "utf-8")
    first = run(session, hub, editor, now, data)
    assert (first.received, first.duplicates) == (2, 1)
    assert {one.revision for one in stored(session)} == {1}
    assert run(session, hub, editor, now, data).duplicates == 3


def test_a_rehearsal_stores_nothing(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    made = preview(session, hub, editor, now, FILES["utf-8"])
    result = intake.run_import(session, made, by=editor, now=now, dry_run=True)
    assert result.received == 2
    assert stored(session) == []
    assert made.state is intake.ImportState.UPLOADED


def test_a_second_run_tells_the_first_result(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    made = preview(session, hub, editor, now, FILES["utf-8"])
    first = intake.run_import(session, made, by=editor, now=now)
    assert intake.run_import(session, made, by=editor, now=now) == first
    assert len(stored(session)) == 3


def test_columns_a_person_chose_are_used(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    header = ["あ", "い", "う", "え", "お", "か", "き", "く"]
    made = preview(session, hub, editor, now, as_csv([header, *ROWS], "utf-8"))
    keys = ["title", "date", "start", "end", "place", "audience", "fee", "organiser"]
    chosen = {"fields": {key: [index] for index, key in enumerate(keys)}}
    intake.run_import(session, made, columns=chosen, by=editor, now=now)
    assert "おはなし会" in [one.title for one in stored(session)]


def test_a_group_vouches_and_a_known_organiser_does_not(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    known = directory.add_group(session, hub, name="サロンＡ", by=editor, now=now)
    run(session, hub, editor, now, FILES["utf-8"])
    first, second = stored(session)[:2]
    assert (first.group_id, first.is_verified_sender) == (known.id, False)
    assert second.group_id is None
    more = as_csv([HEADER, [*ROWS[1][:7], ""]], "utf-8")
    run(session, hub, editor, now, more, group_id=known.id)
    last = stored(session)[-1]
    assert (last.group_id, last.is_verified_sender) == (known.id, True)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"PK\x03\x04 not a zip"]
)
def test_an_unreadable_file_stores_nothing(
    session: Session, hub: Hub, editor: Actor, now: datetime, data: bytes
) -> None:
    with pytest.raises(intake.UnreadableFileError, match="Excel"):
        preview(session, hub, editor, now, data)
    assert session.scalar(select(func.count()).select_from(intake.TableImport)) == 0


def test_a_table_of_something_else_is_refused(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    """Neither a heading we know nor a date: a price list, a letter saved as CSV."""
    words = "品名,色\nえんぴつ,赤\nけしごむ,白\n".encode()
    with pytest.raises(intake.UnreadableFileError, match="行事の一覧に見えません"):
        intake.preview_import(session, hub, filename="x.csv", data=words, by=editor, now=now)
    assert session.scalar(select(func.count(intake.TableImport.id))) == 0


def test_hostile_cells_stay_text(session: Session, hub: Hub, editor: Actor, now: datetime) -> None:
    rows = [
        HEADER,
        ["<script>alert(1)</script>", *ROWS[0][1:]],
        ['=HYPERLINK("http://evil.example","x")'.replace(",", ";"), *ROWS[0][1:]],
    ]
    result = run(session, hub, editor, now, as_csv(rows, "utf-8"))
    assert adds_up(result)
    assert stored(session)[0].title == "<script>alert(1)</script>"
    assert stored(session)[1].draft.title.startswith("=HYPERLINK")


def test_another_hub_sees_nothing(
    session: Session, hub: Hub, other_hub: Hub, editor: Actor, now: datetime
) -> None:
    made = preview(session, hub, editor, now, FILES["utf-8"])
    assert intake.latest_imports(session, other_hub.id) == []
    with pytest.raises(NotFoundError):
        intake.find_import(session, other_hub.id, made.id)
    intake.run_import(session, made, by=editor, now=now)
    assert run(session, other_hub, editor, now, FILES["utf-8"]).duplicates == 0


def test_a_discarded_file_is_gone(session: Session, hub: Hub, editor: Actor, now: datetime) -> None:
    made = preview(session, hub, editor, now, FILES["utf-8"])
    intake.discard_import(session, made)
    assert made.original == b""
    with pytest.raises(intake.DiscardedImportError):
        intake.run_import(session, made, by=editor, now=now)


def test_what_is_shown_before_taking_in(
    session: Session, hub: Hub, editor: Actor, now: datetime
) -> None:
    made = preview(session, hub, editor, now, FILES["xlsx"])
    view = intake.show_table(made, today=date(2026, 11, 20), zone=hub.zone)
    assert [column.field for column in view.columns][:3] == ["title", "date", "start"]
    assert view.samples[0].draft.title == "おはなし会"
    assert view.month == date(2026, 12, 1)


@pytest.mark.real
def test_real_files_add_up_and_come_twice_as_duplicates(
    session: Session, hub: Hub, editor: Actor, now: datetime, real_inputs: Path
) -> None:
    books = sorted((real_inputs / "events/takamatsu-monthly").glob("*.xlsx"))
    files = [
        real_inputs / "events/notalone-monthly/201603.csv",
        real_inputs / "events/notalone-monthly/201604.csv",
        books[9],
    ]
    for path in files:
        for turn in ("first", "again"):
            made = intake.preview_import(
                session, hub, filename=path.name, data=path.read_bytes(), by=editor, now=now
            )
            result = intake.run_import(session, made, by=editor, now=now)
            print(path.name, turn, {**result.as_json(), "errors": len(result.errors)})
            assert adds_up(result)
            assert result.received == 0 or turn == "first"
            assert result.questions == 0 or turn == "first"
