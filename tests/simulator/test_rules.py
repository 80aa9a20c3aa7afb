"""Each refusal of LINE by its own case, and the same bodies before the closed schema."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from notifier.simulator import check
from notifier.simulator.rules import check_retry_key
from tests.simulator.samples import BAD, BEYOND_THE_SCHEMA, GOOD, bad

UUID = "f03c3eb4-0267-4080-9e65-fffa184e1933"


@pytest.mark.parametrize("name", GOOD)
def test_what_we_send_is_taken(name: str) -> None:
    assert check(GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_what_line_refuses_is_refused(name: str) -> None:
    named = [problem.property for problem in check(bad(name))]
    assert BAD[name][1] in named


def test_a_bad_id_is_named_by_its_place_in_the_message_itself() -> None:
    (problem,) = check(bad("malformed id"))
    assert "The property, to[1]," in problem.message


@pytest.mark.parametrize("kind", ["push", "reply", "validate"])
def test_the_other_envelopes(kind: str) -> None:
    messages = [{"type": "text", "text": "こんにちは"}]
    right = {"push": {"to": "U" + "a" * 32}, "reply": {"replyToken": "x"}, "validate": {}}
    assert check({"messages": messages, **right[kind]}, kind) == []
    assert check({"messages": messages, "to": ["U" + "a" * 32]}, kind) != []


@pytest.mark.parametrize(
    ("key", "kind", "taken"),
    [
        (UUID, "multicast", True),
        (UUID.upper(), "push", True),
        (None, "multicast", True),
        (None, "reply", True),
        (UUID, "reply", False),
        ("not-a-uuid", "multicast", False),
        (UUID.replace("-", ""), "multicast", False),
        ("", "push", False),
    ],
)
def test_retry_keys(key: str | None, kind: str, *, taken: bool) -> None:
    assert (check_retry_key(key, kind) is None) is taken


def test_hostile_json_is_refused_and_never_breaks_the_rules() -> None:
    for value in (None, 1, "x", [], {}, [[]], {"type": []}, {"type": "flex", "contents": []}):
        assert check({"to": value, "messages": value}) != []
        assert check({"to": ["U" + "a" * 32], "messages": [value]}) != []


def _schema_file() -> Path:
    inputs = os.environ.get("NOTIFIER_REAL_INPUTS")
    if not inputs:
        pytest.skip("NOTIFIER_REAL_INPUTS names no folder with LINE's schema beside it")
    return Path(inputs).parent / "common" / "schemas" / "line-openapi" / "messaging-api.strict.yml"


@cache
def _schema(path: Path) -> Any:
    from openapi_core import OpenAPI

    return OpenAPI.from_file_path(str(path))


def _schema_takes(path: Path, body: dict[str, Any]) -> bool:
    from openapi_core.exceptions import OpenAPIError
    from openapi_core.testing import MockRequest

    request = MockRequest(
        "https://api.line.me",
        "post",
        "/v2/bot/message/multicast",
        headers={"Authorization": "Bearer x"},
        data=json.dumps(body).encode(),
        content_type="application/json",
    )
    try:
        _schema(path).validate_request(request)
    except OpenAPIError:
        return False
    return True


@pytest.mark.real
@pytest.mark.parametrize("name", GOOD)
def test_the_closed_schema_takes_the_same(name: str) -> None:
    assert _schema_takes(_schema_file(), GOOD[name])


@pytest.mark.real
@pytest.mark.parametrize("name", BAD)
def test_the_closed_schema_refuses_nothing_more_than_we_do(name: str) -> None:
    assert _schema_takes(_schema_file(), bad(name)) is (name in BEYOND_THE_SCHEMA)
