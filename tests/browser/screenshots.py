"""``make screenshots``: one Saturday through the pages, each view at 360 and 1280 px, to look at.

The walk acts in one window; every view is photographed in both widths before the next act. Then every
page that has an example (``examples.py``) is photographed as it stands; with ``--pages`` only these.
With ``--guides`` it writes the pictures of the guides for staff instead (``make guides``).
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("NOTIFIER_SECRET_KEY", "screenshots-secret-key-of-32-characters-or-more")

from playwright.sync_api import Browser, Page, expect

from notifier.cli.practice import fill as practice
from notifier.cli.practice.mailbox import link_in
from notifier.simulator import list_mails
from tests.browser import acts
from tests.browser.chromium import DESKTOP, PHONE, chromium, window
from tests.browser.examples import EXAMPLES
from tests.browser.facts import find_facts
from tests.browser.guide_pictures import take_all
from tests.browser.hands import Pointer
from tests.browser.live import HUB, Live, live

OUT = Path("var") / "out" / "screens"
PAGES = OUT / "pages"
TITLE = "歩くさんぽの会"
READER = "new-reader@example.jp"
TALLEST = 12_000
FRAME_MS = 400


class Album:
    """Takes a view in both widths under the next number, and says so."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder, self.count = page, folder, 0

    def take(self, name: str, *, fold: str = "") -> None:
        """Photograph the whole page; ``fold`` names a fold to open first."""
        self.count += 1
        if fold:
            self._page.locator("summary", has_text=fold).first.click()
        for size in (PHONE, DESKTOP):
            self._page.set_viewport_size(size)
            if self._page.locator("iframe").count():  # a frame out of sight is not painted
                self._page.locator("iframe").first.scroll_into_view_if_needed()
                self._page.wait_for_timeout(FRAME_MS)
            path = self._folder / f"{self.count:02d}-{name}-{size['width']}.png"
            height = self._page.evaluate("() => document.documentElement.scrollHeight")
            tall = {"x": 0, "y": 0, "width": size["width"], "height": min(height, TALLEST)}
            self._page.screenshot(path=path, full_page=True, clip=tall)
            print(f"{name:24} {size['width']:5} px  {path}")


def main(arguments: list[str]) -> int:
    """Walk and photograph; the exit code is 0 when every act was seen to succeed."""
    if arguments == ["--guides"]:
        return _guides()
    if arguments == ["--pages"]:
        return _pages()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        live(Path(folder)) as running,
        chromium() as browser,
    ):
        running.hand_in(TITLE)
        with _album(browser) as (page, album):
            _friday(page, album, running)
            _saturday(page, album, running)
            _parent(page, album, running)
            _group(page, album, running)
            _afterwards(page, album, running)
        print(f"{album.count} views in {OUT}")
    return _pages()


def _pages() -> int:
    """Every example of every page, as the role it is for sees it."""
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        live(Path(folder)) as running,
        chromium() as browser,
    ):
        facts = find_facts(running)
        shown: dict[str, list[tuple[str, str]]] = {}
        for endpoint, examples in EXAMPLES.items():
            for example in examples:
                role, _, path = example.format(**facts).rpartition("@")
                shown.setdefault(role, []).append((endpoint, path))
        shown[""] += [("simulator.phone", path) for path in _notices(running, facts)]
        for role, pages in shown.items():
            _photograph(browser, running, role, pages)
    return 0


def _photograph(browser: Browser, live: Live, role: str, pages: list[tuple[str, str]]) -> None:
    with window(browser, viewport=DESKTOP) as context:
        page = context.new_page()
        if role not in {"", "group"}:
            acts.sign_in(page, Pointer(page), live, role)
        album = Album(page, PAGES)
        for endpoint, path in pages:
            page.goto(path if path.startswith("http") else live.origin + path)
            album.take(f"{role or 'anyone'}-{endpoint}")


def _notices(live: Live, facts: dict[str, object]) -> list[str]:
    """Where the practice phone and the mailbox show what was called off."""
    mail = next(m for m in list_mails(live.mail_dir, limit=1000) if "中止" in m.subject)
    phone = f"{live.line_url}/phone/{facts['channel']}/{facts['friend']}"
    return [phone, f"{live.line_url}/mailbox/{mail.key}/html"]


def _guides() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        live(Path(folder)) as running,
        chromium() as browser,
    ):
        take_all(browser, running)
    return 0


@contextmanager
def _album(browser: Browser) -> Iterator[tuple[Page, Album]]:
    with window(browser, viewport=DESKTOP) as context:
        page = context.new_page()
        yield page, Album(page, OUT)


