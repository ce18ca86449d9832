"""Run a command beside search clusters made for it alone: three nodes of Elasticsearch and two of OpenSearch.

    python scripts/on_search_clusters.py [--small] [COMMAND ...]

Without a command they run until Ctrl-C. `--small` makes one node of each. The command finds their addresses in
TEST_ELASTICSEARCH_URL and TEST_OPENSEARCH_URL, and the certificate of the first in TEST_SEARCH_CA; where these are
set already, it is given those.

Maven brings both from Maven Central. They run as a user without rights, in a temporary folder that goes with them. A
node that ends is started again: tests kill them.
"""

import base64
import hashlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

MISSING = "The cluster's tests were not run on Elasticsearch and OpenSearch: install {} (apt-get install {})."
NEEDED = {"mvn": "maven", "java": "openjdk-17-jre-headless", "openssl": "openssl"}
USER, PASSWORD = "site", "on-this-machine-only"
#: Who may do everything, even to what Elasticsearch keeps for itself.
ROLES = "keeper: {cluster: [all], indices: [{names: ['*'], privileges: [all], allow_restricted_indices: true}]}\n"
HEAP = "-Xms512m -Xmx512m"
PATIENCE = 180
#: Neither starts as root.
NOBODY, NOGROUP = "nobody", "nogroup"
SNAPSHOTS = "snapshots"


@dataclass(frozen=True)
class Product:
    """What differs between the two."""

    name: str
    version: str
    nodes: int
    manager: str
    scheme: str

    @property
    def artifact(self) -> str:
        return f"org.{self.name}.distribution.integ-test-zip:{self.name}:{self.version}:zip"

    @property
    def variable(self) -> str:
        return self.name.upper()


class Node:
    """A process, and how it is started."""

    def __init__(self, launch: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._launch = launch
        self.process = launch()

    def revive(self) -> None:
        if self.process.poll() is not None:
            self.process = self._launch()


PRODUCTS = (
    Product("elasticsearch", "8.19.3", 3, "master", "https"),
    Product("opensearch", "2.19.4", 2, "cluster_manager", "http"),
)


def main(arguments: Sequence[str]) -> int:
    """Answer with the command's own exit code."""
    if all(f"TEST_{product.variable}_URL" in os.environ for product in PRODUCTS):
        return subprocess.run(arguments, check=False).returncode
    lacking = {program: package for program, package in NEEDED.items() if not shutil.which(program)}
    if lacking:
        say(MISSING.format(" and ".join(lacking), " ".join(lacking.values())))
        return 1 if os.environ.get("REQUIRE_ALL") == "1" else 0
    small, command = arguments[:1] == ["--small"], [word for word in arguments if word != "--small"]
    # Whoever ends this program ends the nodes with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with (
        TemporaryDirectory(prefix="search-", ignore_cleanup_errors=True) as folder,
        clusters(Path(folder), small) as found,
    ):
        if command:
            return subprocess.run(command, env={**os.environ, **found}, check=False).returncode
        for name, value in found.items():
            say(f"{name}={value}")
        say("Ctrl-C stops them.")
        with suppress(KeyboardInterrupt):
            signal.pause()
    return 0


@contextmanager
def clusters(folder: Path, small: bool) -> Iterator[dict[str, str]]:
    """Both clusters, green; gone at the end. Gives the variables by which they are found."""
    certify(folder)
    (folder / SNAPSHOTS).mkdir()
    nodes: list[Node] = []
    over = threading.Event()
    keeping = threading.Thread(target=keep, args=(nodes, over))
    variables = {"TEST_SEARCH_CA": str(folder / "ca.crt")}
    try:
        started = []
        for product in PRODUCTS:
            home = fetch(product, folder)
            ports = start(product, home, 1 if small else product.nodes, nodes)
            started.append((product, ports))
        for product, ports in started:
            wait(product, ports, nodes, folder)
            access = f"{USER}:{PASSWORD}@" if product.scheme == "https" else ""
            hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
            variables[f"TEST_{product.variable}_URL"] = f"{product.name}+{product.scheme}://{access}{hosts}/tests"
        keeping.start()
        yield variables
    finally:
        over.set()
        if keeping.is_alive():
            keeping.join()
        stop([node.process for node in nodes])


def keep(nodes: Sequence[Node], over: threading.Event) -> None:
    """Start again what has ended, as who runs services does."""
    while not over.wait(0.5):
        for node in nodes:
            node.revive()


def fetch(product: Product, folder: Path) -> Path:
    """Bring the distribution, which Maven keeps for the next time, and unpack it."""
    goals = [["dependency:get", "-Dtransitive=false"], ["dependency:copy", f"-DoutputDirectory={folder}"]]
    for goal in goals:
        command = ["mvn", "-q", "-B", *goal, f"-Dartifact={product.artifact}"]
        brought = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if brought.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{brought.stdout}{brought.stderr}")
    archive = folder / f"{product.name}-{product.version}.zip"
    home = folder / archive.stem
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    archive.unlink()
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    return home


