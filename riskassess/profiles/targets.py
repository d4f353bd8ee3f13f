"""What makes somebody a target: plain data, each with the words for officers and for the councillor."""

from django.db.models import TextChoices


class Target(TextChoices):
    ROLE = "role", "Their role or office"
    TOPIC = "topic", "Something they decide or speak about"
    STRAND = "strand", "Who they are, or are thought to be"
    EARLIER = "earlier", "What has happened before"
    HOME = "home", "It is known where they live"


# The same, said to the person it is about.
TO_THEM = {
    Target.ROLE: "Your role or office",
    Target.TOPIC: "Something that you decide or speak about",
    Target.STRAND: "Who you are, or are thought to be",
    Target.EARLIER: "What has happened before",
    Target.HOME: "It is known where you live",
}


class Agreed(TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_YET = "not_yet", "Not yet"