def _friday(page: Page, album: Album, live: Live) -> None:
    """Sign in, judge, see it public, approve the edition."""
    hand = Pointer(page)
    page.goto(f"{live.origin}/desk/sign-in")
    album.take("sign-in")
    acts.sign_in(page, hand, live, "publisher")
    album.take("today")
    page.goto(f"{live.origin}/desk/queue")
    album.take("queue")
    page.get_by_role("article", name=TITLE).get_by_role("heading").get_by_role("link").click()
    album.take("case")
    page.get_by_role("link", name="きょう", exact=True).click()
    acts.approve_item(page, hand, TITLE)
    album.take("queue-approved")
    page.goto(f"{live.origin}/{HUB}/")
    album.take("public-list")
    page.get_by_role("link", name=TITLE).first.click()
    album.take("public-event")
    page.goto(f"{live.origin}/{HUB}/?month=2026-11")
    album.take("public-month")
    _edition(page, album, live, hand)


def _edition(page: Page, album: Album, live: Live, hand: Pointer) -> None:
    page.goto(f"{live.origin}/desk/editions")
    album.take("editions")
    page.get_by_role("button", name="の便の下書きを作る").click()
    expect(page.get_by_role("heading", name="見え方")).to_be_visible()
    album.take("edition-draft")
    page.goto(f"{live.origin}/desk/")
    acts.approve_edition(page, hand, live)
    album.take("edition-approved")


def _saturday(page: Page, album: Album, live: Live) -> None:
    """The hour comes: the page, a phone, a mail."""
    got = acts.send_at_the_hour(page, live)
    print(f"sent to {len(got)} phones, each {set(got.values())}")
    album.take("edition-sent")
    channel = practice.channel_id(HUB)
    longest = max(got, key=lambda user: len(str(live.control.messages(channel, user))))
    page.goto(f"{live.line_url}/")
    album.take("simulator-home")
    page.goto(f"{live.line_url}/phone/{channel}/{longest}")
    album.take("simulator-phone")
    page.goto(f"{live.line_url}/mailbox/")
    album.take("mailbox")
    mail = next(m for m in list_mails(live.mail_dir, limit=1000) if "号" in m.subject)
    page.goto(f"{live.line_url}/mailbox/{mail.key}")
    album.take("mail")
    page.goto(f"{live.line_url}/mailbox/{mail.key}/html")
    album.take("mail-alone")


def _parent(page: Page, album: Album, live: Live) -> None:
    """Join by mail, change, leave."""
    hand = Pointer(page)
    page.goto(f"{live.origin}/{HUB}/subscribe")
    album.take("subscribe")
    acts.subscribe(page, hand, live, READER)
    album.take("settings")
    acts.change_settings(page, hand)
    album.take("settings-changed")
    acts.leave(page, hand, live, READER)
    album.take("left")
    page.goto(f"{live.origin}/{HUB}/subscribe?lang=en")
    album.take("subscribe-english")


def _group(page: Page, album: Album, live: Live) -> None:
    """Hand in, and follow one's own items by the link."""
    page.goto(f"{live.origin}/{HUB}/submit")
    album.take("submit", fold="日にちをもっと入れる")
    page.goto(live.origin + link_in(live.mail_to("salon-a@example.jp"), "/g/"))
    album.take("own-items")


def _afterwards(page: Page, album: Album, live: Live) -> None:
    """What the office looks at on other days."""
    for name, path in (
        ("figures", "/desk/figures"),
        ("figure-list", "/desk/figures/line_friends?period=FY2026"),
        ("figure-sheet", "/desk/figures/sheet/2024"),
        ("quota", "/desk/quota"),
        ("newsletters", "/desk/newsletter"),
        ("feeds", "/desk/feeds"),
        ("listings", "/desk/listings"),
        ("enter", "/desk/enter"),
        ("import", "/desk/import"),
        ("groups", "/desk/groups"),
        ("places", "/desk/places"),
        ("my-account", "/desk/me"),
    ):
        page.goto(live.origin + path)
        album.take(name)
    page.get_by_role("button", name="サインアウト").click()
    acts.sign_in(page, Pointer(page), live, "admin")
    for name, path in (
        ("admin", "/admin/"),
        ("admin-criteria", "/admin/criteria"),
        ("admin-staff", "/admin/staff"),
        ("admin-log", "/admin/log"),
        ("not-found", f"/{HUB}/events/999999"),
    ):
        page.goto(live.origin + path)
        album.take(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
