"""What every page must keep to at both widths, whatever state it is in."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.chromium import DESKTOP, PHONE

SMALLEST_TARGET = 44
AXE = "() => axe.run({ resultTypes: ['violations'] }).then(found => found.violations)"
# Boxes and buttons lower or narrower than a finger; a box counts with the label around it.
SMALL_TARGETS = """least => {
  const small = [];
  const all = 'button, summary, select, textarea, input:not([type=hidden]), a.button, nav a';
  for (const one of document.querySelectorAll(all)) {
    const target = one.matches('[type=checkbox], [type=radio]') ? one.closest('label') ?? one : one;
    const box = target.getBoundingClientRect();
    if (!one.checkVisibility() || one.closest('.visually-hidden, .skip-link') || !box.width) continue;
    if (Math.round(box.height) < least || Math.round(box.width) < least)
      small.push(`${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 90)}`);
  }
  return small;
}"""
# What reaches over the right edge of the page.
STICKS_OUT = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > page.clientWidth + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 90));
}"""


def see(page: Page) -> None:
    """Judge the page as it stands on a phone and on a desk; it is left at the phone's width."""
    problems = frame(page)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        problems += judge(page, f"{size['width']}px")
    assert problems == [], f"{page.url}\n" + "\n".join(problems)


def frame(page: Page) -> list[str]:
    """Language, one heading of the first rank, a title; every fold opened, axe brought in."""
    page.evaluate(AXE_SCRIPT)
    problems = []
    if page.locator("html").get_attribute("lang") not in {"ja", "en"}:
        problems.append("html has no lang")
    if page.locator("h1").count() != 1:
        problems.append(f"{page.locator('h1').count()} h1")
    if not page.title().strip():
        problems.append("no title")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    return problems


def judge(page: Page, width: str) -> list[str]:
    """What is wrong at one width: axe's findings, what sticks out, what is too small to hit."""
    found = page.evaluate(AXE)
    return (
        [f"{width} axe {v['id']}: {[n['target'] for n in v['nodes']][:4]}" for v in found]
        + [f"{width} sticks out: {one}" for one in page.evaluate(STICKS_OUT)]
        + [f"{width} small: {one}" for one in page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)]
    )
