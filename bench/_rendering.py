"""Rendering for many readers against one Jinja2 run per reader of the same templates (goal G7)."""

import time
from collections.abc import Callable, Sequence

from jinja2 import Template

from bench import _mailing
from bench._world import own_database
from notifier.config import settings
from notifier.editions.card import Frame, card_of
from notifier.editions.freeze import frozen_views, link_codes
from notifier.editions.press import Press
from notifier.editions.snapshot import Snapshot
from notifier.editions.templating import ROOT, template
from notifier.editions.words import words_of
from notifier.hubs import get_hub
from notifier.kit import db

READERS = 10_000
BARE_READERS = 300  # measured, and the rate taken
MUST = {50: 10.0, 1_000: 3.5, READERS: 2.5}
ROUNDS = 3


def measure() -> dict[str, tuple[float, float]]:
    """(ratio, must) for 50 groups, 1,000 groups and all different, in one interleaved run."""
    with own_database():
        with db.writing() as session:
            edition = _mailing.fill(session, readers=1, variants=1)
            views = frozen_views(edition)
            hub, codes = get_hub(session, edition.hub_id), link_codes(session, edition)
        frame = Press(edition, hub, views, codes=codes)._frame("ja")
        by_listing = [view.listing_id for view in views]
        best: dict[int, float] = {}
        bare = 0.0
        for _ in range(ROUNDS):
            bare = max(bare, _rate(BARE_READERS, lambda n: _one_run_each(frame, views, n)))
            for groups in MUST:
                chosen = [tuple(by_listing[i] for i in one) for one in _mailing.choices(groups)]

                def ours(readers: int, chosen: list[tuple[int, ...]] = chosen) -> None:
                    press = Press(edition, hub, views, codes=codes)
                    for listing_ids in chosen:
                        press.print_issue(listing_ids, "ja")
                    del readers

                best[groups] = max(best.get(groups, 0.0), _rate(READERS, ours))
    print(
        f"rendering: one Jinja2 run each {bare:,.0f} readers a second; grouped "
        + ", ".join(f"{groups:,}: {rate:,.0f}" for groups, rate in best.items())
    )
    return {f"G7 {groups:,} groups": (rate / bare, MUST[groups]) for groups, rate in best.items()}


def _one_run_each(frame: Frame, views: Sequence[Snapshot], readers: int) -> None:
    """Both mail parts of each reader by one run of one template, cards and all."""
    words = words_of("ja")
    whole = [_whole("mail.txt", "card.txt"), _whole("mail.html", "card.html")]
    cards = [card_of(view, words) for view in views]
    url = f"{settings().base_url}/r/abcdefgh"
    for number in range(readers):
        mine = [cards[(number + step) % len(cards)] for step in range(_mailing.A_READERS_ITEMS)]
        for one in whole:
            one.render(frame=frame, words=words, cards=mine, url=url)


def _whole(mail: str, card: str) -> Template:
    """The letter's template with its card's inside, so that one run renders all."""
    folder = "editions/weekly"
    source = (
        (ROOT / folder / mail).read_text().replace("{{ card }}", (ROOT / folder / card).read_text())
    )
    environment = template(folder, mail).environment
    return environment.overlay(autoescape=mail.endswith(".html")).from_string(source)


def _rate(readers: int, work: Callable[[int], None]) -> float:
    start = time.perf_counter()
    work(readers)
    return readers / (time.perf_counter() - start)
