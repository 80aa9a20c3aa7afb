"""For operators: ``/healthz`` (alive), ``/readyz`` (able to work), ``/metrics`` (Prometheus)."""

import time
from functools import lru_cache

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from notifier import delivery
from notifier.flows import watch
from notifier.kit import broker, clock, db
from notifier.migrations import is_at_head
from notifier.web.session import engine

blueprint = Blueprint("operators", __name__)

REQUESTS = Counter(
    "notifier_http_requests", "Answers given, by part of the site", ("part", "method", "status")
)
SILENT = Gauge(
    "notifier_seconds_since_alive", "Seconds since somebody last did this duty", ("duty",)
)
SECONDS = Histogram("notifier_http_request_seconds", "Time to answer", ("part",))


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Database, broker and schema, each "ok" or a short reason; 503 unless all are ok."""
    bind = engine()
    checks = {"database": _database(bind), "broker": _broker()}
    checks["schema"] = _schema(bind) if checks["database"] == "ok" else "unknown"
    ready = all(answer == "ok" for answer in checks.values())
    silent = _silent() if checks["schema"] == "ok" else ["unknown"]  # pages work without them
    unheard = [] if checks["broker"] == "ok" else ["not rung: no broker"]  # they live, idle
    workers = ", ".join(unheard + silent) or "ok"
    response = jsonify(ready=ready, workers=workers, **checks)
    response.status_code = 200 if ready else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Counters of this process and signs of life; no names, no addresses."""
    _measure_silence()
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@blueprint.before_app_request
def start_clock() -> None:
    """Remember when the request came."""
    g.started = time.perf_counter()


def count_request(response: Response) -> Response:
    """Count an answer by part of the site; never by address."""
    part = request.blueprint or "none"
    count_answer(part, request.method, response.status_code, started=g.get("started"))
    return response


def count_answer(part: str, method: str, status: int, *, started: float | None) -> None:
    """One answer of a part of the site, and its seconds since ``started`` (perf_counter)."""
    _answers(part, method, int(status)).inc()
    if started is not None:
        _seconds(part).observe(time.perf_counter() - started)


@lru_cache(maxsize=256)  # looking a counter up takes longer than raising it
def _answers(part: str, method: str, status: int) -> Counter:
    return REQUESTS.labels(part, method, str(status))


@lru_cache(maxsize=32)
def _seconds(part: str) -> Histogram:
    return SECONDS.labels(part)


def _database(bind: Engine) -> str:
    """A look into its catalogue: "SELECT 1" is answered without opening a damaged file."""
    try:
        with bind.execution_options(reading=True).connect() as connection:
            inspect(connection).has_table("hubs")
    except SQLAlchemyError as error:
        return f"no answer ({type(error).__name__})"
    return "ok"


def _broker() -> str:
    return "ok" if broker.answers() else "no answer"


def _silent() -> list[str]:
    """Who is silent; the administrators are told once, by whoever sends next."""
    silent = watch.alert(now_fn=clock.now, send=False)
    return [f"silent for {one.minutes} min: {one.duty}" for one in silent]


def _measure_silence() -> None:
    """Seconds since each duty was last done, for the scraper; none are negative. It is a look like
    any other: after the clock was set back whoever is gone begins at 0 and rises.
    """
    try:
        watch.look(now_fn=clock.now)
        with db.reading(engine()) as session:
            seen = delivery.last_seen(session)
    except SQLAlchemyError:
        SILENT.clear()  # no number is better than an old one; /readyz says what is wrong
        return
    for duty, at in seen.items():
        # Clocks of two machines differ a little.
        SILENT.labels(duty).set(max((clock.now() - at).total_seconds(), 0.0))


def _schema(bind: Engine) -> str:
    at_head = is_at_head(bind.execution_options(reading=True))
    return "ok" if at_head else "not at head; run: notifier migrate"
