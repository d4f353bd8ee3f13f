"""A server on this machine that speaks GOV.UK Notify's API: as strict as the real one, and failing on demand.

It checks the token with the service's secret, the template and its placeholders, and the address; it knows what it
accepted by identifier and by reference; and it sends callbacks as the real one does. Like the real one it accepts a
second notification under the same reference.
"""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError

EMAIL_TEMPLATE, SMS_TEMPLATE = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
SERVICE, SECRET = str(uuid.UUID(int=3)), str(uuid.UUID(int=4))
API_KEY = f"tests-{SERVICE}-{SECRET}"
PLACEHOLDERS = {EMAIL_TEMPLATE: {"subject", "body"}, SMS_TEMPLATE: {"message"}}
PERMANENT = "permanent-failure"

Answer = tuple[int, dict[str, Any]]


def error(status: int, kind: str, message: str) -> Answer:
    return status, {"status_code": status, "errors": [{"error": kind, "message": message}]}


@dataclass
class Notify:
    """What a test sees of it. Set `next_answers` to fail; clear `answering` to accept and never say so."""

    url: str = ""
    accepted: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    next_answers: list[Answer] = field(default_factory=list)
    answering: Event = field(default_factory=Event)
    holding: Event = field(default_factory=Event)

    def throttle(self, times: int) -> None:
        self.next_answers += [error(429, "RateLimitError", "Exceeded rate limit for key type LIVE")] * times

    def break_down(self, times: int) -> None:
        self.next_answers += [error(500, "Exception", "Internal server error")] * times

    def take(self, kind: str, body: dict[str, Any]) -> Answer:
        if wrong := self.wrong(kind, body):
            return wrong
        notification = {**body, "id": str(uuid.uuid4()), "type": kind, "status": "created"}
        self.accepted.append(notification)
        if not self.answering.is_set():
            self.holding.set()
            self.answering.wait(30)
        return 201, {"id": notification["id"], "reference": body.get("reference"), "content": {}}

    def wrong(self, kind: str, body: dict[str, Any]) -> Answer | None:
        if PLACEHOLDERS.get(body.get("template_id", "")) is None:
            return error(400, "BadRequestError", "Template not found")
        missing = PLACEHOLDERS[body["template_id"]] - set(body.get("personalisation", {}))
        if missing:
            return error(400, "BadRequestError", f"Missing personalisation: {', '.join(sorted(missing))}")
        if kind == "sms" and not re.fullmatch(r"\+[0-9]{8,15}", body.get("phone_number", "")):
            return error(400, "ValidationError", "phone_number Not a valid phone number")
        if kind == "email" and "@refused." in body.get("email_address", ""):
            return error(400, "ValidationError", "email_address Not a valid email address")
        return None

    def find(self, reference: str) -> list[dict[str, Any]]:
        return [one for one in self.accepted if one.get("reference") == reference]

    def callback(self, reference: str, status: str) -> dict[str, Any]:
        """The body of what it says about the last notification under this reference."""
        one = self.find(reference)[-1]
        one["status"] = status
        to = one.get("email_address") or one.get("phone_number")
        kept = {name: one.get(name) for name in ("id", "reference", "status", "template_id")}
        return {**kept, "to": to, "notification_type": one["type"], "completed_at": "2026-11-23T09:00:00.000000Z"}

    def call_back(self, site: str, token: str, reference: str, status: str) -> int:
        body = self.callback(reference, status)
        headers = {"Authorization": f"Bearer {token}"}
        return requests.post(f"{site}/hooks/notify/", json=body, headers=headers, timeout=10).status_code


class Handler(BaseHTTPRequestHandler):
    notify: Notify

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(lambda: self.notify.take(self.path.rpartition("/")[2], body))

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        reference = parse_qs(address.query).get("reference")
        self.answer(lambda: self.list(reference[0]) if reference else self.one(address.path.rpartition("/")[2]))

    def list(self, reference: str) -> Answer:
        return 200, {"notifications": self.notify.find(reference)[::-1], "links": {"current": self.path}}

    def one(self, identifier: str) -> Answer:
        found = [one for one in self.notify.accepted if one["id"] == identifier]
        return (200, found[0]) if found else error(404, "NoResultFound", "No result found")

    def answer(self, work: Any) -> None:
        self.notify.requests.append(f"{self.command} {self.path}")
        status, body = self.turned_away() or work()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())
        except OSError:
            return  # whoever asked is dead

    def turned_away(self) -> Answer | None:
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        try:
            known = get_token_issuer(token) == SERVICE and decode_jwt_token(token, SECRET)
        except TokenError:
            known = False
        if not known:
            return error(403, "AuthError", "Invalid token: API key not found")
        return self.notify.next_answers.pop(0) if self.notify.next_answers else None

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def running() -> Iterator[Notify]:
    notify = Notify()
    notify.answering.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"notify": notify}))
    notify.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield notify
    finally:
        notify.answering.set()
        server.shutdown()
        thread.join()
        server.server_close()
