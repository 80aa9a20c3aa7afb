"""The acts every person must be able to do, whatever hand they use. Each ends seen on the page."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from notifier.cli.practice import fill as practice
from notifier.cli.practice.mailbox import link_in
from notifier.kit import clock
from tests.browser.hands import Hand
from tests.browser.live import HUB, Live


def sign_in(page: Page, hand: Hand, live: Live, role: str) -> None:
    """From the sign-in page to 「きょう」."""
    page.goto(f"{live.origin}/desk/sign-in")
    hand.write(page.get_by_label("メールアドレス"), practice.address(role, HUB))
    hand.write(page.get_by_label("パスワード"), practice.password(HUB))
    hand.press(page.get_by_role("button", name="サインイン"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("きょう")


def approve_item(page: Page, hand: Hand, title: str) -> None:
    """From 「きょう」 to the queue; look, tick what must be looked at, 掲載する."""
    hand.press(page.get_by_role("link", name="編集デスク", exact=True))
    card = page.get_by_role("article", name=title)
    expect(card).to_be_visible()
    for box in card.get_by_role("checkbox").all():
        hand.tick(box)
    hand.press(card.get_by_role("button", name="掲載する"))
    expect(page.get_by_role("status")).to_contain_text("掲載")
    expect(card).to_have_count(0)


def approve_edition(page: Page, hand: Hand, live: Live) -> None:
    """Make the coming edition's draft, approve it by the button that carries the numbers."""
    hand.press(page.get_by_role("link", name="今週の便", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("便")
    draft = page.get_by_role("button", name="の便の下書きを作る")
    if draft.count():
        hand.press(draft)
    else:
        hand.press(page.locator(".main a.button-primary").first)
    slot = clock.say_moment(live.next_sending())
    hand.press(page.get_by_role("button", name=f"に {slot} に送る"))
    expect(page.get_by_role("heading", name="いまの状態")).to_contain_text("承認")


def send_at_the_hour(page: Page, live: Live) -> dict[str, int]:
    """The hour comes, the tick sends; returns how many messages each phone got more."""
    before = live.phones()
    live.move_to(live.next_sending() + timedelta(minutes=1))
    live.tick()
    page.reload()
    expect(page.get_by_role("heading", name="いまの状態")).to_contain_text("送信ずみ")
    return {user: n - before.get(user, 0) for user, n in live.phones().items()}


def subscribe(page: Page, hand: Hand, live: Live, address: str) -> None:
    """The form, the mail, its link, the button."""
    page.goto(f"{live.origin}/{HUB}/")
    hand.press(page.get_by_role("link", name="受け取る", exact=True))
    hand.write(page.get_by_label("メールアドレス"), address)
    hand.tick(page.get_by_role("checkbox").first)
    hand.choose(page.get_by_label("1人目 年"), "2026年")
    hand.choose(page.get_by_label("1人目 月", exact=True), "4月")
    hand.press(page.locator("main form button[type=submit]"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("メール")
    assert live.reader_state(address) == "unconfirmed"
    page.goto(live.origin + link_in(live.mail_to(address), "/subscribe/confirm/"))
    hand.press(page.locator("main form button[type=submit]"))
    page.wait_for_url("**/me/**")
    assert live.reader_state(address) == "active"


def change_settings(page: Page, hand: Hand) -> None:
    """On the settings page: one theme more, another language for the items."""
    hand.tick(page.locator("input[name=themes]").first)
    hand.tick(page.locator("input[name=language][value=easy]"))
    hand.press(page.locator("button[value=save]"))
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("input[name=themes]").first).to_be_checked()
    expect(page.locator("input[name=language][value=easy]")).to_be_checked()


def leave(page: Page, hand: Hand, live: Live, address: str) -> None:
    """From the settings to the page of leaving; only its button leaves."""
    hand.press(page.locator("main a.button-danger"))
    page.wait_for_url("**/unsubscribe/**")
    assert live.reader_state(address) == "active"
    hand.press(page.locator("button[value=all]"))
    expect(page.locator("button[value=rejoin]")).to_be_visible()
    assert live.reader_state(address) == "unsubscribed"
