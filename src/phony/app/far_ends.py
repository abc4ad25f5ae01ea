"""Where carrier and engine are, how we prove ourselves there, and what is said about it."""

from __future__ import annotations

import contextlib
import ssl
from dataclasses import dataclass

from phony import __version__
from phony.api.http.deps import SetupInfo
from phony.carriers.twilio import TwilioCarrier
from phony.carriers.twilio_numbers import TwilioNumbers
from phony.engines.openai import OpenAIEngine
from phony.net.http import OutboundHttp
from phony.service.access.signatures import SignatureRules
from phony.settings import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN, Settings


class FarEnds:
    """Addresses and credentials of both far ends."""

    def __init__(self, settings: Settings) -> None:
        """The sandbox takes the place of whichever has no credentials."""
        sandbox = f"127.0.0.1:{settings.sandbox_port}"
        if settings.carrier_is_sandbox:
            self.account_sid, self.auth_token = SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN
            self.api_base = settings.twilio_api_base or f"http://{sandbox}"
        else:
            assert settings.twilio_account_sid
            assert settings.twilio_auth_token
            self.account_sid = settings.twilio_account_sid
            self.auth_token = settings.twilio_auth_token.get_secret_value()
            self.api_base = settings.twilio_api_base
        if settings.engine_is_sandbox:
            self.engine_url = f"ws://{sandbox}/v1/realtime"
            self.engine_rest_url = f"http://{sandbox}/v1"
            self.engine_key = "sandbox"
        else:
            assert settings.openai_api_key
            self.engine_url = settings.openai_url
            self.engine_rest_url = settings.openai_rest_url
            self.engine_key = settings.openai_api_key.get_secret_value()

    def signatures(self, settings: Settings) -> SignatureRules:
        """How the carrier's requests are checked."""
        tokens = [self.auth_token]
        if settings.twilio_auth_token_secondary is not None:
            tokens.append(settings.twilio_auth_token_secondary.get_secret_value())
        key = settings.twilio_webhook_key
        return SignatureRules(
            settings.base_url,
            settings.stream_base_url,
            tokens,
            key.get_secret_value() if key else None,
        )


@dataclass(frozen=True, slots=True)
class Outward:
    """What calls reach out with."""

    carrier: TwilioCarrier
    engine: OpenAIEngine
    http: OutboundHttp


def reach(far: FarEnds, *, allow_private: bool, stack: contextlib.AsyncExitStack) -> Outward:
    """The clients of both far ends and of everybody else's URLs; `stack` closes them."""
    tls = ssl.create_default_context()  # one per process: making it takes tens of milliseconds
    http = OutboundHttp(allow_private=allow_private, ssl_context=tls)
    stack.push_async_callback(http.aclose)
    return Outward(
        carrier=TwilioCarrier(far.account_sid, far.auth_token, api_base=far.api_base),
        engine=OpenAIEngine(
            far.engine_url,
            far.engine_key,
            tls,
            version=__version__,
            allow_private=allow_private,
        ),
        http=http,
    )


def account_of(far: FarEnds, stack: contextlib.AsyncExitStack) -> TwilioNumbers:
    """The carrier account's numbers; `stack` closes the client."""
    account = TwilioNumbers(far.account_sid, far.auth_token, api_base=far.api_base)
    stack.push_async_callback(account.close)
    return account


def setup_info(settings: Settings, worker_id: str) -> SetupInfo:
    """What the dashboard may know of the settings."""
    sandbox = settings.carrier_is_sandbox or settings.engine_is_sandbox
    return SetupInfo(
        version=__version__,
        base_url=settings.base_url,
        public_url=settings.public_url,
        worker_id=worker_id,
        carrier_is_sandbox=settings.carrier_is_sandbox,
        engine_is_sandbox=settings.engine_is_sandbox,
        mongodb_is_private=settings.mongodb_is_private,
        sandbox_url=f"http://127.0.0.1:{settings.sandbox_port}" if sandbox else None,
        sandbox_speech=settings.sandbox_speech,
    )
