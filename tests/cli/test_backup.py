"""`phony backup` and `phony restore` as typed: of the running product, and into another place."""

from __future__ import annotations

import stat
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pymongo
import pytest
from bson import encode, json_util
from tests.cli.serving import wait_for
from tests.cli.typed import Terminal, typed
from tests.support.loopback import ScriptedEngine
from tests.support.loopback import product as in_this_process
from tests.support.running import NUMBER

from phony.cli.backup import Manifest

Client = pymongo.MongoClient[dict[str, Any]]
OLDER = sorted((Path(__file__).parents[1] / "older").glob("made_by_*.json"))


def refused(*args: str, **env: str) -> str:
    code, out, err = typed(*args, **env)
    assert code == 1, out + err
    return err


@pytest.fixture
def saved(phony: Terminal, tmp_path: Path) -> tuple[Path, str, str]:
    """A backup that was made while a call ran, an earlier call that is in it, and that one."""
    phony("agents", "create", "Desk", "--number", NUMBER, "--greeting", "Hello!")
    over = phony.product.ended(phony.product.ring("Please hang up."))
    live = phony.product.ring("What are your business hours?", stay=True)
    wait_for(lambda: "business hours" in phony("calls", "transcript", live), "the words", 20)
    folder = phony.product.serving.data_dir
    (folder / "api_key").write_text("phony_secret\n")
    file = tmp_path / "all.zip"
    said = phony("backup", str(file), PHONY_DATA_DIR=str(folder))
    rest = {path.name for path in folder.iterdir()} - {"api_key", "sandbox"}
    # Whoever keeps something else there says whether a backup takes it.
    assert rest <= {
        "mongodb",
        "mongod.key",
        "mongod.log",
        "mongod.out",
        "mongod.port",
        "run",
        "lock",
    }
    (folder / "api_key").unlink()
    assert "records" in said
    phony("calls", "hangup", live, "--now", "-y")
    phony.product.ended(live)
    return file, over["id"], live


async def test_the_whole_of_a_running_product_comes_back_elsewhere(
    saved: tuple[Path, str, str], mongodb_url: str, mongodb: Client, tmp_path: Path
) -> None:
    file, over, live = saved
    assert stat.S_IMODE(file.stat().st_mode) == 0o600  # it holds keys
    elsewhere = {"MONGODB_URL": mongodb_url, "MONGODB_DATABASE": "restored"}
    try:
        code, out, err = typed_in_thread(
            "restore", str(file), PHONY_DATA_DIR=str(tmp_path / "d"), **elsewhere
        )
        assert code == 0, out + err
        assert (tmp_path / "d" / "api_key").read_text() == "phony_secret\n"
        assert (tmp_path / "d" / "sandbox" / "numbers.json").is_file()
        async with (
            ScriptedEngine().running() as engine,
            in_this_process(
                mongodb_url, tmp_path / "run", engine, mongodb_database="restored"
            ) as product,
        ):
            assert (await product.http.get(f"/calls/{over}")).json()["status"] == "completed"
            assert (await product.http.get(f"/calls/{live}")).status_code == 200
            sound = await product.http.get(f"/calls/{over}/recording")
            assert sound.content[:4] == b"RIFF"
            agents = (await product.http.get("/agents/")).json()["items"]
            assert [agent["name"] for agent in agents] == ["Desk"]
    finally:
        mongodb.drop_database("restored")


