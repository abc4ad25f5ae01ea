"""Settings, handed by the supervisor to a child through its stdin: secrets on no command line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO, Any

from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from phony.domain.errors import ConfigError
from phony.settings import Settings


class _Handed(Settings):
    """Settings that are what they were given, whatever the environment says."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what the constructor is given."""
        return (init_settings,)


def write(settings: Settings, stream: IO[bytes]) -> None:
    """Write them as the first line of the child's stdin; the pipe stays open as its lifeline."""
    stream.write(json.dumps({k: _plain(v) for k, v in settings}).encode() + b"\n")
    stream.flush()


def read(fd: int = 0) -> Settings:
    """What `write` sent; reads not a byte more, for the rest of the pipe is the lifeline."""
    line = b""
    while not line.endswith(b"\n"):
        if not (byte := os.read(fd, 1)):
            raise ConfigError("No settings came: `phony serve` starts this command.")
        line += byte
    return _Handed(**json.loads(line))


def _plain(value: Any) -> Any:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case Path():
            return str(value)
        case _:
            return value
