"""What happened: drafts, incidents with their facts, evidence, people, conversation, intake and consent."""

from incidents.models.columns import FactColumns
from incidents.models.conversation import Message, MessageQuerySet, Note, ReadMark, unread
from incidents.models.drafts import Draft, DraftQuerySet
from incidents.models.evidence import CustodyEvent, Evidence, EvidenceQuerySet
from incidents.models.incident import (
    INTERNAL,
    Conflict,
    Harmed,
    Incident,
    IncidentQuerySet,
    Intake,
    incident_reference,
    own,
    team,
    visible,
)
from incidents.models.intake import GatheredMessage, HeldMail, HeldMailQuerySet
from incidents.models.people import Identifier, Involvement, PersonOfConcern, PersonQuerySet
from incidents.models.stored import StoredFile, stored_files
from incidents.models.trust import Consent, ConsentQuerySet, Wellbeing, WellbeingQuerySet

__all__ = [
    "INTERNAL",
    "Conflict",
    "Consent",
    "ConsentQuerySet",
    "CustodyEvent",
    "Draft",
    "DraftQuerySet",
    "Evidence",
    "EvidenceQuerySet",
    "FactColumns",
    "GatheredMessage",
    "Harmed",
    "HeldMail",
    "HeldMailQuerySet",
    "Identifier",
    "Incident",
    "IncidentQuerySet",
    "Intake",
    "Involvement",
    "Message",
    "MessageQuerySet",
    "Note",
    "PersonOfConcern",
    "PersonQuerySet",
    "ReadMark",
    "StoredFile",
    "Wellbeing",
    "WellbeingQuerySet",
    "incident_reference",
    "own",
    "stored_files",
    "team",
    "unread",
    "visible",
]
