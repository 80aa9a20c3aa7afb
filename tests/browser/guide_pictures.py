"""The pictures of the guides for staff (``docs/ja``): one practice week, the parts a guide names.

``python -m tests.browser.screenshots --guides`` writes them anew. They are small on purpose: a part
of a page each, few colours.
"""

import io
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from notifier import delivery
from notifier.kit import clock, db
from tests.browser import acts
from tests.browser.chromium import DESKTOP, PHONE, window
from tests.browser.hands import Pointer
from tests.browser.live import HUB, Live

OUT = Path("docs") / "ja" / "pictures"
TITLE = "歩くさんぽの会"
TWIN = "歩くおさんぽの会"
READER = "new-reader@example.jp"
COLOURS = 48
MOST_BYTES = 150_000
TALLEST = 1_000
RAINY_MORNING = datetime(2026, 11, 25, 7, 5, tzinfo=ZoneInfo("Asia/Tokyo"))


class Pictures:
    """Writes what stands before the reader of a guide, and keeps it small."""

    def __init__(self, page: Page) -> None:
        self._page, self.count = page, 0

    def take(self, name: str, of: Locator | None = None, *, tall: int = TALLEST) -> None:
        """The top of the page, or one part of it, at most ``tall`` pixels of it."""
        page = self._page
        page.mouse.move(0, 0)
        shot = (of.first if of else page).screenshot(**({} if of else {"full_page": True}))
        picture = Image.open(io.BytesIO(shot)).convert("RGB")
        picture = picture.crop((0, 0, picture.width, min(picture.height, tall)))
        path = OUT / f"{name}.png"
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        size = path.stat().st_size
        assert size < MOST_BYTES, f"{path} has {size} bytes: show a smaller part"
        self.count += 1
        print(f"{name:20} {picture.width:5} × {picture.height:4}  {size:7,} bytes")


def take_all(browser: Browser, live: Live) -> None:
    """Play the week and write every picture; what is not there fails."""
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    live.hand_in(TITLE)
    live.hand_in(TWIN)
    with window(browser, viewport=DESKTOP) as context:
        page = context.new_page()
        pictures = Pictures(page)
        acts.sign_in(page, Pointer(page), live, "publisher")
        pictures.take("trouble", page.locator("section.card-bad"))
        _beat()
        page.reload()
        pictures.take("today")
        _desk(page, pictures, live)
        _edition(page, pictures, live)
        _paper(page, pictures, live)
        _rain(page, pictures, live)
        _office(page, pictures, live)
    with window(browser, viewport=PHONE) as context:
        page = context.new_page()
        phone = Pictures(page)
        _parent(page, phone, live)
    print(f"{pictures.count + phone.count} pictures in {OUT}")


def _beat() -> None:
    """What the worker and the clock of a running service say every minute."""
    with db.writing() as session:
        delivery.note_alive(session, delivery.DUTIES, now=clock.now())


def _desk(page: Page, pictures: Pictures, live: Live) -> None:
    """Judging: a card, a question, all at once, two side by side."""
    page.goto(f"{live.origin}/desk/queue")
    card = page.get_by_role("article", name=TITLE)
    pictures.take("queue-card", card)
    card.locator("summary", has_text="質問する").click()
    pictures.take("queue-ask", card.locator(".deeds"))
    page.get_by_role("link", name="と並べて見る").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("並べて見る")
    pictures.take("compare", page.locator("main"), tall=1_300)
    page.goto(f"{live.origin}/desk/clean")
    pictures.take("clean", tall=700)
    page.goto(f"{live.origin}/desk/")
    acts.approve_item(page, Pointer(page), TITLE)
    pictures.take("queue-undo", page.get_by_role("status"))


def _edition(page: Page, pictures: Pictures, live: Live) -> None:
    """This week's edition: the draft, its items, how it looks, approved, sent."""
    page.goto(f"{live.origin}/desk/editions")
    page.get_by_role("button", name="の便の下書きを作る").click()
    expect(page.get_by_role("heading", name="見え方")).to_be_visible()
    pictures.take("edition-state", _part(page, "いまの状態"))
    pictures.take("edition-items", _part(page, "のせる項目"), tall=760)
    pictures.take("edition-looks", _part(page, "見え方"), tall=900)
    page.goto(f"{live.origin}/desk/")
    acts.approve_edition(page, Pointer(page), live)
    pictures.take("edition-approved", _part(page, "いまの状態"))
    acts.send_at_the_hour(page, live)
    pictures.take("edition-sent", _part(page, "いまの状態"))


def _paper(page: Page, pictures: Pictures, live: Live) -> None:
    """The newsletter, the link for the ward, what the ward sees, the board sheets."""
    page.goto(f"{live.origin}/desk/newsletter")
    page.get_by_role("button", name="下書きを作る", exact=True).first.click()
    expect(page.get_by_role("heading", name="区の確認")).to_be_visible()
    pictures.take("newsletter", tall=900)
    page.get_by_role("link", name="区の確認に出す").click()
    page.get_by_label("だれに見てもらうか").fill("区こども家庭支援課")
    page.get_by_role("button", name="確認のリンクをつくる").click()
    expect(page.get_by_role("heading", name="確認のリンクができました")).to_be_visible()
    page.goto(page.locator("code.one-time").inner_text())
    pictures.take("ward", tall=900)
    page.goto(f"{live.origin}/desk/board")
    page.get_by_role("button", name="下書きをつくる").click()
    pictures.take("board", tall=900)


def _rain(page: Page, pictures: Pictures, live: Live) -> None:
    """A wet morning: what is on today, and what cancelling it does."""
    live.move_to(RAINY_MORNING)
    live.tick()
    page.context.clear_cookies()  # days have passed: nobody is signed in any more
    acts.sign_in(page, Pointer(page), live, "publisher")
    page.goto(f"{live.origin}/desk/today")
    pictures.take("rain-today")
    page.get_by_role("link", name="中止にする").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("中止にします")
    pictures.take("rain-cancel")


def _office(page: Page, pictures: Pictures, live: Live) -> None:
    """Figures, the sheet, entering for a group, a group's page."""
    for name, path, tall in (
        ("figures", "/desk/figures", 900),
        ("figure-sheet", "/desk/figures/sheet/2026", 900),
        ("enter", "/desk/enter", 900),
        ("groups", "/desk/groups", 700),
    ):
        page.goto(live.origin + path)
        pictures.take(name, tall=tall)
    page.get_by_role("link", name="藤だなサロン").first.click()
    pictures.take("group", tall=1000)


def _parent(page: Page, phone: Pictures, live: Live) -> None:
    """On a phone: joining, one's own settings, leaving."""
    page.goto(f"{live.origin}/{HUB}/subscribe")
    phone.take("reader-join", tall=1_500)
    acts.subscribe(page, Pointer(page), live, READER)
    phone.take("reader-settings", tall=1_500)
    page.locator("main a.button-danger").click()
    page.wait_for_url("**/unsubscribe/**")
    phone.take("reader-leave")


def _part(page: Page, heading: str) -> Locator:
    """The section under a heading that begins so."""
    return page.locator("section", has=page.get_by_role("heading", name=heading))


__all__ = ["OUT", "take_all"]
