"""The form of one paper: the slots neither the record nor the settings answer."""

from __future__ import annotations

import dataclasses
from typing import Any

from letters import adapter
from letters.catalogue import kind
from workflow.draft_form import slot_field
from workflow.form_parts import ActForm


class PaperForm(ActForm):
    """Made from the facts of the document, like the drafting form; ``given`` holds what was said, by slot."""

    def __init__(self, *args: Any, key: str, about: int | None, **kwargs: Any) -> None:
        self.key, self.about = key, about
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        row = kind(self.key)
        wanted = adapter.open_slots(self.case, self.key, self.about)
        for slot in dataclasses.fields(row.facts):
            if slot.name in wanted and slot.metadata and not str(slot.type).startswith("tuple[tuple"):
                field = slot_field(str(slot.type), slot.metadata["label"], row.outcome, slot.name)
                field.required = False  # what is missing is told by the paper itself, with its reason
                self.fields[slot.name] = field

    @property
    def given(self) -> dict[str, Any]:
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in said.items() if value}

    def facts(self) -> dict[str, Any]:
        return {"key": self.key, "about": self.about, "given": self.given}
