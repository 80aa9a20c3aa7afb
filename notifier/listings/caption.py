"""Words to copy for Instagram and Facebook, and the words that stand for the picture. Pure.

Few signs and no emoji: screen readers speak each of them. Staff read the text before they post it;
nothing is posted by us.
"""

from datetime import datetime

from notifier.hubs import Hub
from notifier.kit import clock, say
from notifier.kit.text import one_line, shorten
from notifier.listings.dates import coming, is_past
from notifier.listings.models import Listing, ListingStatus, Occurrence
from notifier.taxonomy import ages, wards

NETWORKS: dict[str, str] = {"instagram": "Instagram", "facebook": "Facebook"}
DATES_SHOWN = 3
BODY = 300
LIMIT = 2_200  # Instagram's; Facebook takes more
PROFILE = "くわしくは、プロフィールのリンクからご覧ください。"


def caption(listing: Listing, hub: Hub, *, network: str, url: str, now: datetime) -> str:
    """The text of a post: what, when, where, for whom, fee, how to join, and where to read on."""
    lines = [_headline(listing), "", *when_lines(listing, hub, now)]
    lines += [f"{label}：{text}" for label, text in facts(listing, hub) if text]
    body = shorten(listing.body, BODY)
    if body:
        lines += ["", body]
    lines += ["", f"くわしくは {url}" if network == "facebook" else PROFILE]
    if network == "instagram":
        lines += ["", " ".join(_tags(hub))]
    return shorten("\n".join(lines), LIMIT)


def alt_text(listing: Listing, hub: Hub, *, now: datetime) -> str:
    """The picture's words in one sentence each, for people who hear it."""
    told = [f"{hub.name}のお知らせ", _headline(listing), *when_lines(listing, hub, now)]
    told += [f"{label}は{text}" for label, text in facts(listing, hub) if text]
    return "。".join(told) + "。"


def when_lines(listing: Listing, hub: Hub, now: datetime) -> list[str]:
    """The next dates (of a cancelled item: those it had); for information until when it holds."""
    rows = coming(listing, now=now, zone=hub.zone)
    if listing.status is ListingStatus.CANCELLED:  # what was to be, so that people know which
        rows = [row for row in listing.occurrences if not is_past(row, now=now, zone=hub.zone)]
    lines = [_say(row, hub) for row in rows[:DATES_SHOWN]]
    if len(rows) > DATES_SHOWN:
        lines.append(f"ほか{len(rows) - DATES_SHOWN}日")
    if listing.expires_on is not None and not listing.occurrences:
        lines.append(f"{clock.say_date(listing.expires_on)}まで")
    return lines


def facts(listing: Listing, hub: Hub) -> list[tuple[str, str]]:
    """(label, words) in the order of the ward's paper."""
    by = listing.apply_by_at
    fee = listing.fee_text or ("" if listing.fee_yen is None else f"{listing.fee_yen:,}円")
    if not listing.fee_text and listing.fee_yen == 0:
        fee = "無料"
    audience = listing.audience_text or ages.say_months(listing.min_months, listing.max_months)
    return [
        ("会場", one_line(listing.place_name)),
        ("対象", one_line(audience)),
        ("費用", one_line(fee)),
        ("申込み", one_line(listing.apply_text)),
        ("申込締切", say.say_moment(by, hub.zone) if by else ""),
    ]


def _headline(listing: Listing) -> str:
    if listing.status is ListingStatus.CANCELLED:
        why = f"（{listing.status_reason}）" if listing.status_reason else ""
        return f"【中止】{listing.title}{why}"
    return listing.title


def _say(row: Occurrence, hub: Hub) -> str:
    if row.all_day:
        return clock.say_date(row.starts_at.astimezone(hub.zone).date())
    return say.say_span(row.starts_at, row.ends_at, hub.zone)


def _tags(hub: Hub) -> list[str]:
    ward = wards.WARDS.get(hub.ward_code, "")
    own = [f"#横浜市{ward}", f"#{ward}子育て"] if ward else []
    return [*own, "#子育て", "#地域子育て支援拠点"]
