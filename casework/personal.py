"""Personal data at rest: an encrypted field, and a blind index for exact look-up.

The key ring comes from the installation's keys (config/environment.py): the first key encrypts, all decrypt, so a key
is changed by putting a new one in front. The blind index is a keyed hash of the normalised value: it finds the same
person again without anyone being able to read the column.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class WrongKey(RuntimeError):
    """A stored value was encrypted with a key this installation does not hold."""


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def ring() -> MultiFernet:
    return _ring(tuple(settings.FIELD_KEYS))


def blind_index(value: str, purpose: str) -> str:
    """Return 32 hex digits for exact look-up, '' for an empty value; case, width and spaces do not matter."""
    plain = "".join(unicodedata.normalize("NFKC", value).upper().split())
    if not plain:
        return ""
    key = bytes.fromhex(settings.BLIND_INDEX_KEY)
    return hmac.new(key, f"{purpose}:{plain}".encode(), hashlib.sha256).hexdigest()[:32]


class EncryptedTextField(models.TextField):
    """Text that is readable only with the installation's key; '' stays ''."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if not value:
            return value
        return ring().encrypt(value.encode()).decode()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if not value:
            return value
        try:
            return ring().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise WrongKey("个人信息密钥与数据库不符：请恢复原来的 FIELD_KEYS（或 var/keys.json）。") from error
