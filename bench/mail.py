"""Mail against the wire: delivery goals G1-G7 as ratios inside one interleaved run, and G11.

``python -m bench mail`` needs Debian's package postfix for its peer (smtp-source, smtp-sink). G5
starts a Postfix of its own, which discards everything, and says so when it cannot.
"""

import os
import smtplib
import statistics
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import select

from bench import _mail_workers, _mailing, _rendering
from bench._postfix import postfix, why_not
from bench._relays import blast, peer, sink, slow_line
from bench._world import NOW, own_database
from notifier import delivery
from notifier.config import settings
from notifier.delivery.letter import Letters
from notifier.delivery.recipients import Recipient
from notifier.editions import ContentGroup, Edition, mail_of
from notifier.hubs import Hub
from notifier.kit import db
from notifier.wire import smtp

READERS = int(os.environ.get("NOTIFIER_BENCH_READERS", "10000"))
WORKERS = 2
CONNECTIONS = 4  # of smtp-source -s 4
ROUNDS = 3
SOME = 400  # messages of the CPU comparison and of the slow line
ONE_WAY = 0.01
MUST = {"G1": 0.55, "G2": 0.45, "G3": 0.30, "G4": 0.12, "G5": 0.85, "G6": 1.9, "G11": 100}
AT_MOST = {"G4", "G11"}  # the less the better


@dataclass
class Rates:
    """Messages a second, round by round; the peer's stand before and after each of ours."""

    peer: list[float] = field(default_factory=list)
    phase: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mib: float = 0.0

    def ratio(self, ours: list[float]) -> float:
        """The median of each round's rate against the mean of the peer's around it."""
        pairs = zip(ours, self.peer, self.peer[1:], strict=False)
        return statistics.median(one / ((before + after) / 2) for one, before, after in pairs)


def main() -> bool:
    """Print the table; True when a bound was missed."""
    found = _rendering.measure()
    missed = [key for key, (ratio, must) in found.items() if ratio < must]
    for key, (ratio, must) in found.items():
        print(f"{key}: {ratio:.2f} (must {must:g})", flush=True)
    if peer("smtp-source") is None or peer("smtp-sink") is None:
        print("G1-G4, G6: peer not present (Debian's package postfix), nothing was measured")
        return bool(missed)
    figures = _into_sink()
    if why := why_not():
        print(f"G5: skipped, Postfix {why}")
    else:
        figures["G5"] = _into_postfix()
    for key, ratio in sorted(figures.items()):
        must = MUST[key]
        is_missed = ratio > must if key in AT_MOST else ratio < must
        missed += [key] * is_missed
        print(f"{key}: {ratio:.3f} (must {'<=' if key in AT_MOST else '>='} {must:g})")
    print("missed: " + (", ".join(missed) or "none"))
    return bool(missed)


