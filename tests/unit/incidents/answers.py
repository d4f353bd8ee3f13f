"""Answers to the report's questions, as a browser sends them."""

from typing import Any

from incidents.forms.base import Posted

Sent = dict[str, dict[str, Any]]

SHORT: Sent = {
    "danger": {"happening_now": "no"},
    "kind": {"in_words_or_pictures": ["insult"]},
    "words": {"description": "He called me a useless lump in front of the shop."},
    "way": {"channel": "email"},
    "before": {"repeat": "first"},
    "who": {"source": "stranger"},
    "effect": {"impact": "annoyed"},
}
LOITERING: Sent = SHORT | {
    "kind": {"in_contact": ["following_or_loitering"]},
    "words": {"description": "A man has sat outside my house on four evenings and photographed the door"},
    "way": {"channel": "in_person"},
    "place": {"place": "home"},
    "near": {"surveillance": "yes"},
    "before": {"repeat": "before"},
    "times": {"occasions": "4", "length": "12", "unit": "days"},
    "asked": {"asked_to_stop": "no"},
    "who": {"source": "stranger"},
    "aim": {"targets": ["councillor"]},
    "more": {},
    "effect": {"impact": "frightened"},
}
THREAT: Sent = SHORT | {
    "kind": {"in_words_or_pictures": ["threat"], "to_people_or_things": ["weapon_mentioned"]},
    "heard": {"audience": "to_councillor"},
    "how": {"threat": "direct"},
    "what": {"threatened_harm": "death_or_serious_harm"},
    "when": {"due": "12"},
    "exact": {"specificity": "some"},
    "means": {"means": "mentioned"},
    "aim": {"targets": ["councillor"]},
    "more": {"signs": ["address_exposed"]},
}
EVERYTHING: Sent = LOITERING | {
    "kind": {
        "in_words_or_pictures": ["threat", "hate_expression"],
        "in_contact": ["following_or_loitering"],
        "to_people_or_things": ["weapon_mentioned", "physical_attack", "property_damage"],
    },
    "heard": {"audience": "public"},
    "how": {"threat": "veiled"},
    "what": {"threatened_harm": "assault"},
    "when": {"due": "24"},
    "exact": {"specificity": "full"},
    "means": {"means": "shown"},
    "seen": {"read_as_joke": "no"},
    "touch": {"physical_contact": "contact"},
    "things": {"property_damage": "minor"},
    "about": {"hate_strands": ["race"]},
    "who": {"source": "known_resident"},
    "way": {"channel": "social_media"},
    "many": {"distinct_sources": "3"},
    "order": {"court_order": "civil_order"},
    "aim": {"targets": ["councillor", "family"]},
    "others": {"distinct_victims": "3"},
    "more": {"signs": ["none"]},
}
FOR_A_CANDIDATE: Sent = SHORT | {
    "whom": {"harmed_as": "candidate"},
    "name": {"harmed_name": "Carol Candidate"},
    "knows": {"knows": "agrees"},
}


def posted(data: dict[str, Any]) -> Posted:
    return {name: value if isinstance(value, list) else [value] for name, value in data.items()}


def drafted(sent: Sent) -> dict[str, Posted]:
    """As a draft keeps them."""
    return {key: posted(data) for key, data in sent.items()}
