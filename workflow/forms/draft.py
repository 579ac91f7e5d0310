"""The drafting form: made from the slots of the reply, so that it asks for exactly what the paper will say."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from casework.law.outcomes import CATALOGUE, LIMBS, OF_MATTER
from casework.models import Case, Decision
from letters import adapter
from letters.catalogue import Kind, kinds_for_outcome
from letters.kinds.replies import WithheldItem
from workflow.forms.parts import ActForm, Day, text

PARTS = 4  # rows offered for the parts withheld in a partial disclosure
PART = ("item", "outcome", "reason", "basis", "no_exception")  # the fields of letters.kinds.replies.WithheldItem
# The law's own endings, which nobody drafts: no correction, no payment.
ENDINGS = frozenset({"X1", "X2"})


def outcome_choices(matter: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a drafter may choose for a case of this matter, grouped as the annual table does."""
    groups: dict[str, list[tuple[str, str]]] = {"": [("", "请选择答复结果")]}
    for outcome in (row for row in OF_MATTER[matter] if row.code not in ENDINGS):
        groups.setdefault(outcome.section, []).append((outcome.code, outcome.label))
    return list(groups.items())


_COLLECTED = {"collect_place", "collect_time"}  # asked only where the applicant comes for the information


class PartsWidget(forms.Widget):
    """A few rows of: what is withheld, under which outcome, why."""

    template_name = "components/parts.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        rows = ({key: data.get(f"{name}-{number}-{key}", "").strip() for key in PART} for number in range(PARTS))
        return [row for row in rows if row["item"] or row["reason"]]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-0-item" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = list(value or [])
        rows = given + [dict.fromkeys(PART, "")] * (PARTS - len(given))
        choices = [(outcome.code, outcome.label) for outcome in CATALOGUE if outcome.exempt]
        context["widget"] |= {"rows": rows[:PARTS], "choices": choices}
        return context


class PartsField(forms.Field):
    widget = PartsWidget

    def clean(self, value: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in value:
            if not row["item"] or not row["reason"]:
                raise forms.ValidationError("不予公开的每一部分都要写明内容和理由。")
        return value


class DraftForm(ActForm):
    """Outcome, ground and the slots of its paper. ``slots`` names the fields that belong to the outcome."""

    outcome_code = forms.ChoiceField(label="答复结果")
    ground = text("认定的事实和理由", rows=6, required=False, help_text="每行一段，写明查明的事实和适用条款的理由。")

    def prepare(self) -> None:
        self.fields["outcome_code"].choices = outcome_choices(self.case.matter)  # type: ignore[attr-defined]
        decision = self.case.decision
        code = self.data.get("outcome_code") or (decision.outcome if decision else "")
        if decision is not None and not self.is_bound:
            self.initial |= {"outcome_code": decision.outcome, "ground": decision.ground} | decision.facts
        self.slots: list[str] = []
        if code not in {outcome.code for outcome in OF_MATTER[self.case.matter]}:
            return
        row = kinds_for_outcome(code)[0]
        for name, field in _fields(row, self.case, decision):
            self.fields[name] = field
            self.slots.append(name)
        if "grounds" not in {field.name for field in dataclasses.fields(row.facts)}:
            self.fields["ground"].widget = forms.HiddenInput()

    def facts(self) -> dict[str, Any]:
        values = {name: _plain(self.cleaned_data[name]) for name in self.slots}
        return {
            "outcome_code": self.cleaned_data["outcome_code"],
            "ground": "" if self["ground"].is_hidden else self.cleaned_data["ground"],  # never an earlier outcome's
            "facts": values,
        }


def _fields(row: Kind, case: Case, decision: Decision | None) -> Iterator[tuple[str, forms.Field]]:
    """A form field for every slot the case itself does not answer."""
    derived = adapter.derived_names(case)
    for slot in dataclasses.fields(row.facts):
        if slot.name in derived or slot.name in {"grounds", "outcome"}:
            continue
        if slot.name in _COLLECTED and case.delivery != Case.Delivery.PICK_UP:
            continue
        field = slot_field(str(slot.type), slot.metadata["label"], row.outcome, slot.name)
        field.required = False  # a draft may be saved unfinished; what is missing is told at review
        yield slot.name, field


def slot_field(kind: str, label: str, outcome: str, name: str) -> forms.Field:
    """The form field of a slot, by the type of its fact."""
    if WithheldItem.__name__ in kind:
        return PartsField(label=label)
    if name == "limb" and outcome in LIMBS:
        return forms.ChoiceField(label=label, choices=[("", "请选择"), *((limb, limb) for limb in LIMBS[outcome])])
    if kind.startswith("tuple"):
        return Lines(label=label)
    if kind.startswith("date"):
        return Day(label=label)
    if kind == "bool":
        return forms.BooleanField(label=label)
    if kind == "int":
        return forms.IntegerField(label=label, min_value=0, max_value=100000)
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class Lines(forms.CharField):
    """Several entries, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), help_text="每行一项。", max_length=20000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip()]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
