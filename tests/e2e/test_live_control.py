"""Live calls edited, steered, watched and told of, through the product as it runs."""

from __future__ import annotations

import json
import threading
from typing import Any

from tests.cli.serving import wait_for
from tests.e2e.product import Product, pause
from websockets.sync.client import ClientConnection, connect

HOURS = "What are your business hours?"


def ask(product: Product, sid: str, text: str = HOURS) -> None:
    """The caller says something now."""
    product.sandbox("POST", f"/calls/{sid}/say", {"text": text})


def begin(product: Product) -> tuple[str, str]:
    """A call in which the hours were asked and answered: the carrier's sid and our id."""
    sid = product.call_in(lines=[HOURS], stay=True)
    call_id = product.record(sid)["id"]
    product.wait_for_turn(call_id, "agent", "9 AM to 6 PM")
    pause(1.5)
    return sid, call_id


def end(product: Product, sid: str, call_id: str) -> dict[str, Any]:
    product.sandbox("POST", f"/calls/{sid}/hangup")
    return product.finished(call_id)


def edit(product: Product, call_id: str, **change: Any) -> dict[str, Any]:
    """An edit, once it is settled."""
    made: dict[str, Any] = product.api(
        "POST", f"/calls/{call_id}/edits?wait=8000", change, status=202
    )
    return made


def command(product: Product, call_id: str, path: str, **args: Any) -> dict[str, Any]:
    """A command, once it is settled."""
    made: dict[str, Any] = product.api(
        "POST", f"/calls/{call_id}/{path}?wait=8000", args, status=202
    )
    return made


def last_answer(product: Product, call_id: str) -> str:
    said = [turn["said"] for turn in product.turns(call_id) if turn["role"] == "agent"]
    return str(said[-1])


def answers(product: Product, call_id: str, words: str, before: int) -> None:
    """Wait for another agent turn that holds words."""

    def look() -> bool:
        said = [t["said"] for t in product.turns(call_id) if t["role"] == "agent"]
        return any(words in text for text in said[before:])

    wait_for(look, f"an answer with {words!r}", 30)


def agent_turns(product: Product, call_id: str) -> int:
    return sum(turn["role"] == "agent" for turn in product.turns(call_id))


def test_edited_undone_and_promoted(product: Product) -> None:
    with product.agent() as agent:
        sid, call_id = begin(product)
        done = edit(product, call_id, set={"business_hours": "noon to midnight"})
        assert done["state"] == "confirmed"
        before = agent_turns(product, call_id)
        ask(product, sid)
        answers(product, call_id, "noon to midnight", before)
        pause(1.5)
        undo = product.api("POST", f"/calls/{call_id}/edits/{done['id']}/undo?wait=8000")
        assert undo["state"] == "confirmed"
        before = agent_turns(product, call_id)
        ask(product, sid)
        answers(product, call_id, "9 AM to 6 PM", before)
        pause(1.5)
        redo = product.api("POST", f"/calls/{call_id}/edits/{undo['id']}/undo?wait=8000")
        assert redo["state"] == "confirmed"
        promoted = product.api("POST", f"/calls/{call_id}/edits/{done['id']}/promote")
        assert promoted["version"] == agent["version"] + 1
        end(product, sid, call_id)
        again = product.call_in(lines=[HOURS])
        call = product.finished(again)
        assert call["agent_version"] == promoted["version"]
        assert "noon to midnight" in call["text"]
        refused = product.client.post(
            f"{product.url}/calls/{call_id}/edits", json={"set": {"a": 1}}
        )
        assert refused.status_code == 409


def test_an_edit_while_the_engine_is_replaced(product: Product) -> None:
    with product.agent():
        sid, call_id = begin(product)
        with product.faults(engine={"kill": True, "connect_delay_s": 1.5}):
            pause(0.3)
            done = edit(product, call_id, set={"business_hours": "noon to midnight"})
        assert done["state"] == "confirmed"
        before = agent_turns(product, call_id)
        ask(product, sid)
        answers(product, call_id, "noon to midnight", before)
        call = end(product, sid, call_id)
    assert call["stats"]["engine_sessions"] >= 2


def test_an_urgent_edit_interrupts_the_agent(product: Product) -> None:
    with product.agent():
        sid, call_id = begin(product)
        text = "This sentence is rather long, and it goes on and on. " * 6
        product.api("POST", f"/calls/{call_id}/say", {"text": text.strip()}, status=202)
        product.wait_for_turn(call_id, "agent", "rather long")
        pause(1)
        before = agent_turns(product, call_id)
        done = edit(product, call_id, set={"business_hours": "noon to midnight"}, mode="now")
        assert done["state"] == "confirmed"

        def cut() -> Any:
            turns = product.turns(call_id)
            return next((t for t in turns if "rather long" in t["said"] and t["interrupted"]), None)

        turn = wait_for(cut, "the speech to be cut", 10)
        assert len(turn["heard"]) < len(turn["said"])
        answers(product, call_id, "noon to midnight", before)  # nobody asked again
        end(product, sid, call_id)


