"""Friday: a group hands in, the desk decides, parents join, the edition is approved."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from notifier import editions, hubs
from notifier.cli.practice import fill as world
from notifier.cli.practice.browser import Browser, Page
from notifier.cli.practice.line_group import circle_leader
from notifier.cli.practice.mailbox import link_in, mails_to
from notifier.cli.practice.stage import Stage, command, until
from notifier.cli.practice.table import Table
from notifier.kit import clock
from notifier.kit.db import reading

TITLE = "歩くさんぽの会（練習）"
GROUP_MAIL = "salon-a@example.jp"
NEW_READER = "new-reader@example.jp"
NEW_FRIEND = "U" + "f" * 32


@dataclass(frozen=True, slots=True)
class Friday:
    """What Friday leaves for Saturday."""

    edition_id: int
    title: str


def friday(table: Table, here: Stage) -> Friday:
    """Every station up to the approved edition."""
    _group_hands_in(table, here)
    _file_comes_in(table, here)
    circle_leader(table, here, _signed_in(here, "editor"), next_wednesday())
    _friend_follows(table, here)
    _reader_joins(table, here)
    _desk_decides(table, here)
    return Friday(_edition_is_approved(table, here), TITLE)


def next_wednesday() -> date:
    """The Wednesday after the coming Saturday, so that the item fits the edition."""
    today = clock.today()
    return today + timedelta(days=(5 - today.weekday()) % 7 + 4)


def _group_hands_in(table: Table, here: Stage) -> None:
    group = Browser(here.origin)
    form = group.get(f"/{here.hub}/submit")
    done = group.send(
        form,
        "submit",
        title=TITLE,
        organiser="藤だなサロン",
        place_name="藤だな自治会館",
        date_1=next_wednesday().isoformat(),
        start_1="10:00",
        end_1="11:00",
        audience_text="どなたでも",
        fee_text="無料",
        apply_text="申込不要",
        contact_public="藤だなサロン 045-000-0002",
        body="<b>ゆっくり</b>歩きます。",
        email=GROUP_MAIL,
    )
    table.hold("form: handed in", f"{done.status} {urlsplit(done.url).path}", is_right=_ok(done))
    mail = until(lambda: mails_to(here.mail_dir, GROUP_MAIL), "the link mail to the group")[0]
    table.hold("form: first mail holds no submitted text", "yes", is_right=TITLE not in mail.plain)
    mine = group.get(link_in(mail, "/g/"))
    table.hold("form: the link shows the item", f"{mine.status}", is_right=TITLE in mine.text)


def _file_comes_in(table: Table, here: Stage) -> None:
    path = here.folder / "circle.csv"
    path.write_bytes(_circle_csv(next_wednesday()))
    words = ("intake", "import", str(path), "--source", "spreadsheet", "--hub", here.hub)
    first, again = command(*words), command(*words)
    table.expect("file: every row accounted for", first["rows"], _sum(first))
    table.expect("file: received / questions", (2, 1), (first["received"], first["questions"]))
    table.expect("file: the same file again", 3, again["duplicates"])


def _friend_follows(table: Table, here: Stage) -> None:
    channel = world.channel_id(here.hub)
    here.control.add_friends(channel, [NEW_FRIEND])
    answer = here.control.act(channel, NEW_FRIEND, "follow")
    table.expect("line: webhook answered", 200, answer["status"])
    welcome = until(lambda: here.control.messages(channel, NEW_FRIEND), "the welcome by free reply")
    for _ in range(3):
        action = _first_choice(here.control.messages(channel, NEW_FRIEND))
        if action is None:
            break
        count = len(here.control.messages(channel, NEW_FRIEND))
        here.control.act(channel, NEW_FRIEND, "press", action=action)
        until(partial(_said_more_than, here, channel, count), "the answer to a button")
    said = len(here.control.messages(channel, NEW_FRIEND))
    table.hold(
        "line: chat", f"{len(welcome)} welcome, {said} messages", is_right=said > len(welcome)
    )


def _said_more_than(here: Stage, channel: str, count: int) -> bool:
    return len(here.control.messages(channel, NEW_FRIEND)) > count


def _reader_joins(table: Table, here: Stage) -> None:
    reader = Browser(here.origin)
    sent = reader.send(reader.get(f"/{here.hub}/subscribe"), "subscribe", email=NEW_READER)
    table.hold("mail: asked to confirm", str(sent.status), is_right=_ok(sent))
    mail = until(lambda: mails_to(here.mail_dir, NEW_READER), "the opt-in mail")[0]
    page = reader.get(link_in(mail, "/subscribe/confirm/"))
    done = reader.send(page, "confirm")
    table.hold("mail: confirmed", str(done.status), is_right=_ok(done))


def _desk_decides(table: Table, here: Stage) -> None:
    editor = _signed_in(here, "editor")
    queue = editor.get("/desk/queue")
    table.hold("desk: the item waits in the queue", str(queue.status), is_right=TITLE in queue.text)
    cases = _cases(here)
    case = next(row for row in cases if row["title"] == TITLE)
    page = editor.get(f"/desk/cases/{case['id']}")
    asked = [check["key"] for check in case["checks"] if check["level"] == "ask"]
    editor.send(page, "/approve", despite=asked)
    public = Browser(here.origin).get(f"/{here.hub}/")
    table.hold("desk: approved and public", str(public.status), is_right=TITLE in public.text)
    table.hold(
        "public: markup is text",
        "escaped" if "<b>ゆっくり</b>" not in public.text else "raw",
        is_right="<b>ゆっくり</b>" not in public.text,
    )
    other = Browser(here.origin).get(f"/{here.other}/")
    table.hold("public: not in the other hub", str(other.status), is_right=TITLE not in other.text)
    clean = command(
        "desk", "approve", "--clean", "--by", world.address("editor", here.hub), "--hub", here.hub
    )
    table.hold("desk: clean ones approved", str(clean["approved"]), is_right=clean["approved"] >= 1)


def _edition_is_approved(table: Table, here: Stage) -> int:
    edition_id = int(until(lambda: _proposed(here), "the edition to be proposed by the tick"))
    publisher = _signed_in(here, "publisher")
    page = publisher.get(f"/desk/editions/{edition_id}")
    page = publisher.send(page, "/desk/editions")  # takes in what was approved since
    page = publisher.get(f"/desk/editions/{edition_id}")
    table.hold("edition: proposed with the item", str(page.status), is_right=TITLE in page.text)
    publisher.send(page, "/approve")
    shown = command("edition", "show", str(edition_id), "--hub", here.hub)
    table.expect("edition: approved", "approved", shown["state"])
    table.hold(
        "edition: readers",
        f"LINE {shown['readers']['line']}, mail {shown['readers']['email']}, "
        f"{shown['content_groups']} content groups",
        is_right=shown["readers"]["line"] > 0 and shown["readers"]["email"] > 0,
    )
    return edition_id


def _signed_in(here: Stage, role: str) -> Browser:
    browser = Browser(here.origin)
    browser.send(
        browser.get("/desk/sign-in"),
        "sign-in",
        email=world.address(role, here.hub),
        password=world.password(here.hub),
    )
    return browser


def _proposed(here: Stage) -> int:
    with reading() as session:
        hub = hubs.find_hub(session, here.hub)
        slot = hubs.next_weekly_slot(hub, after=clock.now())
        found = editions.edition_on(
            session, hub.id, kind="weekly", on=clock.local(slot, hub.zone).date()
        )
        return found.id if found else 0


def _cases(here: Stage) -> list[dict[str, Any]]:
    return list(command("desk", "list", "--state", "waiting", "--hub", here.hub))


def _first_choice(messages: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first quick reply of the newest message that has some."""
    for message in reversed(messages):
        items = (message.get("quickReply") or {}).get("items")
        if items:
            return dict(items[0]["action"])
    return None


