"""How a line of the log is written: without what stands in an address and is a key."""

import logging
import re

KEYS = re.compile(r"(/visits/diary/)[^/\s\"'?]+")  # whoever has the address of a diary has its times


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Of the whole line, also of a traceback: Django logs the address of what it refuses or cannot answer."""
        return KEYS.sub(r"\1…", super().format(record))
