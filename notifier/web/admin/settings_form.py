"""How the settings are laid out on the page: themes, and which box each key gets."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

SWITCHES = frozenset({"rules.second_person", "rules.own_entry"})
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
    "mail": Section("お知らせメール", ("mail.from", "mail.from_name", "mail.postal_address")),
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
    "rules": Section("確かめかた", ("rules.second_person", "rules.own_entry")),
    "line": Section("LINEの通数", ("line.plan", "line.rate")),
}


def choices_of(key: str) -> tuple[tuple[str, str], ...]:
    """The choices of a setting that is picked from a list; empty for one that is typed."""
    return PLANS if key == "line.plan" else ()


def typed_values(section: str, form: MultiDict[str, str]) -> dict[str, str]:
    """What was typed for the keys of ``section``; an unticked switch is off."""
    return {
        key: ("on" if key in form else "off") if key in SWITCHES else form.get(key, "")
        for key in SECTIONS[section].keys
    }
