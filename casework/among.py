"""One of many keys: a condition with thousands of numbers as one parameter instead of one each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func


class Among(Func):
    """Whether the integer column ``name`` is one of ``keys``; a filter like ``name__in``, without its cost a key."""

    output_field = BooleanField()

    def __init__(self, name: str, keys: Iterable[int]) -> None:
        super().__init__(F(name))
        self.keys = list(keys)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        said = json.dumps(self.keys)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::bigint[])", [*params, "{" + said[1:-1] + "}"]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, said]  # noqa: S608 (a column's name)