def _into_sink() -> dict[str, float]:
    """Into a relay that takes everything at once: what we cost ourselves."""
    figures: dict[str, float] = {}
    with sink() as port:
        os.environ["NOTIFIER_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        size, rates = _deliver(port, variants=50)
        print(f"{READERS:,} letters of {size:,} bytes; peer {_say(rates.peer)} a second")
        print(f"  ours: delivery {_say(rates.phase)}, whole {_say(rates.whole)} a second")
        figures["G1"], figures["G2"] = rates.ratio(rates.phase), rates.ratio(rates.whole)
        _, fewer = _deliver(port, variants=50, readers=READERS // 10)
        figures["G11"] = rates.peak_mib - fewer.peak_mib
        print(
            f"  a worker's peak: {rates.peak_mib:.0f} MiB, a tenth of the readers {fewer.peak_mib:.0f}"
        )
        plain = _plain_cpu(port)
        figures["G4"] = statistics.median(rates.cpu) / plain
        print(
            f"  CPU a letter: ours {statistics.median(rates.cpu) * 1e6:.0f} µs, "
            f"EmailMessage + send_message {plain * 1e6:.0f} µs"
        )
        figures["G6"] = _slow_ratio(port)
        size, rates = _deliver(port, variants=READERS)
        print(f"all different: peer {_say(rates.peer)}, whole {_say(rates.whole)} a second")
        figures["G3"] = rates.ratio(rates.whole)
    return figures


def _into_postfix() -> float:
    """Into a relay that keeps a queue on its disk: a connection waits for the disk most of the time,
    so as many of ours as the peer has.

    Each letter of ours has another recipient, whom Postfix must look at anew. The peer does so too,
    as its manual wants it; what it makes of one recipient in all its caches is told beside it.
    """
    with postfix() as port:
        os.environ["NOTIFIER_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        size, rates = _deliver(port, variants=50, workers=CONNECTIONS, alike=False)
        cached = statistics.median(blast(port, messages=READERS, size=size) for _ in range(ROUNDS))
    print(f"into Postfix: peer {_say(rates.peer)}, ours {_say(rates.phase)} a second")
    ours = statistics.median(rates.phase)
    print(f"  peer to one recipient {cached:,.0f} a second: ratio {ours / cached:.3f}")
    return rates.ratio(rates.phase)


def _deliver(
    port: int,
    *,
    variants: int,
    readers: int = READERS,
    workers: int = WORKERS,
    alike: bool = True,
) -> tuple[int, Rates]:
    """The peer and our whole job in turn; the mean letter's bytes and the rates."""
    rates = Rates()
    with own_database() as folder, _mail_workers.workers(folder, workers) as running:
        with db.writing() as session:
            edition = _mailing.fill(session, readers=readers, variants=variants)
            edition_id, send_at = edition.id, edition.send_at
        assert send_at is not None
        moment = send_at + timedelta(seconds=1)
        delivery.dispatch(edition_id, now_fn=lambda: moment)
        size = _size()
        rates.peer.append(blast(port, messages=readers, size=size, each_another=not alike))
        for _ in range(ROUNDS):
            with db.writing() as session:
                _mailing.as_approved(session, edition_id)
            start = time.perf_counter()
            delivery.dispatch(edition_id, now_fn=lambda: moment)
            planned = time.perf_counter()
            cpu, peak = _mail_workers.work(running, moment)
            over = time.perf_counter()
            _check_all_sent(edition_id, readers)
            rates.phase.append(readers / (over - planned))
            rates.whole.append(readers / (over - start))
            rates.cpu.append(cpu / readers)
            rates.peak_mib = max(rates.peak_mib, peak)
            rates.peer.append(blast(port, messages=readers, size=size, each_another=not alike))
    return size, rates


def _check_all_sent(edition_id: int, readers: int) -> None:
    with db.reading() as session:
        status = delivery.status(session, session.get_one(Edition, edition_id))
    assert status["channels"]["email"]["sent"] == readers, status


def _letters(number: int) -> list[tuple[bytes, str]]:
    """Letters of the planned edition, as they go over the wire."""
    with db.reading() as session:
        edition = session.scalars(select(Edition)).one()
        made = Letters(
            hub=session.get_one(Hub, edition.hub_id),
            edition_id=edition.id,
            edition_salt=edition.salt,
            link_key="k" * 40,
            base_url=settings().base_url,
        )
        groups = list(session.scalars(select(ContentGroup.id).limit(50)))
        made.load(session, groups)
    readers = [
        Recipient(n, n, n, f"reader{n}@example.jp", "salt", 1, groups[n % len(groups)])
        for n in range(1, number + 1)
    ]
    return [(made.write(one, NOW), one.address) for one in readers]


def _size() -> int:
    return round(statistics.mean(len(raw) for raw, _ in _letters(50)))


def _plain_cpu(port: int) -> float:
    """CPU seconds a letter of EmailMessage + send_message, one connection, the same content."""
    with own_database():
        with db.writing() as session:
            edition = _mailing.fill(session, readers=100, variants=50)
            edition_id, send_at = edition.id, edition.send_at
        assert send_at is not None
        moment = send_at + timedelta(seconds=1)
        delivery.dispatch(edition_id, now_fn=lambda: moment)
        with db.reading() as session:
            group = session.scalars(select(ContentGroup).limit(1)).one()
            subject, (plain, html) = group.mail_subject, mail_of(session, group)
    with smtplib.SMTP("127.0.0.1", port) as session_:
        before = time.process_time()
        for number in range(SOME):
            message = EmailMessage(policy=SMTP)
            message["From"], message["To"] = "西区の拠点 <news@example.jp>", f"r{number}@example.jp"
            message["Subject"], message["Message-ID"] = subject, f"<{number}@example.jp>"
            message.set_content(plain.replace("%%SETTINGS_URL%%", f"https://example.jp/{number}"))
            message.add_alternative(
                html.replace("%%SETTINGS_URL%%", f"https://example.jp/{number}"), subtype="html"
            )
            session_.send_message(message)
        return (time.process_time() - before) / SOME


def _slow_ratio(port: int) -> float:
    """Letters a second over one connection 20 ms away, against smtplib keeping its connection."""
    body = b"Subject: x\r\n\r\n" + b"a" * 70 + b"\r\n" * 400
    with slow_line(port, one_way=ONE_WAY) as far:
        start = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", far) as plain:
            for number in range(SOME // 4):
                plain.sendmail("news@example.jp", [f"r{number}@example.jp"], body)
        theirs = (SOME // 4) / (time.perf_counter() - start)
        mails = (
            smtp.Mail(n, "news@example.jp", f"r{n}@example.jp", body, is_ready=True)
            for n in range(SOME)
        )
        start = time.perf_counter()
        with smtp.open_mailer(f"smtp://127.0.0.1:{far}") as mailer:
            taken = sum(isinstance(end, str) for _, end in mailer.deliver(mails, before=_ignore))
        assert taken == SOME
        ours = SOME / (time.perf_counter() - start)
    print(f"  20 ms away, one connection: ours {ours:.0f}, smtplib {theirs:.0f} letters a second")
    return ours / theirs


def _ignore(_mail: smtp.Mail) -> None:
    """Nothing to note down."""


def _say(rates: list[float]) -> str:
    return " ".join(f"{one:,.0f}" for one in rates)


if __name__ == "__main__":
    sys.exit(main())
