"""`phony backup` and `phony restore`: everything of a Phony in one file, and back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Annotated

import typer
from pydantic import BaseModel, ValidationError
from pymongo.errors import PyMongoError

from phony import __version__, mongod
from phony.cli import supervisor
from phony.cli.rest import YesFlag, confirm, console
from phony.cli.start import load_settings
from phony.domain.errors import ConfigError, Conflict, Invalid, Unavailable
from phony.domain.ids import utc_now
from phony.mongod import Mongod
from phony.settings import Settings
from phony.store import backup as records
from phony.store.database import Database
from phony.store.workers import ALIVE_WITHIN_S, WorkerDirectory

_FORMAT = 1
_MANIFEST = "phony.json"
_RECORDS, _FILES = "records/", "files/"
_READ = 4 << 20
# Of the data folder. The private MongoDB's files stay: its records are taken as such.
_TAKEN = ("api_key", "sandbox")

DataDir = Annotated[Path | None, typer.Option(help="PHONY_DATA_DIR")]


class Manifest(BaseModel):
    """What a backup says of itself."""

    format: int
    phony: str
    made_at: datetime
    documents: dict[str, int]  # by collection
    files: list[str]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to write.", show_default="phony-DATE-TIME.zip here"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Save all records, recordings and keys in one file; Phony may run meanwhile."""
    settings = _settings(data_dir)
    path = file or Path(f"phony-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip")
    if path.exists() and not force:
        raise Conflict(f"{path} is there already.", cure="Name another file, or give --force.")
    part = path.with_name(path.name + ".part")
    try:
        with _database_url(settings) as url, _new(part) as out:
            manifest = asyncio.run(_save(url, settings, out))
        part.replace(path)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {error.strerror}.", cure="Name another place for it."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    console().print(
        f"{path}: {sum(manifest.documents.values())} records in {len(manifest.documents)} "
        f"collections, {len(manifest.files)} files, {path.stat().st_size / 1e6:.1f} MB. "
        "It holds secrets: keep it as you keep those.",
        markup=False,
        soft_wrap=True,
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file of `phony backup`.", dir_okay=False)],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace what is there, all of it.")
    ] = False,
    yes: YesFlag = False,
    data_dir: DataDir = None,
) -> None:
    """Put everything of a backup in place; Phony must not run."""
    settings = _settings(data_dir)
    with _opened(file) as archive:
        manifest = _checked(archive, file)
        with supervisor.lock_data_dir(settings.data_dir), _own_mongod(settings) as url:
            if overwrite:
                confirm(f"Replace all that {_where(settings)} holds?", yes)
            asyncio.run(_fill(url, settings, archive, manifest, overwrite))
    console().print(
        f"Restored {sum(manifest.documents.values())} records and {len(manifest.files)} files "
        f"of {manifest.made_at:%Y-%m-%d %H:%M} UTC. Start it: phony serve",
        markup=False,
        soft_wrap=True,
    )


def _settings(data_dir: Path | None) -> Settings:
    return load_settings(data_dir=data_dir.absolute() if data_dir else None)


def _where(settings: Settings) -> str:
    if settings.mongodb_url:
        return f"the database {settings.mongodb_database} of MONGODB_URL"
    return f"the data folder {settings.data_dir}"


# ---- which database -------------------------------------------------------------------------


@contextlib.contextmanager
def _database_url(settings: Settings) -> Iterator[str]:
    """The configured one, that of the running Phony, or the private one, started for us."""
    about = supervisor.running(settings.data_dir) or {}
    if url := settings.mongodb_url or about.get("mongodb_url"):
        yield url
        return
    if not (settings.data_dir / "mongodb").is_dir():
        raise ConfigError(
            f"There is no database in the data folder {settings.data_dir}.",
            cure="Name the folder with --data-dir or PHONY_DATA_DIR, or set MONGODB_URL.",
        )
    with supervisor.lock_data_dir(settings.data_dir), _own_mongod(settings) as own:
        yield own


@contextlib.contextmanager
def _own_mongod(settings: Settings) -> Iterator[str]:
    if settings.mongodb_url:
        yield settings.mongodb_url
        return
    with Mongod.start(mongod.find(settings.mongod), settings.data_dir) as server:
        yield server.url


# ---- out ------------------------------------------------------------------------------------


