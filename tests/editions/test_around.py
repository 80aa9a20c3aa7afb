"""What stands around the cards is rendered once; the issue is what rendering it whole would give."""

from collections.abc import Sequence

import pytest
from jinja2 import Environment

from notifier.editions.around import MARKS, take_apart

ROW = "Hello\n{% for card in cards %}\n{{ card }}!\n{% endfor %}\nBye"
LED = "Hello\n{% for card in cards %}\n- {{ card }}\n{% endfor %}\nBye"
SEPARATED = "({% for card in cards %}{{ card }}{{ ', ' if not loop.last }}{% endfor %})"
BARE = "({% for card in cards %}{{ card }}{% endfor %})"
COUNTED = "{{ cards|length }} {% for card in cards %}{{ card }}{% endfor %}"
NUMBERED = "{% for card in cards %}{{ loop.index }}{{ card }}{% endfor %}"
ONLY_FIRST = "{{ cards[0] }}"


def render(source: str, cards: Sequence[str]) -> str:
    return Environment(trim_blocks=True).from_string(source).render(cards=cards)  # noqa: S701 - text


@pytest.mark.parametrize("source", [ROW, BARE])
@pytest.mark.parametrize("cards", [["a"], ["a", "b"], ["b", "a", "c", "a"], [MARKS[0]]])
def test_a_row_of_cards_is_put_together_as_it_is_rendered(source: str, cards: list[str]) -> None:
    around = take_apart(lambda some: render(source, some))
    assert around is not None
    assert "".join(around.put(cards)) == render(source, cards)


@pytest.mark.parametrize("source", [LED, SEPARATED, COUNTED, NUMBERED, ONLY_FIRST, "nothing"])
def test_a_template_that_does_more_is_left_whole(source: str) -> None:
    assert take_apart(lambda some: render(source, some)) is None
