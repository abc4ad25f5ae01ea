"""What the environment says, as people paste it."""

from __future__ import annotations

import pytest
from pydantic import SecretStr, ValidationError

from phony.settings import Settings


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
