"""Which tasks a case brings with it: plain data and the rules that read it. Pure, but for the shipped file."""

from triage.casework.templates import Template, Who, asked_for, shipped

__all__ = ["Template", "Who", "asked_for", "shipped"]
