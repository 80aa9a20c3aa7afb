"""The head of the hub: criteria beside each item, reasons that stay, two yeses for an unusual hour."""

import re
from datetime import date
from urllib.parse import urlsplit

from notifier.cli.practice.browser import Page
from tests.walks.test_saturday import editions_to, join_by_mail
from tests.walks.town import Town, local

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
DAY, NEW_DAY = date(2026, 11, 25), date(2026, 11, 26)
MARK = "（なんてん）"
GOOD, COMMERCIAL = f"手あそびの会{MARK}", f"化粧品の体験会{MARK}"
GROUP, SELLER = "nanten@example.jp", "seller@example.jp"
READER = "mama@example.jp"
REASON = "営利を目的とした催しや、販売・勧誘にあたるため"


def test_every_decision_has_a_name_and_a_reason(town: Town) -> None:
    join_by_mail(town, READER)
    town.hand_in(GOOD, DAY, email=GROUP, body="てあそびを します。")
    town.hand_in(COMMERCIAL, DAY, email=SELLER, body="会場で販売もします。")
    the_criteria_are_marked(town)
    one_is_refused_with_a_reason(town)
    the_other_is_approved_by_name(town)
    an_early_message_needs_two(town)
    a_typo_passes_and_a_new_date_comes_back(town)
    the_trail_tells_all_of_it(town)
    town.assert_apart(MARK)


def the_criteria_are_marked(town: Town) -> None:
    """What fails stands first on the page; nobody publishes it without looking."""
    head = town.staff("publisher")
    page = head.get(urlsplit(town.case_of(COMMERCIAL).url).path)
    boxes = re.findall(
        r'<legend>([^<]+)</legend>\s*<div[^>]*>\s*<label[^>]*><input[^>]*name="(criterion-\w+)"',
        page.text,
    )
    assert len(boxes) > 3
    sells = next(box for words, box in boxes if "営利" in words)
    marks = dict.fromkeys((box for _, box in boxes), "pass") | {sells: "fail"}
    marked = head.send(page, "/criteria", **marks)
    checks = marked.text.partition("確認したこと")[2].partition("</section>")[0]
    assert "掲載基準" in checks
    refused = head.send(marked, "/approve")
    assert "このままでは掲載できません" in refused.text
    assert "営利を目的としない" in refused.text
    assert COMMERCIAL not in town.public()


def one_is_refused_with_a_reason(town: Town) -> None:
    head = town.staff("publisher")
    page = head.get(urlsplit(town.case_of(COMMERCIAL).url).path)
    head.send(page, "/reject", prepared_reason=REASON)
    town.tick()
    assert not any(REASON in mail.plain for mail in town.mails(SELLER)), "a slip can be taken back"
    town.at(local(FRIDAY, "12:30"))
    town.tick()
    newest, *_ = town.mails(SELLER)
    assert REASON in newest.plain, "the group learns why"
    kept = head.get(urlsplit(page.url).path).text
    assert f'<span class="as-written">{REASON}' in kept
    assert "決めた人: 発行責任者" in kept


def the_other_is_approved_by_name(town: Town) -> None:
    town.approve(GOOD, role="publisher")
    number = town.event_path(GOOD).rpartition("/")[2]
    assert "発行責任者" in town.staff("editor").get(f"/desk/listings/{number}").text


def an_early_message_needs_two(town: Town) -> None:
    """Friday evening instead of Saturday: one yes is not enough, nor two of the same person."""
    town.at(local(FRIDAY, "16:01"))
    _, draft = town.edition()
    assert "いつもと違う時刻には、別の発行責任者の承認も必要です" in draft.text
    town.press("/approve", send_at="2026-11-20T18:00")
    path, page = town.edition()
    assert "二人目の承認を待っています" in page.text
    assert "/second" not in [urlsplit(form.action).path[-7:] for form in page.forms]
    town.at(local(FRIDAY, "18:00"))
    assert editions_to(town, READER) == [], "nobody is told on one person's word"
    second = town.staff("second")
    asked = second.get(path)
    assert re.search(
        r"LINE \d+人・メール 1人に 11月20日\(金\) 18:10 に送ることを、二人目として承認する",
        asked.text,
    )
    done = second.send(asked, "/second")
    assert "二人目：発行責任者B" in done.text
    town.at(local(FRIDAY, "18:09"))
    assert editions_to(town, READER) == [], "the second yes can be thought over like the first"
    town.at(local(FRIDAY, "18:10"))
    (mail,) = editions_to(town, READER)
    assert GOOD in mail.plain
    town.at(local(SATURDAY, "10:00"))
    assert len(editions_to(town, READER)) == 1, "Saturday is not sent a second time"


def a_typo_passes_and_a_new_date_comes_back(town: Town) -> None:
    """The desk sees old beside new and whom the old words have reached before it decides."""
    number = town.event_path(GOOD).rpartition("/")[2]
    editor = town.staff("editor")
    typo = editor.send(
        editor.get(f"/desk/listings/{number}/change"), "/change", body="手あそびをします。"
    )
    editor.send(typo, "/change")
    assert "手あそびをします。" in town.visitor().get(town.event_path(GOOD)).text
    seen = editor.send(
        editor.get(f"/desk/listings/{number}/change"),
        "/change",
        **{"occ-0-date": NEW_DAY.isoformat()},
    )
    assert "11月25日(水)" in seen.text
    assert "11月26日(木)" in seen.text
    assert "メール 1人" in seen.text, "the surfaces already reached"
    editor.send(seen, "/change")
    assert "11月26日" not in town.visitor().get(town.event_path(GOOD)).text
    case = town.case_of(GOOD)
    assert "訂正" in case.text
    correction: Page = town.staff("publisher").get(urlsplit(case.url).path)
    assert "この訂正で変わるところ" in correction.text
    assert "メール 1人" in correction.text
    town.approve(GOOD, role="publisher")
    assert "11月26日(木)" in town.visitor().get(town.event_path(GOOD)).text


def the_trail_tells_all_of_it(town: Town) -> None:
    log = town.staff("admin").get("/admin/log").text
    for sentence in (
        f"発行責任者が「{COMMERCIAL}」の掲載をお断りしました（理由: {REASON}）。",
        f"発行責任者が「{GOOD}」を掲載しました。",
        "二人目として承認しました",
    ):
        assert sentence in log, sentence
