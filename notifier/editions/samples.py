"""Real readers' wishes worth looking at before approving: most items, fewest, each district. Pure."""

from dataclasses import dataclass

from notifier.editions.audience import ReaderProfile
from notifier.editions.selection import Selection
from notifier.subscribers import LANGUAGES


@dataclass(frozen=True, slots=True)
class Sample:
    """A profile to look through, and why it is interesting. It names nobody."""

    profile_id: int
    label: str
    items: int


class Sampler:
    """Looks at every reader profile once and keeps the telling ones."""

    def __init__(self, *, longest_title: int | None = None) -> None:
        self._longest_title = longest_title
        self._most: tuple[int, ReaderProfile] | None = None
        self._fewest: tuple[int, ReaderProfile] | None = None
        self._longest: tuple[int, ReaderProfile] | None = None
        self._districts: dict[str, tuple[int, ReaderProfile]] = {}
        self._languages: dict[str, tuple[int, ReaderProfile]] = {}

    def see(self, profile: ReaderProfile, chosen: Selection) -> None:
        """Take one profile into account; those who get nothing are not shown."""
        count = len(chosen.chosen)
        if not count:
            return
        seen = (count, profile)
        if self._most is None or count > self._most[0]:
            self._most = seen
        if self._fewest is None or count < self._fewest[0]:
            self._fewest = seen
        if self._longest is None and self._longest_title in chosen.chosen:
            self._longest = seen
        for key in profile.wishes.districts:
            self._districts.setdefault(key, seen)
        if profile.wishes.language != "ja":
            self._languages.setdefault(profile.wishes.language, seen)

    def samples(self, district_names: dict[str, str]) -> list[Sample]:
        """The samples in the order a person would walk through them."""
        named = [
            ("いちばん多く届く人", self._most),
            ("いちばん少なく届く人", self._fewest),
            ("いちばん長い題名が届く人", self._longest),
            *(
                (f"{district_names.get(key, key)}の人", one)
                for key, one in self._sorted_districts()
            ),
            *((f"{LANGUAGES.get(key, key)}の人", one) for key, one in self._languages.items()),
        ]
        told: dict[int, Sample] = {}
        for label, seen in named:
            if seen is not None:
                one = seen[1].profile_id
                told.setdefault(one, Sample(one, f"{label}（{seen[0]}件）", seen[0]))
        return list(told.values())

    def _sorted_districts(self) -> list[tuple[str, tuple[int, ReaderProfile]]]:
        return sorted(self._districts.items())
