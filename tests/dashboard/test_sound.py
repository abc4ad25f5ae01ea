"""Microphone and loudspeaker: the browser call, listening in, taking over, the softphone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Playwright, expect
from tests.cli.serving import wait_for
from tests.dashboard.conftest import chromium, desk, with_microphone, write_wav
from tests.e2e.product import Product, pause, running

from phony.sandbox import speech

pytestmark = [
    pytest.mark.serial,
    pytest.mark.timeout(420),
    pytest.mark.skipif(bool(speech.missing()), reason="phony[sandbox] is not installed"),
]

HOURS = "What are your business hours?"
PROMISE = "I promise you a full refund by Friday."


def spoken_wav(path: Path, text: str, before_s: float, after_s: float) -> Path:
    """A line in a synthetic voice at 48 kHz between silences; a fake microphone repeats it."""
    from phony.sandbox.speech import codec, tts

    samples = codec.decode(tts.Speaker().speak(text)).astype(np.int16)
    before, after = (np.zeros(int(8000 * s), np.int16) for s in (before_s, after_s))
    line = np.concatenate([before, samples, after])
    at = np.arange(len(line) * 6) / 6
    wide = np.interp(at, np.arange(len(line)), line).astype(np.int16)
    return write_wav(path, wide.tobytes(), 48_000)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    chromium()
    with running(tmp_path_factory.mktemp("spoken"), speech=True) as started:
        yield started


@pytest.fixture(scope="module")
def asking(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    wav = spoken_wav(tmp_path_factory.mktemp("wav") / "ask.wav", HOURS, 6, 7)
    with with_microphone(playwright, wav) as browser:
        yield browser


@pytest.fixture(scope="module")
def promising(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    wav = spoken_wav(tmp_path_factory.mktemp("wav") / "promise.wav", PROMISE, 1, 6)
    with with_microphone(playwright, wav) as browser:
        yield browser


def test_a_browser_call_is_heard_and_answered(asking: Browser, spoken: Product) -> None:
    with spoken.agent(context_data={"business_hours": "nine to five"}) as agent:
        with desk(asking, spoken) as person:
            page = person.go(f"agents/{agent['id']}/talk")
            page.get_by_role("button", name="Start the call").click()
            expect(page.get_by_test_id("in-call")).to_be_visible()
            transcript = page.get_by_test_id("transcript")
            expect(transcript).to_contain_text("Hello! How can I help you today?")
            # What the microphone played was recognised on the server, and answered.
            expect(transcript).to_contain_text(
                re.compile("business hours", re.IGNORECASE), timeout=60_000
            )
            expect(transcript).to_contain_text(
                re.compile("nine to five", re.IGNORECASE), timeout=60_000
            )
            call_id = page.get_by_role("link", name="Watch it").get_attribute("href") or ""
            call_id = call_id.rsplit("/", 1)[1]
            page.get_by_role("button", name="Hang up").click()
            expect(page.get_by_text("The call is over.")).to_be_visible()
        call = spoken.finished(call_id)
        # Marks came back from the page's player: the greeting counts as heard.
        greeting = next(turn for turn in call["turns"] if turn["role"] == "agent")
        assert greeting["heard"] == greeting["said"]


def test_an_operator_listens_takes_over_and_hands_back(promising: Browser, spoken: Product) -> None:
    with spoken.agent(context_data={"business_hours": "nine to five"}):
        sid = spoken.call_in(lines=[HOURS], stay=True)
        call_id = spoken.record(sid)["id"]
        with desk(promising, spoken) as person:
            page = person.go(f"calls/{call_id}")
            page.get_by_role("button", name="Listen").click()
            heard = page.get_by_role("button", name="Stop listening")
            expect(heard).to_have_attribute("data-frames", "1")
            heard.click()
            spoken.wait_for_turn(call_id, "agent", "nine to five", 60)
            pause(3)
            page.get_by_role("button", name="Take over").click()
            expect(page.get_by_test_id("taken-over")).to_be_visible()
            # The caller's ear, through recognition: the operator's words reached it.
            wait_for(
                lambda: "refund" in spoken.sandbox("GET", f"/calls/{sid}/heard")["text"].lower(),
                "the caller to hear the operator",
                90,
            )
            # And in writing: on the page while it is said.
            said = page.locator('[data-testid="turn"][data-role="operator"]')
            expect(said.filter(has_text="refund").first).to_contain_text("Operator", timeout=60_000)
            page.get_by_role("button", name="Hand back").click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_role("textbox").fill("The refund is approved.")
            dialog.get_by_role("button", name="Hand back").click()
            expect(page.get_by_test_id("taken-over")).to_have_count(0)
            # The engine confirmed that the model knows of it.
            handed = page.locator('[data-testid="command"][data-kind="hand_back"]')
            expect(handed).to_have_attribute("data-state", "done")
        spoken.sandbox("POST", f"/calls/{sid}/hangup")
        spoken.finished(call_id)


def test_the_softphone_rings_and_talks(asking: Browser, spoken: Product) -> None:
    with spoken.agent(
        "+18578167226",
        type="outbound",
        greeting_message="Hello, this is your reminder.",
        context_data={"business_hours": "nine to five"},
    ) as agent:
        with desk(asking, spoken) as person:
            page = person.go("softphone")
            page.get_by_role("button", name="Switch on").click()
            expect(page.get_by_test_id("softphone-state")).to_have_attribute("data-phase", "ready")
            call = spoken.api(
                "POST",
                "/agents/call/outbound",
                {"agent_id": agent["id"], "to_number": "+15551234567"},
            )
            page.get_by_role("button", name="Answer").click()
            expect(page.get_by_test_id("softphone-state")).to_have_attribute(
                "data-phase", "talking"
            )
            spoken.wait_for_turn(call["id"], "agent", "reminder", 30)
            spoken.wait_for_turn(call["id"], "caller", "business hours", 60)
            page.get_by_role("button", name="Hang up").click()
            expect(page.get_by_test_id("softphone-state")).to_have_attribute("data-phase", "ready")
            spoken.finished(call["id"])
