"""The public socket: it waits for a predecessor, and says what to do when it cannot be had."""

from __future__ import annotations

import socket

import pytest
from tests.cli.test_supervisor import settings

from phony.cli.listening import listen, usable_port
from phony.cli.supervisor import local_url
from phony.domain.errors import ConfigError


def test_a_listener_waits_for_a_port_that_is_about_to_be_free() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Port {port} on 127.0.0.1 is in use") as caught:
            listen("127.0.0.1", port, patience_s=0.3)
        assert f"phony serve --port {port + 10}" in (caught.value.cure or "")
    with listen("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port
        assert second.get_inheritable()


def test_ipv6_is_listened_on_and_named_in_brackets() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        with listen("::1", 0, patience_s=0) as listener:
            assert listener.family == socket.AF_INET6
    except ConfigError:
        pytest.skip("this machine has no IPv6 loopback")
    assert local_url(settings(host="::1", port=5)) == "http://[::1]:5"


def test_the_taken_port_of_the_sandbox_is_cured_by_its_own_option() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as error:
            listen("127.0.0.1", port, 0, option="--sandbox-port")
    assert f"--sandbox-port {port + 10} (or PHONY_SANDBOX_PORT)" in str(error.value.cure)


def test_any_free_port_is_one_that_can_be_had() -> None:
    with listen("127.0.0.1", usable_port(0)):
        pass
