"""Templates that people saved: kept as given, listed by name, and theirs alone."""

from __future__ import annotations

import pytest
from pymongo.errors import DuplicateKeyError

from phony.domain.errors import NotFound
from phony.domain.ids import DEFAULT_ORG
from phony.domain.versions import Template
from phony.store.database import Database
from phony.store.repositories import for_org


def template(template_id: str, name: str, **fields: object) -> Template:
    return Template(id=template_id, name=name, fields=dict(fields), created_by="ann")


async def test_templates_are_listed_by_name_and_kept_as_given(database: Database) -> None:
    ours = for_org(database, DEFAULT_ORG).templates
    made = [template("t3", "B"), template("t1", "C", context_data={"$x": 1}), template("t2", "B")]
    for one in made:
        await ours.add(one)
    assert [found.id for found in await ours.list()] == ["t2", "t3", "t1"]
    assert await ours.find("t1") == made[1]
    with pytest.raises(DuplicateKeyError):
        await ours.add(template("t1", "again"))


async def test_one_organization_s_templates_are_not_another_s(database: Database) -> None:
    ours, theirs = (for_org(database, name).templates for name in (DEFAULT_ORG, "org_other"))
    await ours.add(template("t1", "A"))
    assert await theirs.list() == []
    assert await theirs.find("t1") is None
    with pytest.raises(NotFound):
        await theirs.delete("t1")
    await ours.delete("t1")
    assert await ours.find("t1") is None
    with pytest.raises(NotFound):
        await ours.delete("t1")