@contextlib.contextmanager
def _new(path: Path) -> Iterator[IO[bytes]]:
    """A file that only its owner may read: it holds keys."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as out:
        yield out


async def _save(url: str, settings: Settings, out: IO[bytes]) -> Manifest:
    database = await Database.connect(url, settings.mongodb_database)
    made_at, counts = utc_now(), dict.fromkeys(await records.collections(database), 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        try:
            with contextlib.ExitStack() as stack:
                entry: IO[bytes] | None = None
                name = ""
                async for collection, data in records.records(database):
                    if entry is None or collection != name:
                        stack.close()
                        name = collection
                        entry = stack.enter_context(
                            archive.open(f"{_RECORDS}{name}.bson", "w", force_zip64=True)
                        )
                    entry.write(data)
                    counts[name] = counts.get(name, 0) + sum(1 for _ in records.documents(data))
        finally:
            await database.close()
        files = _files(settings.data_dir)
        for each in files:
            archive.write(settings.data_dir / each, _FILES + each)
        manifest = Manifest(
            format=_FORMAT, phony=__version__, made_at=made_at, documents=counts, files=files
        )
        archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _files(folder: Path) -> list[str]:
    """What the data folder holds besides the database: keys, the sandbox's numbers."""
    found = [path for name in _TAKEN for path in (folder / name, *(folder / name).rglob("*"))]
    return sorted(path.relative_to(folder).as_posix() for path in found if path.is_file())


# ---- in -------------------------------------------------------------------------------------


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        if error.filename != str(path):
            raise
        raise Invalid(f"{path} cannot be read: {error.strerror}.") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise Invalid(
            f"{path} is no whole backup: {error}.", cure="Take another; nothing was changed."
        ) from error


def _checked(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """Read it all once, before anything is touched.

    Raises:
        Invalid: it is damaged, not of ours, or newer than we are.
    """
    try:
        manifest = Manifest.model_validate_json(archive.read(_MANIFEST))
    except (KeyError, ValidationError) as error:
        raise Invalid(f"{path} is no backup of Phony's.") from error
    if manifest.format > _FORMAT:
        raise Invalid(
            f"{path} was made by Phony {manifest.phony}, and this is {__version__}.",
            cure="Install that version, or a newer one.",
        )
    if (damaged := archive.testzip()) is not None:
        raise Invalid(f"{path} is damaged, in {damaged}.", cure="Take another backup.")
    for name in manifest.files:
        parts = PurePosixPath(name).parts
        if ".." in parts or parts[:1] not in [(taken,) for taken in _TAKEN]:
            raise Invalid(f"{path} holds the file {name!r}, which is none of a backup's.")
    return manifest


async def _fill(
    url: str, settings: Settings, archive: zipfile.ZipFile, manifest: Manifest, overwrite: bool
) -> None:
    database = await Database.connect(url, settings.mongodb_database)
    try:
        if await WorkerDirectory(database).seen(ALIVE_WITHIN_S):
            raise Conflict("A Phony is running on this database.", cure="Stop it, then restore.")
        there = [name for name in manifest.files if (settings.data_dir / name).exists()]
        if not overwrite and (there or not await records.is_empty(database)):
            what = there[0] if there and await records.is_empty(database) else "records"
            raise Conflict(
                f"In {_where(settings)} there is something already: {what}.",
                cure="Restore into an empty place (--data-dir), or give --overwrite, by which "
                "that is lost.",
            )
        work = records.Restore(database)
        await work.give_up()  # what one that was cut off has left
        try:
            for name, count in manifest.documents.items():
                if count:
                    await _add(work, archive, name, count)
            await work.finish()
        finally:
            await work.give_up()
    except PyMongoError as error:
        raise Unavailable(
            f"The database did not take it: {str(error)[:200]}", cure="Mend that and restore again."
        ) from error
    finally:
        await database.close()
    for name in manifest.files:
        _put(archive.read(_FILES + name), settings.data_dir / name)


async def _add(work: records.Restore, archive: zipfile.ZipFile, name: str, count: int) -> None:
    found = 0
    with archive.open(f"{_RECORDS}{name}.bson") as entry:
        rest = b""
        while chunk := entry.read(_READ):
            whole, rest = _whole(rest + chunk)
            batch = list(records.documents(whole))
            found += len(batch)
            await work.add(name, batch)
    if rest or found != count:
        raise Invalid(f"The backup lacks documents of {name}.", cure="Take another.")


def _whole(data: bytes) -> tuple[bytes, bytes]:
    """The documents that are there to their end, and the beginning of the next one."""
    at = 0
    while at + 4 <= len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        if size < 5 or at + size > len(data):
            break
        at += size
    return data[:at], data[at:]


def _put(data: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _new(fresh := path.with_name(path.name + ".new")) as out:
        out.write(data)
    fresh.replace(path)
