"""A Postfix of the benchmark's own: its queue in a folder that is removed, nothing ever leaves.

Bound to loopback; whatever it accepts is discarded, and it has no program that could speak to
another host. Ended by its own process id.
"""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench._relays import peer, wait_for
from tests.fakes.smtp_sink import free_port

OWNER, GROUP = "postfix", "postdrop"
MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = {commands}
daemon_directory = {daemons}
mail_owner = {owner}
setgid_group = {group}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = bench.example.jp
mydestination =
local_transport = discard
virtual_transport = discard
relay_transport = discard
default_transport = discard
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = permit_mynetworks, reject
smtputf8_enable = no
alias_maps =
"""
# service type private unpriv chroot wakeup maxproc command; no smtp client among them
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
"""


def why_not() -> str:
    """Why no Postfix can be started here; empty when one can."""
    if peer("postfix") is None or peer("master") is None:
        return "not present (Debian's package postfix)"
    if os.geteuid() != 0:
        return "it only starts as root"
    return ""


@contextmanager
def postfix() -> Iterator[int]:
    """A running Postfix; yields its port."""
    commands, master, port = peer("postfix"), peer("master"), free_port()
    assert commands is not None
    assert master is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("queue", "data", "conf"):
            (folder / part).mkdir()
        os.chown(folder / "data", pwd.getpwnam(OWNER).pw_uid, -1)
        (folder / "conf" / "main.cf").write_text(
            MAIN.format(
                folder=folder,
                commands=Path(commands).parent,
                daemons=Path(master).parent,
                owner=OWNER,
                group=GROUP,
            )
        )
        (folder / "conf" / "master.cf").write_text(MASTER.format(port=port))
        conf = str(folder / "conf")
        subprocess.run([commands, "-c", conf, "check"], check=True, capture_output=True)
        running = subprocess.Popen([master, "-c", conf, "-d"])
        try:
            wait_for(port)
            yield port
        finally:
            running.terminate()
            running.wait(timeout=30)