def typed_in_thread(*args: str, **env: str) -> tuple[int, str, str]:
    """As `typed`, where a loop runs already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(typed, *args, **env).result()


def test_nothing_is_overwritten_unasked(
    mongodb_url: str, mongodb: Client, database_name: str, tmp_path: Path
) -> None:
    here = {
        "MONGODB_URL": mongodb_url,
        "MONGODB_DATABASE": database_name,
        "PHONY_DATA_DIR": str(tmp_path / "data"),
    }
    mongodb[database_name]["calls"].insert_one({"_id": "old"})
    file = str(tmp_path / "a.zip")
    assert typed("backup", file, **here)[0] == 0
    assert "--force" in refused("backup", file, **here)
    assert typed("backup", file, "--force", **here)[0] == 0
    mongodb[database_name]["calls"].insert_one({"_id": "new"})
    assert "--overwrite" in refused("restore", file, **here)
    assert typed("restore", file, "--overwrite", text="n\n", **here)[0] != 0  # asks first
    assert mongodb[database_name]["calls"].count_documents({}) == 2
    code, _, err = typed("restore", file, "--overwrite", "--yes", **here)
    assert code == 0, err
    assert [call["_id"] for call in mongodb[database_name]["calls"].find()] == ["old"]


def test_a_private_database_is_saved_and_restored_while_nothing_runs(tmp_path: Path) -> None:
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    made_by_hand(tmp_path / "a.zip", {"calls": [{"_id": "kept"}]}, "0.1.0")
    assert typed("restore", str(tmp_path / "a.zip"), "--data-dir", one)[0] == 0
    code, out, err = typed("backup", str(tmp_path / "b.zip"), "--data-dir", one)
    assert code == 0, err
    assert "1 records" in out
    assert "no database" in refused("backup", str(tmp_path / "c.zip"), "--data-dir", two)
    assert not (tmp_path / "c.zip").exists()


def test_a_running_product_is_not_restored_into(phony: Terminal, tmp_path: Path) -> None:
    made_by_hand(tmp_path / "a.zip", {}, "0.1.0")
    folder = str(phony.product.serving.data_dir)
    assert "Stop it" in refused("restore", str(tmp_path / "a.zip"), "--data-dir", folder)


def test_what_is_no_whole_backup_is_refused_and_nothing_touched(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.zip", tmp_path / "data"

    def said() -> str:
        return refused("restore", str(file), "--data-dir", str(folder))

    assert "cannot be read" in said()
    file.write_text("no zip")
    assert "no whole backup" in said()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("something", "else")
    assert "no backup of Phony's" in said()
    made_by_hand(file, {}, "9.0.0", format=99)
    assert "made by Phony 9.0.0" in said()
    made_by_hand(file, {}, "0.1.0", files=["../evil"])
    assert "'../evil'" in said()
    made_by_hand(file, {"calls": [{"_id": "x" * 1000}]}, "0.1.0")
    data = bytearray(file.read_bytes())
    data[data.index(b"xxxxx") + 3] = 0
    file.write_bytes(data)
    assert "damaged, in records/calls.bson" in said()
    assert not folder.exists()


@pytest.mark.parametrize("older", OLDER, ids=lambda path: path.stem)
def test_records_of_an_older_version_are_taken(
    older: Path, mongodb_url: str, mongodb: Client, database_name: str, tmp_path: Path
) -> None:
    records = json_util.loads(older.read_text())
    made_by_hand(tmp_path / "old.zip", records, older.stem.removeprefix("made_by_"))
    here = {"MONGODB_URL": mongodb_url, "MONGODB_DATABASE": database_name}
    code, _, err = typed(
        "restore", str(tmp_path / "old.zip"), PHONY_DATA_DIR=str(tmp_path / "d"), **here
    )
    assert code == 0, err
    for name, documents in records.items():
        assert mongodb[database_name][name].count_documents({}) == len(documents), name


def made_by_hand(
    path: Path,
    records: dict[str, list[dict[str, Any]]],
    version: str,
    *,
    format: int = 1,
    files: Any = (),
) -> None:
    """A backup of these records, not compressed."""
    counts = {name: len(documents) for name, documents in records.items()}
    manifest = {
        "format": format,
        "phony": version,
        "made_at": "2026-11-28T12:00:00Z",
        "documents": counts,
        "files": list(files),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, documents in records.items():
            archive.writestr(f"records/{name}.bson", b"".join(map(encode, documents)))
        for name in files:
            archive.writestr(f"files/{name}", "x")
        archive.writestr("phony.json", Manifest.model_validate(manifest).model_dump_json())
