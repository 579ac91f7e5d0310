"""One case for one reader: found only if it may be seen."""

from __future__ import annotations

from django.http import HttpRequest

from casework.errors import NotFound
from casework.models import Case


def readable(request: HttpRequest, case_id: int) -> Case:
    """Return the case. :raises NotFound: told alike whether it does not exist or may not be seen."""
    case = Case.objects.visible_to(request.user).select_related("organ", "unit").filter(pk=case_id).first()  # type: ignore[arg-type]
    if case is None:
        raise NotFound()
    return case
