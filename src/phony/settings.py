"""The only place that reads the environment; `app` and `cli` build it and hand it down."""

from __future__ import annotations

import os
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

PORT = 24187
SANDBOX_PORT = 24188
MAX_DATABASE_NAME = 63  # MongoDB's own limit, in bytes
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SANDBOX_ACCOUNT_SID = "AC" + "5a" * 16
SANDBOX_AUTH_TOKEN = "sandbox-auth-token"


def _name(name: str) -> AliasChoices:
    return AliasChoices(name, name.lower())


def _strangers() -> tuple[str, ...]:
    """Variables that are named like settings and are none: somebody believes that they count."""
    names = {name.upper() for name in EnvSettingsSource(Settings).env_vars}
    return tuple(sorted(n for n in names - variables().keys() if n.startswith("PHONY_")))


def environment(name: str) -> str | None:
    """A variable that a file of the operator's names; empty is as good as not set."""
    return os.environ.get(name, "").strip() or None  # noqa: TID251 - this is the place


class Settings(BaseSettings):
    """What the operator configured; every field names its environment variable."""

    model_config = SettingsConfigDict(
        env_prefix="PHONY_",
        env_ignore_empty=True,  # `NAME=` in a compose file means not set
        frozen=True,
        extra="ignore",
        populate_by_name=True,
    )

    # --- the names that must stay as they are
    mongodb_url: str | None = Field(None, validation_alias=_name("MONGODB_URL"))
    mongodb_database: str = Field("phony", validation_alias=_name("MONGODB_DATABASE"))
    twilio_account_sid: str | None = Field(None, validation_alias=_name("TWILIO_ACCOUNT_SID"))
    twilio_auth_token: SecretStr | None = Field(None, validation_alias=_name("TWILIO_AUTH_TOKEN"))
    openai_api_key: SecretStr | None = Field(None, validation_alias=_name("OPENAI_API_KEY"))

    private_mongodb: bool = False  # `mongodb_url` is the server that `phony serve` runs

    # --- where we are
    host: str = "127.0.0.1"
    port: int = Field(PORT, ge=0, le=65535)
    workers: int = Field(1, ge=1, le=64)
    public_url: str | None = None  # https://phony.example.com; webhooks and streams use it
    data_dir: Path = Path("~/.local/share/phony").expanduser()
    mongod: Path | None = None  # PHONY_MONGOD: a mongod binary

    # --- the far ends; empty means the vendors' own
    twilio_api_base: str = ""
    openai_url: str = "wss://api.openai.com/v1/realtime"
    openai_rest_url: str = "https://api.openai.com/v1"
    # The second token during rotation, and a shared webhook key (HMAC-SHA256) if one is used.
    twilio_auth_token_secondary: SecretStr | None = None
    twilio_webhook_key: SecretStr | None = None
    sandbox: bool = False
    sandbox_port: int = Field(SANDBOX_PORT, ge=0, le=65535)
    sandbox_tls_port: int | None = Field(None, ge=0, le=65535)  # the same with TLS; None: not
    sandbox_speech: bool = True  # False: the text-scripted engine, no models loaded
    sandbox_pace_ms: float = Field(60, ge=5, le=500)  # a character's time if words travel as text
    chat_url: str | None = None
    chat_model: str = "default"
    chat_key: SecretStr | None = None

    # picows; `websockets` is pure Python and costs half as much again.
    socket_codec: Literal["picows", "websockets"] = "picows"

    # --- access
    api_key: SecretStr | None = None
    trusted_gateways: str = ""  # comma-separated addresses that count as this machine
    allow_private_urls: bool = False
    rate_limit_per_s: float = Field(100, ge=0)  # requests per key or address and worker; 0: any
    url: str | None = None  # the Phony that the command line talks to; unset: this machine's
    speak_ahead: bool = True  # have each voice say "one moment, please" once, for later
    voice_fallback_url: str = ""  # what the carrier asks when Phony does not answer

    # --- limits
    max_calls: int = Field(500, ge=1)
    media_token_ttl_s: float = 60
    drain_s: float = 30
    outlive_s: float = Field(30, ge=0, le=600)  # workers whose supervisor was killed go on so long
    shared_voices: str = ""  # further voice names, comma-separated

    # --- operation
    log_level: str = "INFO"
    log_json: bool = False
    prices_file: Path | None = None
    otlp_endpoint: str | None = None

    unknown_variables: tuple[str, ...] = Field(default_factory=_strangers)

    @field_validator("*", mode="before")
    @classmethod
    def _without_what_is_pasted_along(cls, value: Any) -> Any:
        """Secrets from files end with a line break; within a header it would begin another."""
        secret = isinstance(value, SecretStr)
        text = value.get_secret_value() if secret else value
        if not isinstance(text, str):
            return value
        text = text.strip().strip("\ufeff").strip()
        if any(ord(char) < 32 or ord(char) == 127 for char in text):
            raise ValueError("must not hold line breaks or other control characters")
        return SecretStr(text) if secret else text

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, url: str | None) -> str | None:
        """What the carrier calls: a wrong one would show only when the first phone rings."""
        if url is None:
            return None
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and bool(parts.hostname)
            good = good and not (parts.query or parts.fragment or parts.username)
            good = good and parts.port != 0 and not any(char.isspace() for char in url)
        except ValueError:
            good = False
        if not good:
            raise ValueError("must be an address such as https://phony.example.com")
        return url

    @field_validator("mongodb_database")
    @classmethod
    def _names_a_database(cls, name: str) -> str:
        if len(name.encode()) > MAX_DATABASE_NAME or set(name) & set('/\\. "$*<>:|?'):
            raise ValueError(
                f"must be a database's name: at most {MAX_DATABASE_NAME} bytes, without spaces "
                'and any of / \\ . " $ * < > : | ?'
            )
        return name

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, level: str) -> str:
        if level.upper() not in LOG_LEVELS:
            raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
        return level.upper()

    @cached_property
    def base_url(self) -> str:
        """The address webhooks and streams use: the public one, else this machine's."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host
        return f"http://{host}:{self.port}"

    @cached_property
    def stream_base_url(self) -> str:
        """`base_url` with the WebSocket scheme."""
        parts = urlsplit(self.base_url)
        scheme = "wss" if parts.scheme == "https" else "ws"
        return parts._replace(scheme=scheme).geturl()

    @property
    def carrier_is_sandbox(self) -> bool:
        """No Twilio credentials, or the sandbox was asked for."""
        return self.sandbox or not (self.twilio_account_sid and self.twilio_auth_token)

    @property
    def engine_is_sandbox(self) -> bool:
        """No OpenAI key, or the sandbox was asked for."""
        return self.sandbox or not self.openai_api_key

    @property
    def mongodb_is_private(self) -> bool:
        """No `MONGODB_URL`: we run a mongod of our own."""
        return self.private_mongodb or not self.mongodb_url

    @property
    def doubts(self) -> list[str]:
        """What is set and will not do what it seems to be meant for, with the cure."""
        found = []
        for name in self.unknown_variables:
            near = get_close_matches(name, variables(), n=1)
            cure = f"did you mean {near[0]}?" if near else "docs/settings.md names all."
            found.append(f"{name} is no setting: {cure}")
        account = {
            "TWILIO_ACCOUNT_SID": self.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio_auth_token,
        }
        if len(missing := [name for name, value in account.items() if not value]) == 1:
            found.append(f"{missing[0]} is not set, so the carrier is the sandbox: set it, too.")
        if self.public_url and urlsplit(self.public_url).path not in ("", "/"):
            found.append(
                "PHONY_PUBLIC_URL has a path, and the dashboard does not work below one: give "
                "Phony a host name of its own."
            )
        return found

    @property
    def secret_values(self) -> list[str]:
        """Every secret among the settings, for those who must not let one slip out."""
        values = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        if self.mongodb_url and (password := urlsplit(self.mongodb_url).password):
            values.append(password)
        return values


# What no environment sets: the supervisor tells its children.
_TOLD = frozenset({"private_mongodb", "unknown_variables"})


def variables() -> dict[str, str]:
    """Every variable that is read, and the field that it fills."""
    return {
        str(field.validation_alias.choices[0])
        if isinstance(field.validation_alias, AliasChoices)
        else f"PHONY_{name.upper()}": name
        for name, field in Settings.model_fields.items()
        if name not in _TOLD
    }
