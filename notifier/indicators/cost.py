"""Cost per reached reader: what was typed, added up, over denominators that stay apart. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINUTES_AN_HOUR = 60
MOST_YEN = 10_000_000
MOST_MINUTES = 100_000
MOST_COPIES = 1_000_000


@dataclass(frozen=True, slots=True)
class CostInput:
    """The inputs of one edition."""

    print_yen: int = 0
    delivery_yen: int = 0
    staff_minutes: int = 0
    hour_yen: int = 0
    fee_yen: int = 0
    copies: int = 0

    @property
    def staff_yen(self) -> int:
        """Minutes of work in yen, rounded as people round."""
        return _rounded(Decimal(self.staff_minutes) * self.hour_yen / MINUTES_AN_HOUR)

    @property
    def total(self) -> int:
        """print + delivery + staff minutes × rate + fee."""
        return self.print_yen + self.delivery_yen + self.staff_yen + self.fee_yen


@dataclass(frozen=True, slots=True)
class InputKind:
    """One box of the form: its name, unit and the most that is believed."""

    key: str
    name: str
    unit: str
    most: int
    help: str


INPUTS = (
    InputKind("print_yen", "印刷", "円", MOST_YEN, "印刷・用紙の費用。印刷していなければ 0。"),
    InputKind("delivery_yen", "配達", "円", MOST_YEN, "郵送や配達の費用。"),
    InputKind(
        "staff_minutes",
        "職員の時間",
        "分",
        MOST_MINUTES,
        "集める・書く・確かめる・配るのにかかった時間を、みんなの分を足して。",
    ),
    InputKind("hour_yen", "1時間あたりの人件費", "円", MOST_YEN, "拠点で決めた目安の額。"),
    InputKind("fee_yen", "利用料", "円", MOST_YEN, "LINEなどの月額のうち、この便の分。"),
    InputKind("copies", "印刷した部数", "部", MOST_COPIES, "印刷していなければ 0。"),
)


def each(total: int, number: int) -> str:
    """「12.3円」 for one of ``number``; — where there is none."""
    if number <= 0:
        return "—"
    exact = Decimal(total) / Decimal(number)
    return f"{exact.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):,}円"


def _rounded(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
