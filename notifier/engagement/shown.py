"""Small numbers are not shown: below twenty a count could point at a person. Pure."""

LEAST_SHOWN = 20
HIDDEN = f"{LEAST_SHOWN}未満"


def shown(number: int) -> str:
    """「1,234」, and 「20未満」 for anything below twenty, zero included."""
    return HIDDEN if number < LEAST_SHOWN else f"{number:,}"
