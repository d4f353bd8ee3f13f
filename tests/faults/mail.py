"""A mail server that keeps what it got even when the sender dies, and that can be told to hang or to kill the sender.

It is a folder (`FAULTS_MAIL`). What was sent stands in `sent`, one Message-ID a line. While `hang` is there it accepts
nothing, and shows by `hanging` that somebody tries. If `kill` is there it removes it, and kills the sender at the worst
of moments: the mail is sent, and not yet marked as sent.
"""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        mailbox = Mailbox(Path(os.environ["FAULTS_MAIL"]))
        for message in email_messages:
            mailbox.take(message.message()["Message-ID"])
        return len(email_messages)


class Mailbox:
    def __init__(self, folder: Path) -> None:
        self.sent, self.hang, self.hanging, self.kill = (folder / name for name in ("sent", "hang", "hanging", "kill"))

    def take(self, message_id: str) -> None:
        while self.hang.exists():
            self.hanging.touch()
            time.sleep(0.02)
        with self.sent.open("a") as file:
            file.write(f"{message_id}\n")
        if self.kill.exists():
            self.kill.unlink()
            os.kill(os.getpid(), signal.SIGKILL)

    def message_ids(self) -> list[str]:
        return sorted(self.sent.read_text().split()) if self.sent.exists() else []
