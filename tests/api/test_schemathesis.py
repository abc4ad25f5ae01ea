"""A stranger's generator reads our OpenAPI document and tries everything it allows, and more."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks as known
from tests.cli.serving import ACCOUNTS, Serving

from phony.app import create_app
from phony.settings import Settings

# Some operations have hundreds of cases.
pytestmark = pytest.mark.timeout(400)

KEY = "schemathesis-admin-key"
# Nobody listens there: what needs the carrier or the engine answers 502 or 503, and quickly.
NOWHERE = {
    "PHONY_TWILIO_API_BASE": "http://127.0.0.1:9",
    "PHONY_OPENAI_URL": "ws://127.0.0.1:9/v1/realtime",
    "PHONY_OPENAI_REST_URL": "http://127.0.0.1:9/v1",
    "PHONY_RATE_LIMIT_PER_S": "0",
}


def no_failure_of_ours(ctx: Any, response: Any, case: Any) -> None:
    """502 and 503 say that the carrier or engine does not answer; 500 would be our own fault."""
    assert response.status_code != 500, response.text


CHECKS = [
    no_failure_of_ours,
    known.status_code_conformance,
    known.content_type_conformance,
    known.response_headers_conformance,
    known.response_schema_conformance,
    # What the document does not allow is refused: no text counts as a number, say.
    known.negative_data_rejection,
]
BOUNDED = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    env = ACCOUNTS | NOWHERE | {"PHONY_API_KEY": KEY}
    serving = Serving(tmp_path_factory.mktemp("keyed"), env)
    with serving.running():
        yield serving


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """One connection for all: no proxy of this machine's, and no cookie that would sign in."""
    with requests.Session() as session:
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        yield session


def describe() -> Any:
    """Our OpenAPI document, from the app itself: it need not run for that."""
    document = create_app(Settings(), worker_id="document").openapi()
    config = schemathesis.Config.from_dict({"generation": {"mode": "all"}})
    return schemathesis.openapi.from_dict(document, config=config)


schema = describe()


@schema.parametrize()  # type: ignore[untyped-decorator]
@BOUNDED
def test_every_operation_with_a_key(case: Any, product: Serving, session: Any) -> None:
    case.headers["Authorization"] = f"Bearer {KEY}"
    url = product.about["url"]
    case.call_and_validate(base_url=url, session=session, checks=CHECKS, timeout=20)


# Without the systematic cases, which the first test has tried: here only access differs.
@schema.parametrize()  # type: ignore[untyped-decorator]
@settings(BOUNDED, phases=[Phase.generate], max_examples=1)
def test_every_operation_is_closed_without_the_key(
    case: Any, product: Serving, session: Any
) -> None:
    answer = case.call(base_url=product.about["url"], session=session, timeout=20)
    if case.path in ("/health/live", "/health/ready", "/session"):
        assert answer.status_code < 500
    else:
        # The key is asked for before the body is read.
        assert answer.status_code in (401, 429)
