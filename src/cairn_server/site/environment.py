"""What the environment says: every setting of an installation, read once and checked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cairn.errors import CairnError
from cairn.reading import read_json
from cairn.vc.added_contexts import contexts_in
from cairn.vc.trust import TrustList

SECRET_BYTES = 48
VC_API_MODES = {"": "off", "0": "off", "off": "off", "1": "on", "on": "on", "test": "test"}


class Environment(BaseSettings):
    """The settings of `docs/settings.md`; names in the environment begin with `CAIRN_`."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_", extra="ignore")

    home: Path = Field(default=Path(".cairn"), description="data folder")
    database_url: str = Field(default="", description="postgresql://…; empty: SQLite in home")
    port: int = Field(default=8000, ge=1, le=65535)
    base_url: str = Field(default="", description="public address; empty: http://localhost:PORT")
    demo: bool = Field(default=False, description="show the demo world; loopback only")
    mail_url: str = Field(default="", description="smtp://user:password@host:port; empty: none")
    mail_from: str = Field(default="cairn@localhost")
    fetch_allow: str = Field(default="", description="host:port,… the guarded fetcher may reach")
    contexts: Path | None = Field(default=None, description="folder of further contexts")
    trust: str = Field(default="", description="files and https addresses of trust lists, …,…")
    issuing: bool = Field(default=True, description="false stops issuing at once")
    vc_api: str = Field(default="off", description="on: for programs with a token; test: loopback")

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("vc_api")
    @classmethod
    def _known_mode(cls, value: str) -> str:
        mode = VC_API_MODES.get(value.strip().lower())
        if mode is None:
            raise ValueError("CAIRN_VC_API is off, on or test")
        return mode

    @field_validator("contexts", mode="before")
    @classmethod
    def _no_contexts(cls, value: Any) -> Any:
        return value or None  # an empty setting is no setting, and not this folder

    @field_validator("contexts")
    @classmethod
    def _usable_contexts(cls, value: Path | None) -> Path | None:
        if value is not None:
            try:
                contexts_in(value)
            except (CairnError, OSError) as error:
                raise ValueError(str(error)) from None
        return value

    @field_validator("trust")
    @classmethod
    def _usable_trust(cls, value: str) -> str:
        for one in _parts(value):
            if "://" in one and not one.startswith("https://"):
                raise ValueError(f"{one} must be a file, or begin with https://")
            if "://" not in one:
                _read_trust(Path(one))
        return value

    @property
    def trust_lists(self) -> tuple[str, ...]:
        return _parts(self.trust)

    @property
    def address(self) -> str:
        return self.base_url or f"http://localhost:{self.port}"

    @property
    def database(self) -> dict[str, Any]:
        if self.database_url:
            return _postgresql(self.database_url)
        return _sqlite(self.home / "cairn.sqlite3")

    def secret(self) -> str:
        """Return the secret of this installation, made at first use and kept in its home."""
        path = self.home / "secret"
        self.home.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return path.read_text()
        secret = os.urandom(SECRET_BYTES).hex()
        with os.fdopen(handle, "w") as file:
            file.write(secret)
        return secret


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for one in value.split(",") if (part := one.strip()))


def _read_trust(path: Path) -> None:
    try:
        TrustList.from_json(read_json(path.read_bytes()))
    except (CairnError, OSError) as error:
        raise ValueError(f"{path}: {error}") from None


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": None,
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"CAIRN_DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
