"""How the settings are laid out on the page: themes, and which box each key gets."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from notifier.kit.clock import WEEKDAY_KEYS, WEEKDAYS_JA

BOXES: dict[str, str] = {
    "rules.second_person": "switch",
    "rules.own_entry": "switch",
    "open_days": "days",
    "schedule.weekly": "weekly",
    "window.open": "time",
    "window.close": "time",
    "line.plan": "choice",
}
DAYS = tuple(zip(WEEKDAY_KEYS, WEEKDAYS_JA, strict=True))
PLANS: tuple[tuple[str, str], ...] = (
    ("communication", "コミュニケーション（月200通・無料）"),
    ("light", "ライト（月5,000通）"),
    ("standard", "スタンダード（月30,000通）"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """One theme of settings, saved together."""

    title: str
    keys: tuple[str, ...]


SECTIONS: dict[str, Section] = {
    "hub": Section("拠点のこと", ("name", "contact", "open_days", "timezone")),
    "mail": Section(
        "メール", ("mail.from", "mail.from_name", "mail.postal_address", "mail.submissions")
    ),
    "schedule": Section(
        "送る曜日と時刻",
        (
            "window.open",
            "window.close",
            "schedule.weekly",
            "schedule.undo_minutes",
            "schedule.freshness_minutes",
        ),
    ),
    "rules": Section(
        "確かめかた", ("rules.second_person", "rules.own_entry", "rules.most_tellings")
    ),
    "line": Section("LINEの通数", ("line.plan", "line.rate")),
}


def typed_values(section: str, form: MultiDict[str, str]) -> dict[str, str]:
    """What was typed for the keys of ``section``, as ``notifier hub set`` would take it."""
    return {key: _typed(key, form) for key in SECTIONS[section].keys}


def _typed(key: str, form: MultiDict[str, str]) -> str:
    """One value; an unticked switch is off, ticked days and the two weekly boxes are joined."""
    box = BOXES.get(key)
    if box == "switch":
        return "on" if key in form else "off"
    if box == "days":
        return " ".join(form.getlist(key))
    if box == "weekly":
        return f"{form.get(key, '')} {form.get(key + '.time', '')}"
    return form.get(key, "")
