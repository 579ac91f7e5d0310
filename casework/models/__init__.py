"""One file per noun; fields, constraints, a few cheap properties."""

from casework.library import models as library_models
from casework.models.annual import AnnualFigure, FrozenReport
from casework.models.applicant import Agent, Applicant
from casework.models.attachment import Attachment
from casework.models.case import Case, CaseInvolvement, NumberSeries
from casework.models.clockfacts import ArtDelay, Consultation, Correction, Extension, FeeCharge
from casework.models.deadline import Deadline
from casework.models.decision import Decision, Review, SearchRecord
from casework.models.event import CaseEvent, EventStream
from casework.models.notice import Notice
from casework.models.organ import Organ, Unit
from casework.models.saved_filter import SavedFilter
from casework.models.service import Service
from casework.models.staff import Phrase, Posting, Staff

__all__ = [
    "Agent",
    "AnnualFigure",
    "Applicant",
    "ArtDelay",
    "Attachment",
    "Case",
    "CaseEvent",
    "CaseInvolvement",
    "Consultation",
    "Correction",
    "Deadline",
    "Decision",
    "EventStream",
    "Extension",
    "FeeCharge",
    "FrozenReport",
    "Notice",
    "NumberSeries",
    "Organ",
    "Phrase",
    "Posting",
    "Review",
    "SavedFilter",
    "SearchRecord",
    "Service",
    "Staff",
    "Unit",
    "library_models",
]
