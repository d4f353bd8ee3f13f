"""How much may be sent, and what is said to whoever sends more. Sizes are in bytes."""

MEGABYTE = 1024 * 1024
MOST_FILE = 50 * MEGABYTE
MOST_INCIDENT = 500 * MEGABYTE
MOST_AT_ONCE = 50
LONGEST_NAME = 255

EMPTY = "it is empty"
TOO_LARGE = f"it is larger than {MOST_FILE // MEGABYTE} MB"
TOO_MUCH = f"all files of a report together can be {MOST_INCIDENT // MEGABYTE} MB at most"
TOO_MANY = f"you can send {MOST_AT_ONCE} files at a time. Send it with the next ones"
NO_ROOM = "we cannot store it just now. Try again in a few minutes"
NOT_TAKEN = "it is not a picture, sound recording, video, PDF or saved email. If you can open it, send a screenshot"