def test_two_operators_at_once(product: Product) -> None:
    with product.agent():
        sid, call_id = begin(product)
        url = f"{product.url}/calls/{call_id}/edits?wait=8000"
        version = product.api("GET", f"/calls/{call_id}/context")["version"]
        codes: list[int] = []

        def write(value: int) -> None:
            headers = {"If-Match": f'"{version}"'}
            body = {"set": {"winner": value}}
            codes.append(product.client.post(url, json=body, headers=headers).status_code)

        threads = [threading.Thread(target=write, args=(n,)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes) == [202, 409, 409]
        end(product, sid, call_id)


def test_one_edit_for_every_call_of_an_agent_on_two_workers(product: Product) -> None:
    with product.agent() as agent:
        calls = [begin(product) for _ in range(4)]
        workers = {product.api("GET", f"/calls/{c}")["worker_id"] for _, c in calls}
        body = {"scope": "agent", "id": agent["id"], "set": {"business_hours": "noon to midnight"}}
        answer = product.api("POST", "/edits?wait=8000", body)
        assert answer["delivered"] == 4, answer
        for sid, call_id in calls:
            before = agent_turns(product, call_id)
            ask(product, sid)
            answers(product, call_id, "noon to midnight", before)
        for sid, call_id in calls:
            end(product, sid, call_id)
    assert workers  # which worker takes a call is the kernel's choice


def test_commands_and_what_comes_of_them(product: Product) -> None:
    with product.agent():
        sid, call_id = begin(product)
        said = command(product, call_id, "say", text="Your table is booked for two.")
        assert said["state"] == "done"
        product.wait_for_turn(call_id, "agent", "Your table is booked for two.")
        muted = command(product, call_id, "mute")
        assert muted["state"] == "done"
        product.until(call_id, lambda call: call["muted"], "muted")
        before = agent_turns(product, call_id)
        ask(product, sid)
        pause(3)
        assert agent_turns(product, call_id) == before
        assert command(product, call_id, "unmute")["state"] == "done"
        assert command(product, call_id, "dtmf", digits="1w2")["state"] == "done"
        probe = command(product, call_id, "probe", question=HOURS)
        assert probe["state"] == "done"
        assert "9 AM to 6 PM" in probe["result"]
        gone = command(product, call_id, "hangup", when="now")
        assert gone["state"] == "done"
        call = product.finished(call_id)
        assert call["outcome"] == "operator_hung_up"
        listed = product.api("GET", f"/calls/{call_id}/commands")["items"]
        assert [c["kind"] for c in listed][:2] == ["say", "mute"]
        assert {c["author"] for c in listed} == {"local"}


def test_a_call_ends_politely_at_its_limit(product: Product) -> None:
    with product.agent(limits={"per_call_usd": 0.02}):
        sid = product.call_in(lines=[HOURS], stay=True)
        call_id = product.record(sid)["id"]
        for _ in range(8):
            pause(3)
            call = product.api("GET", f"/calls/{call_id}")
            if call["outcome"] or call["limit_stage"] == "stop":
                break
            product.client.post(
                f"{product.sandbox_url}/sandbox/calls/{sid}/say", json={"text": HOURS}
            )
        call = product.finished(call_id)
    assert call["outcome"] == "spend_limit"
    assert (call["limit_stage"], call["limit_what"]) == ("stop", "call")
    assert call["cost"]["final"]


# ---- watching -------------------------------------------------------------------------------


def watch(product: Product, query: str) -> ClientConnection:
    return connect(product.url.replace("http", "ws") + f"/events?{query}", max_size=None)


def read(socket: ClientConnection, true: Any, limit_s: float = 20) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []

    def more() -> bool:
        seen.append(json.loads(socket.recv(timeout=limit_s)))
        return bool(true(seen[-1]))

    wait_for(more, "a message of the feed", limit_s)
    return seen


def test_two_browsers_see_the_same(product: Product) -> None:
    with product.agent(), watch(product, "scope=all") as one, watch(product, "scope=all") as two:
        call = product.finished(product.call_in(lines=[HOURS]))
        state: list[dict[str, dict[str, Any]]] = []
        for socket in (one, two):
            turns: dict[str, Any] = {}
            seen = read(
                socket,
                lambda m: (
                    m["type"] == "call"
                    and m["call"]["id"] == call["id"]
                    and m["call"]["transcript_final"]
                    and m["call"]["status"] == "completed"
                ),
            )
            for message in seen:
                if message["type"] == "turn" and message["turn"]["call_id"] == call["id"]:
                    turns[message["turn"]["id"]] = message["turn"]
            state.append(turns)
        assert state[0] == state[1]
        stored = {turn["id"]: turn for turn in product.turns(call["id"])}
        assert {i: t["said"] for i, t in state[0].items()} == {
            i: t["said"] for i, t in stored.items()
        }
