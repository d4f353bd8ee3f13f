"""What happens in the demonstration council: plainly invented incidents, each with the facts it is told with."""

import random
from dataclasses import dataclass, field

from incidents.facts import Facts

STREETS = ["Quince Lane", "Tollgate Road", "Marsh Row", "Pepper Street", "Old Ropewalk", "Vicar's Rise"]
TOPICS = ["the bus gate", "the library hours", "the new homes at Copse End", "bin collections", "the market move"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(frozen=True)
class Story:
    """A text with gaps for topic, street and weekday, its facts, and how common it is beside the others.

    Of each range the least, the middle or the most is told, so that few different sets of facts have to be scored.
    """

    text: str
    facts: Facts
    weight: int = 1
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)

    def told(self, chance: random.Random) -> tuple[str, Facts]:
        words = self.text.format(
            topic=chance.choice(TOPICS), street=chance.choice(STREETS), weekday=chance.choice(WEEKDAYS)
        )
        numbers = {
            name: chance.choice([least, (least + most) // 2, most]) for name, (least, most) in self.ranges.items()
        }
        return words, {**self.facts, **numbers}


STORIES = [
    Story(
        "An email about {topic} that calls me a disgrace to the ward and tells me to resign.",
        {
            "channel": "email",
            "conduct": ["insult"],
            "source": "known_resident",
            "impact": "annoyed",
            "occasions": 1,
        },
        weight=14,
    ),
    Story(
        "A stranger's account answered my post about {topic} with a row of insults.",
        {
            "channel": "social_media",
            "audience": "public",
            "conduct": ["insult"],
            "source": "anonymous",
            "impact": "annoyed",
            "occasions": 1,
            "distinct_sources": 1,
        },
        weight=14,
    ),
    Story(
        "A leaflet through doors on {street} mocks how I voted on {topic}.",
        {"channel": "print", "conduct": ["satire", "criticism"], "source": "known_resident", "impact": "none"},
        weight=6,
    ),
    Story(
        "The same man has rung me about {topic} again and again this month. He shouts until I hang up.",
        {
            "channel": "phone",
            "conduct": ["insult", "unwanted_contact"],
            "source": "known_resident",
            "impact": "distressed",
            "asked_to_stop": "by_councillor",
        },
        weight=9,
        ranges={"occasions": (4, 9), "period_days": (10, 30)},
    ),
    Story(
        "Dozens of people I do not know are writing under my posts that I took money over {topic}. It is not true.",
        {
            "channel": "social_media",
            "audience": "public",
            "conduct": ["insult", "false_allegation"],
            "source": "group",
            "impact": "distressed",
        },
        weight=7,
        ranges={"occasions": (20, 60), "distinct_sources": (12, 40), "period_days": (2, 6)},
    ),
    Story(
        "At the surgery on {weekday} a resident stood over my chair, shouted about {topic} and would not leave.",
        {
            "channel": "in_person",
            "place": "workplace",
            "conduct": ["aggression"],
            "source": "known_resident",
            "impact": "distressed",
            "occasions": 1,
        },
        weight=7,
    ),
    Story(
        "A post gives my home address on {street} and says people should let me know what they think of {topic}.",
        {
            "channel": "social_media",
            "audience": "public",
            "conduct": ["address_published"],
            "address_exposed": True,
            "call_to_action": True,
            "source": "anonymous",
            "impact": "frightened",
        },
        weight=2,
    ),
    Story(
        "An email says that if {topic} goes ahead I will be made to regret it, and that he knows where my children go.",
        {
            "channel": "email",
            "conduct": ["threat"],
            "threat": "conditional",
            "threatened_harm": "assault",
            "targets": ["councillor", "family"],
            "source": "anonymous",
            "impact": "frightened",
            "occasions": 1,
        },
        weight=3,
    ),
    Story(
        "A car has waited opposite our house on {street} several evenings. The driver filmed me going in.",
        {
            "channel": "in_person",
            "place": "home",
            "conduct": ["following_or_loitering"],
            "surveillance": True,
            "source": "stranger",
            "impact": "changed_routine",
        },
        weight=2,
        ranges={"occasions": (2, 5), "period_days": (5, 20)},
    ),
    Story(
        "Somebody scratched a word into the side of my car while it stood on {street}.",
        {
            "channel": "property",
            "place": "home",
            "conduct": ["property_damage"],
            "property_damage": "minor",
            "source": "stranger",
            "impact": "distressed",
        },
        weight=2,
    ),
    Story(
        "A message about {topic} says that people like me do not belong here and names my religion.",
        {
            "channel": "email",
            "conduct": ["hate_expression", "insult"],
            "hate_strands": ["religion"],
            "source": "anonymous",
            "impact": "distressed",
            "occasions": 1,
        },
        weight=4,
    ),
    Story(
        "In the members' chat a colleague has made jokes about my voice since the debate on {topic}.",
        {
            "channel": "social_media",
            "audience": "to_others",
            "conduct": ["bullying"],
            "source": "councillor",
            "impact": "distressed",
        },
        weight=3,
        ranges={"occasions": (3, 10), "period_days": (20, 90)},
    ),
    Story(
        "A woman pushed me by the shoulder outside the meeting on {weekday} and told me to vote properly.",
        {
            "channel": "in_person",
            "place": "public_place",
            "conduct": ["physical_attack", "aggression"],
            "physical_contact": "contact",
            "source": "stranger",
            "impact": "distressed",
            "occasions": 1,
        },
        weight=1,
    ),
    Story(
        "A resident has written to me about {topic} most weeks for years. Each letter is civil; they never end.",
        {
            "channel": "letter_or_parcel",
            "conduct": ["vexatious_contact"],
            "source": "known_resident",
            "impact": "annoyed",
        },
        weight=3,
        ranges={"occasions": (60, 180), "period_days": (700, 1500)},
    ),
    Story(
        "A late email about {topic} ends with the sender saying that there is no reason to go on living.",
        {
            "channel": "email",
            "conduct": ["self_harm_by_sender"],
            "source": "known_resident",
            "source_vulnerable": True,
            "targets": ["sender"],
            "impact": "distressed",
        },
        weight=1,
    ),
]


def choose(chance: random.Random) -> tuple[str, Facts]:
    """One story's text and facts, common ones more often."""
    return chance.choices(STORIES, weights=[story.weight for story in STORIES])[0].told(chance)
