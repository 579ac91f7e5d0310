"""The form of one paper: the slots neither the record nor the settings answer."""

from __future__ import annotations

import dataclasses
from typing import Any

from letters import adapter
from letters.catalogue import kind
from letters.offered import offer_of
from workflow.forms.draft import slot_field
from workflow.forms.parts import ActForm
from workflow.forms.service import add_sending


class PaperForm(ActForm):
    """Made from the facts of the document, like the drafting form; ``given`` holds what was said, by slot.

    ``known`` are facts of the work itself (who urges, at which step), which the record of the case does not hold.
    """

    def __init__(
        self, *args: Any, key: str, about: int | None, known: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.key, self.about, self.known = key, about, known or {}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        row = kind(self.key)
        wanted = adapter.open_slots(self.case, self.key, self.about) - self.known.keys()
        for slot in dataclasses.fields(row.facts):
            if slot.name in wanted and slot.metadata and not str(slot.type).startswith("tuple[tuple"):
                field = slot_field(str(slot.type), slot.metadata["label"], row.outcome, slot.name)
                field.required = False  # what is missing is told by the paper itself, with its reason
                self.fields[slot.name] = field
        if offer_of(row).way == "notice" and row.series != "none":
            add_sending(self, self.case, row)

    @property
    def given(self) -> dict[str, Any]:
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        slots = {name: value for name, value in said.items() if value and not name.startswith("send_")}
        return self.known | {name: tuple(value) if isinstance(value, list) else value for name, value in slots.items()}

    def facts(self) -> dict[str, Any]:
        facts = {"key": self.key, "about": self.about, "given": self.given}
        if "send_way" not in self.fields:
            return facts
        sent = {name: self.cleaned_data[f"send_{name}"] for name in ("way", "tracking_number", "receiver")}
        return facts | sent
