"""Do the sender's words about the fee say more than the amount we read from them? Pure."""

from notifier.kit.text import fold

FREE = ("無料", "なし", "0円", "0", "")


def is_only_the_amount(words: str, yen: int) -> bool:
    """「無料」 and 「500円」 are the amount itself; 「500円（材料費）」 says more."""
    plain = (f"{yen}円", f"{yen:,}円", f"{yen}", "") if yen else FREE
    return fold(words) in {fold(one) for one in plain}
