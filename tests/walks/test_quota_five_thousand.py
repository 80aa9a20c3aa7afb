"""A month with 5,000 LINE messages left and 5,001 readers: nothing goes; next month it does."""

from datetime import date, timedelta

import notifier.cli.practice.fill as practice
from notifier import hubs, subscribers
from notifier.kit.db import writing
from tests.walks.test_quota_month_end import times_received
from tests.walks.town import HERE, Town, local
from tests.walks.world import grid_readers

FIRST, SHORT, DECEMBER = date(2026, 11, 21), date(2026, 11, 28), date(2026, 12, 5)
READERS, LEFT_OVER = 5_001, 5_000


def test_five_thousand_left_do_not_carry_five_thousand_and_one(town: Town) -> None:
    town.control.put_channel(
        practice.channel_id(HERE),
        practice.channel_secret(HERE),
        quota_limit=READERS + LEFT_OVER,
        purpose="readers",
        webhook_url=f"{town.origin}/hooks/line/{HERE}",
    )
    friends = moved_in(town)
    for title, day in (("どんぐり", FIRST), ("おちば", SHORT), ("ゆずゆ", DECEMBER)):
        town.hand_in(f"{title}の会", day + timedelta(days=4))
        town.approve(f"{title}の会")
    send(town, FIRST)
    assert times_received(town) == dict.fromkeys(friends, 1)

    send(town, SHORT)
    assert times_received(town) == dict.fromkeys(friends, 1), "not one message of the second"
    page = town.staff("publisher").get(town.edition_that_is("通数不足などで保留")).text
    assert "1通不足" in page
    assert "残りは12月1日に数え直されます" in page
    assert "一人ずつの連絡などのために、10通は使わずに残します" in page
    assert "LINE 4,990人・メール 0人にし、11人に休んでもらう" in page
    for words in ("メールに替える", "順番に休んでもらう", "便を休みにする", "プランを上げる"):
        assert words in page

    send(town, DECEMBER)
    assert times_received(town) == dict.fromkeys(friends, 2)


def send(town: Town, saturday: date) -> None:
    """Approved on Friday, due at ten."""
    town.at(local(saturday - timedelta(days=1), "16:01"))
    town.press("/approve")
    town.at(local(saturday, "10:00"))


def moved_in(town: Town) -> list[str]:
    """The readers of a hub that came with its list, as `subscribers import` takes them in."""
    with writing() as session:
        hub = hubs.find_hub(session, HERE)
        districts = [district.key for district in hubs.districts(session, hub.id)]
        rows = grid_readers(hub, districts, line=READERS, email=0, now=town.now)
        taken = subscribers.import_readers(session, hub, rows, by=practice.MACHINE, now=town.now)
    assert taken.imported == READERS
    friends = [row.address for row in rows]
    town.control.add_friends(practice.channel_id(HERE), friends)
    return friends
