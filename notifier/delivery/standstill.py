"""What will not go, and what still will, while a duty is silent or no bell rings. Pure."""

from collections.abc import Collection

EVERYTHING = ("clock", "now")  # without these nobody finds what is due
WAITS = {
    "urgent": "中止などの急ぎのお知らせ",
    "line": "LINEの便",
    "email": "メールの便",
}
NOTHING_GOES = "便も連絡も送られません。"
ALONE_WITHOUT_BELL = (
    "見回り（cron の notifier tick）が動いているので、メールの便と、一人ひとりへの連絡は送られます。"
    "LINEの便は、呼び鈴（Redis）がもどるまで送られません。"
)
NOTHING_IS_LOST = (
    "送るはずのものは失われていません。動きだせば続きから送ります。"
    "予定の時刻を大きく過ぎた便は、送らずに、どうするかをたずねます。"
)


def standstill(
    silent: Collection[str],
    *,
    is_sure: bool = True,
    is_bell_gone: bool = False,
    sends_alone: bool = False,
) -> str:
    """A sentence about the silent duties; "" when nothing stands still.

    ``is_sure``: they are silent; after the clock was set back nobody knows. ``is_bell_gone``:
    nobody hears that work is due, and nobody hands out turns for LINE's pace. ``sends_alone``: a
    tick without workers does every duty itself, and needs no bell.
    """
    if is_bell_gone and sends_alone:
        return ALONE_WITHOUT_BELL
    lead = "このままでは" if is_sure or is_bell_gone else "動いていなければ"
    if is_bell_gone or any(one in silent for one in EVERYTHING):
        return f"{lead}、{NOTHING_GOES}"
    waits = [name for duty, name in WAITS.items() if duty in silent]
    if not waits:
        return ""
    return f"{lead}、{'と、'.join(waits)}は送られません。ほかのものは送られます。"
