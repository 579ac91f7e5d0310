"""纳入主动公开: what was reviewed and is to be published by a day (Art. 44(2), T15) is told on it and after it."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts import tell
from casework.models import PublicationProposal
from casework.templatetags.display import date_cn

KIND = "publish"


def remind(at: datetime, today: date) -> None:
    """Tell the organ's clerks and head, once on the last day and once when it has passed."""
    waiting = PublicationProposal.objects.filter(state=PublicationProposal.State.ACCEPTED, publish_by__lte=today)
    for proposal in waiting.select_related("organ").order_by("pk"):
        late = proposal.publish_by is not None and proposal.publish_by < today
        when = f"应当于 {date_cn(proposal.publish_by)}前公开，{'已超过期限' if late else '今天到期'}"
        once_key = f"{KIND}:{proposal.pk}:{'late' if late else 'last'}"
        people = tell.people_of(organ=proposal.organ, roles=("intake", "head"))
        tell.tell(people, None, f"纳入主动公开的信息{when}：{proposal.title}", kind=KIND, at=at, once_key=once_key)
