"""Composing stays near the bare matching query; ``bench/compose.py`` measures 10,000 readers."""

from pathlib import Path

import pytest

from bench.compose import measure


@pytest.mark.slow
def test_grouping_is_near_the_bare_query(tmp_path: Path) -> None:
    found = measure(2_000, tmp_path)
    assert found.groups > 50
    assert found.ratio <= 10
    assert found.growth <= 100
