"""Whose program is at the other end of a connection within this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from phony.net import neighbours
from phony.net.neighbours import Line, is_ours

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says whose it is")

_CONNECT = """
import encodings.idna, os, socket, sys
os.setuid(65534)
there = socket.create_connection((sys.argv[1], int(sys.argv[2])))
print(there.getsockname()[1], flush=True)
sys.stdin.read()
"""


@contextmanager
def connection(here: str, there: str) -> Iterator[tuple[socket.socket, Line]]:
    """A client's socket, and the connection as its server sees it."""
    family = socket.AF_INET6 if ":" in here else socket.AF_INET
    dual = family == socket.AF_INET6 and here == "::"
    with socket.create_server((here, 0), family=family, dualstack_ipv6=dual) as listener:
        port = listener.getsockname()[1]
        with closing(socket.create_connection((there, port))) as client:
            served, peer = listener.accept()
            with closing(served):
                yield client, Line(peer[:2], served.getsockname()[:2])


@pytest.mark.parametrize(
    ("here", "there"),
    [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("::", "127.0.0.1"), ("::", "::1")],
)
@pytest.mark.parametrize("way", ["asked", "listed"])
def test_the_owner_of_the_other_end_is_found(here: str, there: str, way: str) -> None:
    with connection(here, there) as (client, line):
        ends = neighbours._numeric(line.theirs), neighbours._numeric(line.ours)
        owner = neighbours._asked(*ends) if way == "asked" else neighbours._listed(*ends)
        assert owner is not None
        assert owner.uid == os.geteuid()
        assert owner.inode == os.fstat(client.fileno()).st_ino
        assert is_ours(line)
        assert not is_ours(line, users=[os.geteuid() + 1])


def test_a_socket_that_nobody_holds_any_more_is_nobodys() -> None:
    # The kernel says that it is root's.
    with connection("127.0.0.1", "127.0.0.1") as (client, line):
        client.shutdown(socket.SHUT_WR)
        assert is_ours(line)
        client.close()
        assert not is_ours(line)


def test_what_is_no_connection_is_nobodys() -> None:
    with connection("127.0.0.1", "127.0.0.1") as (_, line):
        assert not is_ours(Line((line.theirs[0], 1), line.ours))
        assert not is_ours(Line(("localhost", 1), line.ours))
    assert not is_ours(None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
def test_another_users_program_is_not_ours() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        here = [str(part) for part in listener.getsockname()]
        command = [sys.executable, "-c", _CONNECT, *here]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            served, peer = listener.accept()
            with closing(served):
                line = Line(peer, served.getsockname())
                assert not is_ours(line)
                assert is_ours(line, users=[65534])
            other.communicate()
