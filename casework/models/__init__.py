"""One file per noun; fields, constraints, a few cheap properties."""

from casework.library import models as library_models
from casework.models.annual import AnnualFigure, FrozenReport
from casework.models.applicant import Agent, Applicant
from casework.models.attachment import Attachment
from casework.models.case import Case, CaseInvolvement, NumberSeries
from casework.models.clockfacts import ArtDelay, Consultation, Correction, Extension, FeeCharge, ReasonRequest
from casework.models.deadline import Deadline
from casework.models.decision import Decision, Review, SearchRecord
from casework.models.event import CaseEvent, EventStream
from casework.models.fact import CaseFact, MonthTotal, StaleMonth
from casework.models.filing import Filing
from casework.models.handover import Handover
from casework.models.holiday import CalendarImport, HolidayNotice, Promise
from casework.models.incoming import ContactAttempt, IncomingMail
from casework.models.joint import Assistance, CaseLink, Guidance, Meeting, Talk
from casework.models.notice import Notice, NoticeWishes
from casework.models.organ import Organ, Unit
from casework.models.practice import PracticeClock
from casework.models.proposal import PublicationProposal
from casework.models.register_import import RegisterImport
from casework.models.remedy import Remedy
from casework.models.saved_filter import SavedFilter
from casework.models.service import Service
from casework.models.staff import Phrase, Posting, Staff

__all__ = [
    "Agent",
    "AnnualFigure",
    "Applicant",
    "ArtDelay",
    "Assistance",
    "Attachment",
    "CalendarImport",
    "Case",
    "CaseEvent",
    "CaseFact",
    "CaseInvolvement",
    "CaseLink",
    "Consultation",
    "ContactAttempt",
    "Correction",
    "Deadline",
    "Decision",
    "EventStream",
    "Extension",
    "FeeCharge",
    "Filing",
    "FrozenReport",
    "Guidance",
    "Handover",
    "HolidayNotice",
    "IncomingMail",
    "Meeting",
    "MonthTotal",
    "Notice",
    "NoticeWishes",
    "NumberSeries",
    "Organ",
    "Phrase",
    "Posting",
    "PracticeClock",
    "Promise",
    "PublicationProposal",
    "ReasonRequest",
    "RegisterImport",
    "Remedy",
    "Review",
    "SavedFilter",
    "SearchRecord",
    "Service",
    "Staff",
    "StaleMonth",
    "Talk",
    "Unit",
    "library_models",
]
