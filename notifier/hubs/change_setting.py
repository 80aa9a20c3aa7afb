"""Change one setting of a hub by its key (``notifier hub set KEY VALUE`` and the admin page)."""

from datetime import datetime

from sqlalchemy.orm import Session

from notifier import audit
from notifier.hubs.models import ChannelPurpose, Hub
from notifier.hubs.queries import districts, line_channel
from notifier.hubs.schedule import read_time, read_weekly
from notifier.hubs.set_districts import read_districts, set_districts
from notifier.hubs.set_line_channel import set_line_channel
from notifier.hubs.setting_keys import SETTINGS, BadSettingError, SettingValue
from notifier.kit.errors import BadInputError

LINE_KEYS: dict[str, tuple[ChannelPurpose, bool]] = {
    "line.channel_id": (ChannelPurpose.READERS, False),
    "line.channel_secret": (ChannelPurpose.READERS, True),
    "line.groups.channel_id": (ChannelPurpose.GROUPS, False),
    "line.groups.channel_secret": (ChannelPurpose.GROUPS, True),
}
ALL_KEYS = (*SETTINGS, *LINE_KEYS, "districts")
SECRET_SHOWN = "（設定ずみ・表示しません）"  # noqa: S105 - says that there is one


def change_setting(
    session: Session, hub: Hub, key: str, value: str, *, by: audit.Actor, now: datetime
) -> None:
    """Set ``key`` to what ``value`` means, with a sentence in the trail when it changed.

    Raises ``BadInputError`` (``field`` is the key) for an unknown key or a value it cannot have.
    """
    if key in LINE_KEYS:
        _change_line(session, hub, key, value, by=by, now=now)
    elif key == "districts":
        set_districts(session, hub, read_districts(value), by=by, now=now)
    elif key in SETTINGS:
        _change_plain(session, hub, key, value, by=by, now=now)
    else:
        raise BadSettingError(f"「{key}」という設定はありません。使えるもの: {', '.join(ALL_KEYS)}")


def setting_values(session: Session, hub: Hub) -> dict[str, str]:
    """Every setting as it would be typed; of secrets only whether there is one."""
    shown = {key: _shown(getattr(hub, one.attribute)) for key, one in SETTINGS.items()}
    for key, (purpose, is_secret) in LINE_KEYS.items():
        channel = line_channel(session, hub.id, purpose)
        if channel is None:
            shown[key] = ""
        elif is_secret:
            shown[key] = SECRET_SHOWN if channel.sealed_secret else ""
        else:
            shown[key] = channel.channel_id
    shown["districts"] = ";".join(f"{d.key}={d.name}" for d in districts(session, hub.id))
    return shown


def _change_plain(
    session: Session, hub: Hub, key: str, value: str, *, by: audit.Actor, now: datetime
) -> None:
    setting = SETTINGS[key]
    try:
        wanted = setting.read(value)
        _check_window(hub, setting.attribute, wanted)
    except BadInputError as error:
        raise BadSettingError(f"{setting.label}：{error}", field=key) from error
    present: SettingValue = getattr(hub, setting.attribute)
    if wanted == present:
        return
    setattr(hub, setting.attribute, wanted)
    session.flush()
    audit.write(
        session,
        f"{by.label}が「{setting.label}」を「{_shown(present)}」から「{_shown(wanted)}」に変えました。",
        verb="hub.set",
        subject=("hub", hub.id),
        hub_id=hub.id,
        by=by,
        now=now,
        detail={"key": key},
    )


def _check_window(hub: Hub, attribute: str, wanted: SettingValue) -> None:
    """The sending window opens before it closes, and the weekly edition goes out inside it."""
    if attribute not in {"window_open", "window_close", "schedule_weekly"}:
        return
    after = {
        "window_open": hub.window_open,
        "window_close": hub.window_close,
        "schedule_weekly": hub.schedule_weekly,
        attribute: str(wanted),
    }
    opens, closes = read_time(after["window_open"]), read_time(after["window_close"])
    if opens >= closes:
        raise BadSettingError("送ってよい時間は、はじめをおわりより前にしてください。")
    _, hour = read_weekly(after["schedule_weekly"])
    if not opens <= hour <= closes:
        raise BadSettingError(
            f"毎週の便の時刻（{hour:%-H:%M}）が、送ってよい時間"
            f"（{opens:%-H:%M}〜{closes:%-H:%M}）の外になります。"
        )


def _change_line(
    session: Session, hub: Hub, key: str, value: str, *, by: audit.Actor, now: datetime
) -> None:
    purpose, is_secret = LINE_KEYS[key]
    channel = line_channel(session, hub.id, purpose)
    if is_secret and channel is None:
        raise BadSettingError("先にチャネルIDを入れてください。", field=key)
    channel_id = channel.channel_id if is_secret and channel else value
    if is_secret and not value.strip():
        raise BadSettingError("チャネルシークレットを入れてください。", field=key)
    secret = value.strip() if is_secret else ""
    set_line_channel(session, hub, purpose, channel_id=channel_id, secret=secret, by=by, now=now)


def _shown(value: SettingValue) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
