from __future__ import annotations

import pytest
from pydantic import SecretStr

from phony.app.far_ends import FarEnds, setup_info
from phony.settings import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN, Settings

SID = "AC" + "1" * 32
TWILIO = {"twilio_account_sid": SID, "twilio_auth_token": SecretStr("carrier-token")}
OPENAI = {"openai_api_key": SecretStr("engine-key")}


def configured(**fields: object) -> Settings:
    """Settings as given, whatever the environment of the tests says."""
    nothing = dict.fromkeys(("twilio_account_sid", "twilio_auth_token", "openai_api_key"))
    return Settings().model_copy(update={**nothing, "sandbox": False, **fields})


def test_without_credentials_both_ends_are_the_sandbox() -> None:
    settings = configured(sandbox_port=4711)
    far = FarEnds(settings)
    assert (far.account_sid, far.auth_token) == (SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN)
    assert far.api_base == "http://127.0.0.1:4711"
    assert far.engine_url == "ws://127.0.0.1:4711/v1/realtime"
    assert setup_info(settings, "w1").sandbox_url == "http://127.0.0.1:4711"


def test_each_end_is_real_as_soon_as_its_credentials_are_there() -> None:
    carrier = FarEnds(configured(**TWILIO))
    assert (carrier.account_sid, carrier.auth_token) == (SID, "carrier-token")
    assert carrier.engine_key == "sandbox"
    engine = FarEnds(configured(**OPENAI))
    assert engine.account_sid == SANDBOX_ACCOUNT_SID
    assert (engine.engine_key, engine.engine_url[:6]) == ("engine-key", "wss://")


def test_with_both_nothing_is_said_of_a_sandbox() -> None:
    shown = setup_info(configured(**TWILIO, **OPENAI), "w1")
    assert (shown.carrier_is_sandbox, shown.engine_is_sandbox) == (False, False)
    assert shown.sandbox_url is None


@pytest.mark.parametrize("second", [None, SecretStr("older-token")])
def test_signatures_are_checked_with_every_token(second: SecretStr | None) -> None:
    settings = configured(**TWILIO, twilio_auth_token_secondary=second)
    rules = FarEnds(settings).signatures(settings)
    assert rules.tokens == ["carrier-token"] + (["older-token"] if second else [])
    assert rules.base_url == settings.base_url
