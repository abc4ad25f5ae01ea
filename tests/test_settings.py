"""What the environment says, as people paste it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from phony.settings import Settings, variables

ROOT = Path(__file__).parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
_NAME = re.compile(r"\b(?:PHONY|MONGODB|TWILIO|OPENAI)_[A-Z][A-Z_]*[A-Z]\b")
_ROW = re.compile(r"^\| `([A-Z_]+)` \| (\S+) \| ", re.MULTILINE)
# Compose's own: the network it makes.
_OF_COMPOSE = {"PHONY_GATEWAY", "PHONY_SUBNET"}


@pytest.mark.parametrize(
    "pasted", ["tok123\n", " tok123 ", "tok123\r\n", "\ufefftok123", "\ttok123"]
)
def test_what_stands_around_a_value_is_left_out(pasted: str) -> None:
    settings = Settings.model_validate(
        {"TWILIO_AUTH_TOKEN": pasted, "TWILIO_ACCOUNT_SID": pasted, "api_key": SecretStr(pasted)}
    )
    assert settings.twilio_auth_token == settings.api_key == SecretStr("tok123")
    assert settings.twilio_account_sid == "tok123"


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "api_key", "TWILIO_ACCOUNT_SID", "openai_url"])
def test_no_value_holds_a_line_break_that_would_begin_another_header(name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({name: "sk-abc\nX-Evil: 1"})
    (error,) = caught.value.errors()
    assert "line breaks" in error["msg"]
    assert "sk-abc" not in error["msg"]


def test_numbers_and_switches_are_read_as_they_are_pasted() -> None:
    settings = Settings.model_validate({"workers": " 3\n", "sandbox": "true "})
    assert (settings.workers, settings.sandbox) == (3, True)


@pytest.mark.parametrize("name", ["my.bad/name", "a b", "x" * 64, "$where", 'a"b', "a\\b"])
def test_a_name_that_no_database_has_is_refused_at_the_start(name: str) -> None:
    with pytest.raises(ValidationError, match=r"MONGODB_DATABASE\n.*must be a database's name"):
        Settings.model_validate({"MONGODB_DATABASE": name})
    assert Settings.model_validate({"MONGODB_DATABASE": "phony-2"}).mongodb_database == "phony-2"


def test_the_page_of_settings_has_each_once_with_its_default() -> None:
    rows = _ROW.findall((ROOT / "docs" / "settings.md").read_text())
    assert Counter(name for name, _ in rows) == Counter(variables().keys())
    for name, shown in rows:
        default = Settings.model_fields[variables()[name]].default
        match default:
            case True | False:
                wanted = "on" if default else "off"
            case None | "":
                wanted = "none"
            case Path():
                wanted = f"`{str(default).replace(str(Path.home()), '~')}`"
            case str():
                wanted = f"`{default}`"
            case _:
                wanted = str(default)
        assert shown == wanted, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_speaks_of_a_setting_that_is_none(page: Path) -> None:
    assert set(_NAME.findall(page.read_text())) - variables().keys() <= _OF_COMPOSE


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, []),
        ({"unknown_variables": ["PHONY_PUBLC_URL"]}, ["PHONY_PUBLC_URL", "PHONY_PUBLIC_URL?"]),
        ({"unknown_variables": ["PHONY_ZZZZZZ"]}, ["docs/settings.md"]),
        ({"TWILIO_ACCOUNT_SID": "AC1"}, ["TWILIO_AUTH_TOKEN is not set"]),
        ({"TWILIO_AUTH_TOKEN": "t"}, ["TWILIO_ACCOUNT_SID is not set"]),
        ({"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t"}, []),
        ({"public_url": "https://example.com/phony"}, ["has a path"]),
        ({"public_url": "https://example.com/"}, []),
    ],
)
def test_what_does_not_do_what_it_seems_to_is_told(
    values: dict[str, object], told: list[str]
) -> None:
    doubts = Settings.model_validate({"unknown_variables": []} | values).doubts
    assert len(doubts) == bool(told)
    assert all(words in doubts[0] for words in told)


def test_a_slip_of_the_pen_is_seen_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHONY_PUBLC_URL", "https://example.com")
    monkeypatch.setenv("PHONY_PUBLIC_URL", "")
    assert "PHONY_PUBLC_URL" in Settings().unknown_variables
    assert "PHONY_PUBLIC_URL" not in Settings().unknown_variables
