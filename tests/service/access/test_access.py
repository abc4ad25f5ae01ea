from __future__ import annotations

from itertools import product

import pytest
from tests.support.access import Clock, Directory, anybody, facts

from phony.domain.errors import Forbidden, TooManyRequests, Unauthorized
from phony.domain.keys import Identity, Scope
from phony.domain.rights import GRANTED, Right
from phony.service.access.access import Access, check

KEY = "the-key"
ELSEWHERE = "203.0.113.9"


def with_key(**options: object) -> Access:
    return Access(Directory(), api_key=KEY, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(("scope", "right"), list(product(Scope, Right)))
def test_a_scope_grants_its_rights_and_no_other(scope: Scope, right: Right) -> None:
    identity = Identity(org_id="o", name="n", scope=scope)
    if right in GRANTED[scope]:
        check(identity, right)
    else:
        with pytest.raises(Forbidden, match="needs a key with the scope"):
            check(identity, right)


async def test_this_machine_needs_no_key_while_none_is_configured() -> None:
    access = Access(Directory(), ours=anybody)
    assert not access.key_required
    identity = await access.admit(facts(), Right.KEYS)
    assert identity is not None
    assert (identity.name, identity.via, identity.scope) == ("local", "loopback", Scope.ADMIN)
    with pytest.raises(Forbidden):
        await access.admit(facts(peer=ELSEWHERE), Right.READ)


@pytest.mark.parametrize("options", [{"api_key": KEY}, {"public_url": "https://p.example.com"}])
async def test_with_a_key_or_public_url_even_this_machine_needs_one(
    options: dict[str, str],
) -> None:
    access = Access(Directory(), ours=anybody, **options)  # type: ignore[arg-type]
    assert access.key_required
    with pytest.raises(Unauthorized, match="needed"):
        await access.admit(facts(), Right.READ)


async def test_a_key_opens_from_anywhere_what_its_scope_grants() -> None:
    directory = Directory()
    directory.add("k1", Scope.OPERATE)
    access = Access(directory, api_key=KEY)
    far = {"peer": ELSEWHERE, "host": "phony.example.com", "x_forwarded_for": "1.2.3.4"}
    assert await access.admit(facts(**far, x_api_key="k1"), Right.OPERATE) is not None
    assert await access.admit(facts(**far, x_api_key=KEY), Right.KEYS) is not None
    with pytest.raises(Forbidden, match="'admin'; this one has 'operate'"):
        await access.admit(facts(**far, x_api_key="k1"), Right.CHANGE)


@pytest.mark.parametrize("right", [Right.OPEN, Right.SIGNED, Right.TOKEN])
async def test_what_proves_itself_is_not_judged(right: Right) -> None:
    asks = facts("POST", peer=ELSEWHERE, origin="https://evil.example.com", x_api_key="wrong")
    for access in (Access(Directory(), ours=anybody), with_key()):
        assert await access.admit(asks, right) is None


@pytest.mark.parametrize("right", [Right.PAGE, Right.SIGN_IN])
async def test_pages_and_signing_in_need_no_key_but_this_machine_without_any(right: Right) -> None:
    assert await with_key().admit(facts(peer=ELSEWHERE), right) is None
    assert await Access(Directory(), ours=anybody).admit(facts(), right) is None
    with pytest.raises(Forbidden, match="own machine"):
        await Access(Directory(), ours=anybody).admit(facts(peer=ELSEWHERE), right)
    with pytest.raises(Forbidden, match="another origin"):
        await with_key().admit(facts("POST", origin="https://evil.example.com"), right)


async def test_who_asks_too_often_waits() -> None:
    clock = Clock()
    access = with_key(rate_per_s=1, clock=clock)
    for _ in range(3):
        await access.admit(facts(x_api_key=KEY), Right.READ)
    with pytest.raises(TooManyRequests):
        await access.admit(facts(x_api_key=KEY), Right.READ)
    clock.now += 1
    await access.admit(facts(x_api_key=KEY), Right.READ)


async def test_guessing_is_slowed_per_peer() -> None:
    access = with_key(clock=Clock())
    for number in range(20):
        with pytest.raises(Unauthorized):
            await access.admit(facts(x_api_key=f"guess{number}"), Right.READ)
    with pytest.raises(TooManyRequests):
        await access.admit(facts(x_api_key="guess"), Right.READ)
    with pytest.raises(TooManyRequests):
        await access.sign_in("guess", facts())
    with pytest.raises(Unauthorized):
        await access.admit(facts(x_api_key="guess", peer=ELSEWHERE), Right.READ)
    assert await access.admit(facts(x_api_key=KEY), Right.READ) is not None


async def test_signing_in_and_out() -> None:
    access = with_key()
    with pytest.raises(Unauthorized):
        await access.sign_in("wrong", facts())
    token, signed_in = await access.sign_in(KEY, facts())
    assert signed_in.scope is Scope.ADMIN
    browser = facts(cookie=f"phony_session={token}")
    identity = await access.admit(browser, Right.CHANGE)
    assert identity is not None
    assert identity.via == "session"
    await access.sign_out(browser)
    with pytest.raises(Unauthorized, match="session is over"):
        await access.admit(browser, Right.READ)
    await access.sign_out(facts())  # nobody was signed in


async def test_an_old_cookie_does_not_lock_this_machine_out() -> None:
    identity = await Access(Directory(), ours=anybody).who(facts(cookie="phony_session=old"))
    assert identity.via == "loopback"


async def test_a_revoked_key_is_forgotten_when_told() -> None:
    directory = Directory()
    directory.add("k1")
    access = Access(directory, api_key=KEY)
    token, _ = await access.sign_in("k1", facts())
    asks = (facts(x_api_key="k1"), facts(cookie=f"phony_session={token}"))
    for ask in asks:
        await access.admit(ask, Right.READ)
    directory.keys.clear()
    directory.sessions.clear()
    access.forget()
    for ask in asks:
        with pytest.raises(Unauthorized):
            await access.admit(ask, Right.READ)
