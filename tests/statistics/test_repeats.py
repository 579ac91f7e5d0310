"""Several applicants for one thing, one applicant for many: found, counted, and led to publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.acts import facts, publish
from casework.errors import BadValue, MissingFact, NotAllowed, WrongState
from casework.models import Applicant, Case, CaseEvent, CaseFact, PublicationProposal
from casework.personal import blind_index
from casework.statistics import repeats
from casework.statistics.facts import differences
from tests.conftest import NOON, TODAY
from tests.roads import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Make = Callable[..., Case]
PATH = "/statistics/repeats/?from=2026-01-01&to=2026-12-31"


def asks(make: Make, title: str, name: str, day: date = date(2026, 5, 6), outcome: str = "G2") -> Case:
    case = make(day, day, outcome)
    Case.objects.filter(pk=case.pk).update(title=title)
    Applicant.objects.filter(case=case, position=1).update(name=name, name_index=blind_index(name, "name"))
    return case


@pytest.fixture
def wanted(old_case: Make) -> list[Case]:
    cases = [
        asks(old_case, "关于申请公开某村征地批复", "张建国"),
        asks(old_case, "某村征地批复 ", "李秀英"),
        asks(old_case, "某村征地批复", "李秀英"),
        asks(old_case, "另一份文件", "王伟"),
    ]
    facts.rebuild()
    return cases


def propose(people: Cast, case: Case, **changes: Any) -> PublicationProposal:
    values = {"actor": people.clerk, "at": NOON, "organ": people.organ, "case_id": case.pk, "reason": "多人申请"}
    return publish.propose(**(values | changes))


def test_the_same_information_is_found_whatever_its_wording(wanted: list[Case], people: Cast, signed_in: Any) -> None:
    client = signed_in(people.supervisor)
    [row] = client.get(PATH).context["wanted"]
    assert (row.requests, row.applicants, row.organ) == (3, 2, "区政府")
    assert client.get(row.url).context["table"].paginator.count == 3


def test_the_short_route_ends_with_requests_saved(
    wanted: list[Case], old_case: Make, people: Cast, signed_in: Any
) -> None:
    clerk, head = signed_in(people.clerk), signed_in(people.head)
    assert (
        clerk.post(f"/statistics/repeats/{wanted[0].pk}/propose/", {"reason": "多人申请，可以公开"}).status_code == 302
    )
    proposal = PublicationProposal.objects.get()
    assert (proposal.requests, proposal.applicants, proposal.state) == (3, 2, "proposed")
    review = f"/statistics/repeats/proposals/{proposal.pk}/review/"
    assert head.post(review, {"verdict": "?"}).status_code == 422
    assert head.post(review, {"verdict": "accept"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.publish_by == date(2026, 12, 18)  # twenty working days from Friday 2026-11-20
    publish_it = f"/statistics/repeats/proposals/{proposal.pk}/publish/"
    assert clerk.post(publish_it, {"published_on": "2026-11-20", "column": " "}).status_code == 422
    assert clerk.post(publish_it, {"published_on": "2026-11-21", "column": "征地信息"}).status_code == 422
    assert clerk.post(publish_it, {"published_on": "2026-11-20", "column": "征地信息"}).status_code == 302
    asks(old_case, "某村征地批复", "王伟", date(2026, 11, 25), "G1")
    asks(old_case, "某村征地批复", "赵敏", date(2026, 11, 26), "G2")
    facts.rebuild()
    [(shown, later, told)] = head.get(PATH).context["proposals"]
    assert (shown.state, later, told) == ("published", 2, 1)
    verbs = set(CaseEvent.objects.filter(case=None).values_list("verb", flat=True))
    assert verbs >= {"propose_publication", "review_publication", "publish_information"}


def test_what_is_refused(wanted: list[Case], people: Cast) -> None:
    with pytest.raises(MissingFact):
        propose(people, wanted[3])
    with pytest.raises(MissingFact):
        propose(people, wanted[0], reason=" ")
    with pytest.raises(NotAllowed):
        propose(people, wanted[0], actor=people.stranger)
    with pytest.raises(BadValue):
        propose(people, wanted[0], actor=people.supervisor, organ=people.organs["LC13"])
    made = propose(people, wanted[0], actor=people.head)
    with pytest.raises(WrongState):
        propose(people, wanted[1])
    with pytest.raises(NotAllowed):
        publish.review(actor=people.head, at=NOON, today=TODAY, proposal_id=made.pk, accept=True, opinion="")
    with pytest.raises(MissingFact):
        publish.review(actor=people.supervisor, at=NOON, today=TODAY, proposal_id=made.pk, accept=False, opinion="")
    with pytest.raises(WrongState):
        publish.publish(
            actor=people.clerk, at=NOON, today=TODAY, proposal_id=made.pk, published_on=TODAY, column="征地信息"
        )
    publish.review(actor=people.supervisor, at=NOON, today=TODAY, proposal_id=made.pk, accept=False, opinion="涉密")
    assert propose(people, wanted[1]).pk != made.pk


def test_an_applicant_with_many_requests_is_shown_masked_with_the_evidence(
    old_case: Make, people: Cast, signed_in: Any
) -> None:
    for at in range(10):
        asks(old_case, f"第{'甲乙丙丁戊'[at % 5]}份文件", "张建国", outcome="R2" if at > 7 else "G2")
    facts.rebuild()
    client = signed_in(people.supervisor)
    answer = client.get(PATH)
    [row] = answer.context["frequent"]
    assert (row.name, row.requests, row.subjects, row.organs, row.repeated) == ("张*国", 10, 5, 1, 2)
    assert "张建国" not in answer.content.decode()
    assert client.get(row.url).context["table"].paginator.count == 10
    assert signed_in(people.stranger).get(row.url).context["table"].paginator.count == 0


def shown(client: Any, name: str) -> list[tuple[int, str]]:
    return [(row.requests, row.url) for row in client.get(PATH).context[name]]


def test_what_is_not_folded_yet_counts_like_what_is(old_case: Make, people: Cast, signed_in: Any) -> None:
    """One request was folded alone, its fellow comes later: both are shown before and after the next folding."""
    client = signed_in(people.supervisor)
    for number in range(9):
        asks(old_case, f"事项{number}", "张建国")
    asks(old_case, "某村征地批复", "李秀英", date(2026, 2, 3))
    facts.rebuild()
    assert (shown(client, "wanted"), shown(client, "frequent")) == ([], [])
    facts.add([asks(old_case, "某村征地批复", "张建国", date(2026, 8, 4))])
    before = shown(client, "wanted"), shown(client, "frequent")
    assert [[number for number, _ in rows] for rows in before] == [[2], [10]]
    assert list(differences()) == []
    facts.fold()
    assert (shown(client, "wanted"), shown(client, "frequent")) == before
    assert CaseFact.objects.filter(asked_again=True).count() == 2
    assert CaseFact.objects.filter(asks_often=True).count() == 10
    assert list(differences()) == []


@pytest.mark.parametrize("name", ["asked_again", "asks_often"])
def test_a_mark_that_is_missing_is_found(name: str, old_case: Make) -> None:
    cases = [asks(old_case, "某村征地批复", "张建国") for _ in range(10)]
    facts.rebuild()
    assert list(differences()) == []
    CaseFact.objects.filter(pk=cases[3].pk).update(**{name: False})
    assert [what for what, _ in differences()] == [cases[3].case_number]


def test_many_that_wait_to_be_folded_are_read_without_marks(
    wanted: list[Case], people: Cast, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    CaseFact.objects.update(asked_again=False)
    facts.add(wanted)
    monkeypatch.setattr(repeats, "_FEW", 1)
    assert [number for number, _ in shown(signed_in(people.supervisor), "wanted")] == [3]