def _circle_csv(day: date) -> bytes:
    """A circle's list as a desk gets it: CP932, 令和, full-width digits, one row to be asked about."""
    reiwa = f"令和{day.year - 2018}年{day.month}月{day.day}日"
    wrong = clock.WEEKDAYS_JA[(day.weekday() + 1) % 7]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["行事名", "日にち", "時間", "会場", "対象", "参加費", "問い合わせ", "主催"])
    writer.writerow(
        [
            "おはなし会（練習）",
            reiwa,
            "１０：００～１１：００",
            "西地区センター",
            "未就園児",
            "無料",
            "045-000-0003",
            "えほんの森ボランティア",
        ]
    )
    writer.writerow(
        [
            "赤ちゃん広場（練習）",
            reiwa,
            "13時半～15時",
            "みなとケアプラザ",
            "0歳児",
            "100円",
            "045-000-0007",
            "みなと親子サークル",
        ]
    )
    writer.writerow(
        [
            "相談の日（練習）",
            f"{day.month}月{day.day}日({wrong})",
            "",
            "拠点ひろば",
            "どなたでも",
            "-",
            "045-000-0004",
            "",
        ]
    )
    return out.getvalue().encode("cp932")


def _sum(result: dict[str, Any]) -> int:
    numbers = [result[key] for key in ("received", "duplicates", "questions", "rejected")]
    return sum(int(str(n)) for n in numbers) + len(list(result["errors"]))


def _ok(page: Page) -> bool:
    return page.status == 200  # noqa: PLR2004