def certify(folder: Path) -> None:
    """A key and a certificate for this machine's own address, which vouches for itself."""
    kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(folder / "ca.key"), "-out", str(folder / "ca.crt")]
    command = ["openssl", "req", *kind, *name, *files]
    subprocess.run(command, check=True, capture_output=True)
    folder.chmod(0o755)


def start(product: Product, home: Path, count: int, nodes: list[Node]) -> list[int]:
    """Start so many nodes, each a process of its own with settings, data and logs of its own."""
    names = [f"{product.name}-{n}" for n in range(1, count + 1)]
    transports = {name: free_port() for name in names}
    ports = {name: free_port() for name in names}
    for name in names:
        own = home.parent / name
        shutil.copytree(home / "config", own / "config")
        for beside in ("tmp", "logs"):
            (own / beside).mkdir()
        options = own / "config" / "jvm.options"
        options.write_text(options.read_text().replace("logs/", f"{own}/logs/"))
        told = {"node.name": name, "http.port": ports[name], "transport.port": transports[name]}
        nodes.append(Node(partial(launch, product, home, own, told | settings(product, own, transports))))
    return list(ports.values())


def launch(product: Product, home: Path, own: Path, told: Mapping[str, object]) -> subprocess.Popen[bytes]:
    """One node, in a session of its own, so that all that it starts ends with it."""
    prefix = "ES" if product.name == "elasticsearch" else "OPENSEARCH"
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG")},
        f"{prefix}_JAVA_HOME": str(Path(shutil.which("java") or "").resolve().parents[1]),
        f"{prefix}_PATH_CONF": str(own / "config"),
        f"{prefix}_JAVA_OPTS": HEAP,
        f"{prefix}_TMPDIR": str(own / "tmp"),
    }
    is_root = os.geteuid() == 0
    if is_root:
        for path in (own.parent / SNAPSHOTS, own, *own.rglob("*")):
            shutil.chown(path, NOBODY, NOGROUP)
    with (own / "output").open("ab") as output:
        return subprocess.Popen(
            [home / "bin" / product.name, *(f"-E{key}={value}" for key, value in told.items())],
            env=environment,
            cwd=own,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=NOBODY if is_root else None,
            group=NOGROUP if is_root else None,
            extra_groups=[] if is_root else None,
        )


def settings(product: Product, own: Path, transports: Mapping[str, int]) -> dict[str, str]:
    """What a node is told. Elasticsearch speaks TLS and asks who is there, OpenSearch does neither."""
    said = {
        "cluster.name": f"{product.name}-{os.getpid()}",
        "network.host": "127.0.0.1",
        "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in transports.values()),
        f"cluster.initial_{product.manager}_nodes": ",".join(transports),
        # How full the disk of this machine is tells nothing here.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "cluster.max_shards_per_node": "10000",
        "path.data": str(own / "data"),
        "path.logs": str(own / "logs"),
        "path.repo": str(own.parent / SNAPSHOTS),
    }
    if product.scheme == "http":
        return said
    for name in ("ca.crt", "ca.key"):
        shutil.copy(own.parent / name, own / "config")
    (own / "config" / "users").write_text(f"{USER}:{hashed(PASSWORD)}\n")
    (own / "config" / "users_roles").write_text(f"keeper:{USER}\n")
    (own / "config" / "roles.yml").write_text(ROLES)
    return said | {
        "xpack.security.enabled": "true",
        "xpack.security.http.ssl.enabled": "true",
        "xpack.security.http.ssl.key": "ca.key",
        "xpack.security.http.ssl.certificate": "ca.crt",
        "xpack.security.authc.api_key.enabled": "true",
    }


def hashed(password: str) -> str:
    """As Elasticsearch keeps a password in a file."""
    salt, rounds = os.urandom(32), 10_000
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds, 32)
    return f"{{PBKDF2}}{rounds}${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}"


def wait(product: Product, ports: Sequence[int], nodes: Sequence[Node], folder: Path) -> None:
    """Until all nodes have found each other and the cluster is green."""
    access = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - an address of our own making
        f"{product.scheme}://127.0.0.1:{ports[0]}/_cluster/health?wait_for_status=green&timeout=1s&wait_for_nodes={len(ports)}",
        headers={"Authorization": f"Basic {access}"} if product.scheme == "https" else {},
    )
    trust = ssl.create_default_context(cafile=folder / "ca.crt")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(node.process.poll() is None for node in nodes):
        with suppress(OSError), urllib.request.urlopen(request, timeout=5, context=trust) as answer:  # noqa: S310
            if re.search(rb'"timed_out":false', answer.read()):
                return
        time.sleep(0.5)
    for output in sorted(folder.glob("*-[0-9]/output")):
        say(f"--- {output.parent.name}\n{output.read_text(errors='replace')[-3000:]}")
    raise SystemExit(f"{product.name} did not become green.")


def stop(nodes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End each node by its own number; what does not end in time is killed with all that it has started."""
    for node in nodes:
        with suppress(ProcessLookupError):
            os.killpg(node.pid, signal.SIGTERM)
    for node in nodes:
        try:
            node.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(node.pid, signal.SIGKILL)
            node.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a script speaks on the terminal


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
