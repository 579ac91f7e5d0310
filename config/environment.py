"""Small readers of the environment that fail loudly, and the key file of an embedded installation."""

from __future__ import annotations

import json
import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(RuntimeError):
    """An environment variable holds a value the product cannot use."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """Read 1/0, true/false, yes/no."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name}={raw!r}: write 1 or 0")


def number(name: str, default: int) -> int:
    raw = os.environ.get(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise BadSetting(f"{name}={raw!r}: write a whole number") from error


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def prefixed(prefix: str) -> dict[str, str]:
    """Read every variable that begins with ``prefix``, keyed by the rest in lower case."""
    return {name[len(prefix) :].lower(): value for name, value in os.environ.items() if name.startswith(prefix)}


def database(url: str) -> dict[str, Any]:
    """Translate a DATABASE_URL (postgres:// or sqlite://) into Django's dictionary.

    SQLite runs in WAL with immediate transactions: eight writers, no lock errors.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise BadSetting(f"DATABASE_URL={url!r}: write postgres://… or sqlite:///…")


def keys(data_dir: Path) -> dict[str, str]:
    """Return the installation's secrets, from the environment or the key file.

    An embedded installation makes its key file once (readable by its owner only). Whoever loses it loses the
    encrypted personal data, so `backup` carries a check value and the deployment notes say where to keep it.
    """
    from_environment = {
        "secret": text("SECRET_KEY"),
        "field": text("FIELD_KEYS"),
        "blind": text("BLIND_INDEX_KEY"),
        "audit": text("AUDIT_KEY"),
    }
    if all(from_environment.values()):
        return from_environment
    path = data_dir / "keys.json"
    if not path.exists():
        if flag("PRODUCTION", False):
            raise BadSetting(
                "production needs SECRET_KEY, FIELD_KEYS, BLIND_INDEX_KEY and AUDIT_KEY in the environment"
            )
        data_dir.mkdir(parents=True, exist_ok=True)
        made = {
            "secret": secrets.token_urlsafe(48),
            "field": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "blind": secrets.token_hex(32),
            "audit": secrets.token_hex(32),
        }
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            json.dump(made, handle)
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {name: from_environment[name] or stored[name] for name in from_environment}
