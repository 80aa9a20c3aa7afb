"""What nobody may get by asking the pages in the wrong way."""

import pytest
from flask import Flask

TOKEN = "abc-personal-link"


def test_a_crash_is_logged_without_the_personal_link(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    @app.get("/test/crash/<token>")
    def crash(token: str) -> str:
        raise RuntimeError(token)

    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get(f"/test/crash/{TOKEN}")
    out, err = capsys.readouterr()
    assert answer.status_code == 500
    assert TOKEN not in out + err
    assert "web.crashed" in err
    assert "crash" in err
