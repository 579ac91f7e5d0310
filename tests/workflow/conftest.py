from __future__ import annotations

import pytest

from tests.roads import Cast, Road, application, build_cast, start


@pytest.fixture
def people(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def road(people: Cast) -> Road:
    """A freshly registered case of the district government."""
    return start(people, application())
