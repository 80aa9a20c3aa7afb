"""Numbers inside words that open data wants by themselves: a telephone, a count of people. Pure."""

import re

from notifier.intake import read_capacity
from notifier.kit.text import half

PHONE = re.compile(r"(?<![\d-])0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}(?![\d-])")
PERSONS = "人"


def phone_in(words: str) -> str:
    """The first telephone number, in half-width digits; "" when there is none."""
    found = PHONE.search(half(words).replace("‐", "-").replace("－", "-"))
    return re.sub(r"[()]", "-", found.group()) if found else ""


def people_in(words: str) -> str:
    """How many people may come, as digits; "" for families (組) and for what is not clear."""
    capacity = read_capacity(words)
    return str(capacity.number) if capacity.number and capacity.unit == PERSONS else ""
