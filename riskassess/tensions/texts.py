"""The words that a new briefing begins with. Officers change them for what is coming."""

START = """What may come
You may get more messages than usual, and some of them may be abusive. Most people who write will be civil.

What to do
Do not answer abuse. Keep every message, also the voicemails. Report each one here, even if it seems small.
Agree with somebody when you will be home. Park where it is lit. If a meeting turns, leave.

Whom to call
If you or somebody else is in danger now, call 999.
For everything else, report it here or call the duty officer. The number is on the page “My safety”.
"""
