"""Saturday 28 November, one LINE message short: nothing goes, the page helps, December goes."""

import re
from datetime import date, timedelta

import notifier.cli.practice.fill as practice
from notifier.cli.practice.browser import Page
from tests.walks.test_saturday import editions_to, join_by_mail
from tests.walks.town import HERE, Town, local

FIRST, SHORT, DECEMBER = date(2026, 11, 21), date(2026, 11, 28), date(2026, 12, 5)
FRIENDS = [f"U{number:032x}" for number in range(0xA0, 0xA5)]
BY_MAIL = "mama@example.jp"
LIMIT = 2 * len(FRIENDS) - 1


def test_one_message_short_nothing_goes_and_next_month_it_does(town: Town) -> None:
    up_to_the_short_saturday(town)
    before = town.edition()[1].text
    assert "1通たりません。" in before, "said on Friday, before anybody approves"
    assert "このままでは1通も送りません" in before
    town.press("/approve")
    town.at(local(SHORT, "10:00"))
    assert times_received(town) == dict.fromkeys(FRIENDS, 1), "not one message of the second"
    assert len(editions_to(town, BY_MAIL)) == 1, "no mail either: whole or not at all"
    says_what_to_do(town.edition()[1])
    log = town.staff("admin").get("/admin/log").text
    assert log.count("の送信を始めました。") == 1, "the second was held back before it began"
    assert "」は送れないため保留にしました。" in log
    town.at(local(SHORT, "10:30"))
    assert times_received(town) == dict.fromkeys(FRIENDS, 1)

    town.at(local(DECEMBER - timedelta(days=1), "16:01"))
    page = town.edition()[1].text
    assert "足ります。この便で 5通、送ったあとの残りは 4通です。" in page
    town.press("/approve")
    town.at(local(DECEMBER, "10:00"))
    assert times_received(town) == dict.fromkeys(FRIENDS, 2)
    assert len(editions_to(town, BY_MAIL)) == 2


def test_a_person_decides_that_one_rests_and_takes_it_back(town: Town) -> None:
    up_to_the_short_saturday(town)
    page = town.press("/quota/fewer", line="4")
    assert "決めたこと：LINEで送るのを4人までにし、1人に順番に休んでもらう" in page.text
    assert "次のように決めてあります。" in page.text
    assert "このままでは" not in page.text
    assert "LINE 4人・メール 1人に 11月28日(土) 10:00 に送る" in page.text
    page = town.press("/quota/undo")
    assert "LINE 5人・メール 1人に 11月28日(土) 10:00 に送る" in page.text
    town.press("/quota/fewer", line="4")
    town.press("/approve")
    town.at(local(SHORT, "10:00"))
    assert sorted(times_received(town).values()) == [1, 2, 2, 2, 2], "everybody but one"
    assert len(editions_to(town, BY_MAIL)) == 2
    page = town.edition()[1]
    assert "送った 5人" in page.text
    assert "届けられなかった 0人／送らなかった 1人" in page.text
    assert page.text.count("1人に順番に休んでもらうことに決めました。") == 2
    assert page.text.count("が取り消しました）") == 1
    log = town.staff("admin").get("/admin/log").text
    assert "1人に順番に休んでもらうことに決めました" in log
    assert "1人に順番に休んでもらうことを取り消しました" in log


def test_the_month_ends_with_a_rest(town: Town) -> None:
    up_to_the_short_saturday(town)
    page = town.press("/quota/rest", line="0")
    assert "決めたこと：11月28日(土)の便を休みにする" in page.text
    town.at(local(SHORT, "10:00"))
    assert times_received(town) == dict.fromkeys(FRIENDS, 1)
    quota = town.staff("publisher").get("/desk/quota").text
    assert "<strong>11月28日(土)</strong>" in quota
    assert "今月の定期の便は、もうありません" in quota
    town.at(local(DECEMBER - timedelta(days=1), "16:01"))
    town.press("/approve")
    town.at(local(DECEMBER, "10:00"))
    assert times_received(town) == dict.fromkeys(FRIENDS, 2)


def test_who_comes_on_monday_can_still_send_it_knowingly(town: Town) -> None:
    up_to_the_short_saturday(town)
    town.press("/approve")
    town.at(local(SHORT, "10:00"))
    monday = SHORT + timedelta(days=2)
    town.at(local(monday, "10:00"))
    path = town.edition_that_is("通数不足などで保留")
    desk, second = town.staff("publisher"), town.staff("second")
    page = desk.get(path)
    assert "この便の日（11月28日(土)）は過ぎています。12月4日(金)までは、下書きに戻し" in page.text
    page = desk.send(page, "/quota/fewer", line="4")
    assert "LINE 4人・メール 1人に 11月30日(月) 10:10 に遅れて送る" in page.text
    assert "日が過ぎています" in desk.send(page, "/approve").text, "not without saying so"
    page = desk.send(desk.get(path), "/approve", late="on")
    assert "二人目の承認を待っています" in page.text
    second.send(second.get(path), "/second")
    town.at(local(monday, "10:11"))
    assert sorted(times_received(town).values()) == [1, 2, 2, 2, 2]
    assert len(editions_to(town, BY_MAIL)) == 2
    assert "遅れて送ることを承認しました" in town.staff("admin").get("/admin/log").text


def test_a_week_later_the_page_says_that_it_is_too_late(town: Town) -> None:
    up_to_the_short_saturday(town)
    town.press("/approve")
    town.at(local(SHORT, "10:00"))
    path = town.edition_that_is("通数不足などで保留")
    town.at(local(DECEMBER, "09:00"))
    page = town.staff("publisher").get(path)
    assert "もう送れません。まだ届いていない人には、次の便で知らせてください。" in page.text
    assert "下書きに戻して見直す" not in page.text


def up_to_the_short_saturday(town: Town) -> None:
    """Five friends, nine messages a month: the first edition goes, the second wants one more."""
    town.control.put_channel(
        practice.channel_id(HERE),
        practice.channel_secret(HERE),
        quota_limit=LIMIT,
        purpose="readers",
        webhook_url=f"{town.origin}/hooks/line/{HERE}",
    )
    for user in FRIENDS:
        town.follow(user)
    join_by_mail(town, BY_MAIL)
    for title, day in (("どんぐり", FIRST), ("おちば", SHORT), ("ゆずゆ", DECEMBER)):
        town.hand_in(f"{title}の会", day + timedelta(days=4))
        town.approve(f"{title}の会")
    town.at(local(FIRST - timedelta(days=1), "16:01"))
    town.press("/approve")
    town.at(local(FIRST, "10:00"))
    assert times_received(town) == dict.fromkeys(FRIENDS, 1)
    town.at(local(SHORT - timedelta(days=1), "16:01"))


def says_what_to_do(page: Page) -> None:
    assert "いまの状態：通数不足などで保留" in page.text
    assert "1通不足" in page.text
    assert "残りは12月1日に数え直されます" in page.text
    for words in ("メールに替える", "順番に休んでもらう", "便を休みにする", "プランを上げる"):
        assert words in page.text
    assert "LINE 4人・メール 1人にし、1人に休んでもらう" in page.text
    assert "スタンダードプラン（月15,000円）に上げることにする" in page.text
    assert re.search(r"メールも登録している人は0人で、\s*1人に足りません", page.text)


def times_received(town: Town) -> dict[str, int]:
    """How many editions each phone got."""
    got = town.control.received(practice.channel_id(HERE), kind="multicast")
    return {user: sum(times.values()) for user, times in got.items()}
