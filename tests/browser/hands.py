"""How a person works a page: by keyboard alone, or by pointing. The acts are the same."""

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 400
# Where the focus is, and whether a person would see it there.
FOCUS = """target => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const label = here.closest('label, summary') ?? here;
  const seen = el => { const s = getComputedStyle(el); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0; };
  return {
    arrived: here === target,
    seen: here === document.body || here.tagName === 'IFRAME' || seen(here) || seen(label),
    name: here.outerHTML.slice(0, 120),
  };
}"""


class Hand(Protocol):
    """What the acts need of a person."""

    def press(self, target: Locator) -> None:
        """Follow a link, press a button, open a fold."""

    def write(self, target: Locator, text: str) -> None:
        """Put ``text`` into an empty box."""

    def tick(self, target: Locator) -> None:
        """Tick a box or choose a radio button."""

    def choose(self, target: Locator, label: str) -> None:
        """Choose the option of a list that reads ``label``."""


class Keyboard:
    """Tab, Enter, Space, arrows and letters; the pointer is never touched."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, target: Locator) -> None:
        """Tab to it and press Enter."""
        self.reach(target)
        self._page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Tab to it and type."""
        self.reach(target)
        self._page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        """Space ticks; arrows move inside a group of radio buttons."""
        if target.get_attribute("type") == "radio":
            self._move_in_group(target)
        else:
            self.reach(target)
            if not target.is_checked():
                self._page.keyboard.press("Space")
        assert target.is_checked()

    def choose(self, target: Locator, label: str) -> None:
        """Arrow down to the option."""
        self.reach(target)
        for _ in range(target.locator("option").count()):
            if target.evaluate("box => box.selectedOptions[0].label") == label:
                return
            self._page.keyboard.press("ArrowDown")
        assert target.evaluate("box => box.selectedOptions[0].label") == label

    def reach(self, target: Locator) -> None:
        """Press Tab until the focus stands on ``target``, seen at every stop."""
        goal = target.element_handle()
        for _ in range(MOST_TABS):
            focus = self._page.evaluate(FOCUS, goal)
            if focus["arrived"]:
                return
            self._page.keyboard.press("Tab")
            focus = self._page.evaluate(FOCUS, goal)
            assert focus["seen"], f"the focus cannot be seen on {focus['name']}"
        raise AssertionError(f"Tab never reaches {target}")

    def _move_in_group(self, target: Locator) -> None:
        group = self._page.locator(f"input[type=radio][name={target.get_attribute('name')}]")
        first = group.locator("xpath=self::*[@checked]")
        self.reach(first.first if first.count() else group.first)
        for _ in range(group.count()):
            if target.is_checked():
                return
            self._page.keyboard.press("ArrowDown")


class Pointer:
    """Clicks and types; what a person without a keyboard, or without scripts, does."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, target: Locator) -> None:
        """Click."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Type into the box."""
        target.fill(text)

    def tick(self, target: Locator) -> None:
        """Click the box."""
        target.check()

    def choose(self, target: Locator, label: str) -> None:
        """Choose from the list."""
        target.select_option(label=label)
