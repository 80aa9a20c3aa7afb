"""What a visitor narrowed a file to: in words for its name, in its address for who asks again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Narrowed:
    """``words`` as 「第1地区・0歳」, ``query`` as "?district=d1&age=age0"; both "" for everything."""

    words: str = ""
    query: str = ""

    def name(self, hub_name: str) -> str:
        """The hub's name, with what the file is narrowed to."""
        return f"{hub_name}（{self.words}）" if self.words else hub_name


EVERYTHING = Narrowed()
