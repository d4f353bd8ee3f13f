"""A stand-in for ClamAV's daemon that speaks its wire protocol: nINSTREAM, then pieces, each after its length."""

import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.unit.incidents.evidence.samples import EICAR

OK, FOUND = b"stream: OK\n", b"stream: Eicar-Test-Signature FOUND\n"


class Daemon(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """`answer` is what it says to everything, `behaviour` how it misbehaves, `limit` the most bytes that it takes."""

    daemon_threads = True
    answer = b""
    behaviour = ""
    limit = 100_000_000
    address = ""
    scanned: list[bytes]

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up in the middle is what some of the tests are about."""


class UnixDaemon(Daemon):
    address_family = socket.AF_UNIX


class Handler(socketserver.StreamRequestHandler):
    server: Daemon

    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        if self.server.behaviour == "hangs":
            time.sleep(2)
            return
        content = self.content()
        if content is None:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\n")
        elif self.server.behaviour != "silent":
            self.server.scanned.append(content)
            self.wfile.write(self.server.answer or (FOUND if EICAR in content else OK))

    def content(self) -> bytes | None:
        """None when it is more than the daemon takes."""
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > self.server.limit:
                return None
        return content


@contextmanager
def running(socket_path: Path | None = None) -> Iterator[Daemon]:
    server = UnixDaemon(str(socket_path), Handler) if socket_path else Daemon(("127.0.0.1", 0), Handler)
    server.scanned = []
    server.address = f"unix://{socket_path}" if socket_path else f"tcp://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
