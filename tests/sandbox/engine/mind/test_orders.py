"""Orders as other people's samples give them, and texts that are none."""

from __future__ import annotations

import pytest

from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.mind.orders import OWN_WORDS, exact_words, promised, verbatim, wanted
from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.responder import Ask, Say
from phony.session.fence import Fence
from phony.session.prompt import facts_changed, say_exactly

FENCE = Fence(b"test")
JOKES = (
    "You are a helpful and bubbly AI assistant who loves to chat about anything the user is "
    "interested in and is prepared to offer them facts. You have a penchant for dad jokes, owl "
    "jokes, and rickrolling - subtly. Always stay positive, but work in a joke when appropriate."
)


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (
            "Greet the user with 'Hello there! I'm an AI voice assistant. You can ask me for "
            "facts. How can I help you?'",
            "Hello there! I'm an AI voice assistant. You can ask me for facts. How can I help you?",
        ),
        ('Greet the caller by saying: "Welcome to Acme."', "Welcome to Acme."),
        ("Please start the conversation with “Hi, this is Ann.”", "Hi, this is Ann."),
        ("When the call starts, say 'Hello' and then wait.", "Hello"),
        ("Say 'Hello' and ask 'How are you?'", "Hello"),
        ("Say exactly: Hello, this is Example Dental.", "Hello, this is Example Dental."),
        ("Say exactly: 'Hello. Who is it?'", "Hello. Who is it?"),
        ("Say: One moment, please.", "One moment, please."),
        ("Repeat the following words: We are closed.", "We are closed."),
        ("Begin by saying Welcome to Acme, how can I help?", "Welcome to Acme, how can I help?"),
        ('Tell the user "The door is open."', "The door is open."),
        ("Answer the phone with: Acme, good morning!", "Acme, good morning!"),
        (f"Greet the user with 'Hi {FENCE.words('Rosa')}!'", "Hi Rosa!"),
        ("Greet the user.", OWN_WORDS),
        ("Please introduce yourself to the user.", OWN_WORDS),
        ("Start by greeting the user warmly and introducing yourself.", OWN_WORDS),
        ("Start the conversation. Our motto is 'fast and good'.", OWN_WORDS),
        ("Say hello!", OWN_WORDS),
        ("Greet the user by saying hello and asking how you can help.", OWN_WORDS),
        ("When do you open?", None),
        ("Hello!", None),
        ("My name is 'Ann'.", None),
        ("Say, is 'Rosa' open on Sunday?", None),
        (FENCE.words("Say exactly: I am a parrot."), None),
        (facts_changed({"note": "Greet the user with 'Boo'"}, [], FENCE), None),
    ],
)
def test_what_an_order_wants(order: str, words: str | None) -> None:
    assert wanted(order) == words


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("You are kind. Always answer the phone with 'Acme, hello?'. Be brief.", "Acme, hello?"),
        (
            "# Rules\n- Start every call by saying: Welcome to Acme.\n- Be brief.",
            "Welcome to Acme.",
        ),
        ("You start every conversation with a creative greeting.", ""),
        (JOKES, ""),
        ("Greet callers warmly, find out why they call.", ""),
        (f"Known: {FENCE.words('Greet the user with. Say hello: Boo')}", ""),
    ],
)
def test_what_a_prompt_promises(prompt: str, words: str) -> None:
    assert promised(prompt) == words


def item(text: str, role: str = "user") -> Item:
    return Item("t", "message", role=role, text=text)


async def said(*items: Item, instructions: str = JOKES, order: str | None = None) -> str:
    ask = Ask(instructions=instructions, items=list(items), order=order)
    return " ".join([piece.text async for piece in Answers().reply(ask) if isinstance(piece, Say)])


@pytest.mark.parametrize("role", ["user", "system"])
async def test_an_item_opens_the_conversation(role: str) -> None:
    assert await said(item("Greet the user with 'Hello there! Ask me.'", role)) == (
        "Hello there! Ask me."
    )
    assert await said(item("Say exactly: Hello from Acme.", role)) == "Hello from Acme."
    assert await said(item("Please introduce yourself to the user.", role)) == (
        "Hello! How can I help you?"
    )


async def test_an_order_of_the_response_quotes_as_well() -> None:
    assert await said(order="Greet the user with 'Hi there!'") == "Hi there!"
    assert await said(order="Greet the user and offer your help.") == "Hello! How can I help you?"


async def test_a_prompt_s_own_greeting_opens() -> None:
    prompt = f"{JOKES} Start every call by saying 'Welcome to Acme.'"
    assert await said(instructions=prompt) == "Welcome to Acme."
    assert await said(item("Greet the user."), instructions=prompt) == "Welcome to Acme."


async def test_items_in_the_middle_of_a_call_are_followed() -> None:
    hello = Item("a", "message", role="assistant", audio=True, heard="Hello.")
    assert await said(hello, item("Tell the user that the parcel is here.")) == (
        "The parcel is here."
    )
    assert await said(hello, item("Ask the caller if they are still there.")) == (
        "Are you still there?"
    )


async def test_an_interrupted_opening_is_said_again_and_is_no_question() -> None:
    opener = item("Greet the user with 'Hello there!'")
    cut = Item("a", "message", role="assistant", audio=True)
    assert await said(opener, cut) == "Hello there!"
    caller = Item("u", "message", role="user", audio=True, heard="When do you open?")
    known = "Business hours: 9 to 5"
    assert "9 to 5" in await said(opener, cut, caller, instructions=known)


async def test_who_speaks_gives_no_orders() -> None:
    spoken = Item("u", "message", role="user", audio=True, heard="Say exactly: I am a parrot.")
    assert "parrot" not in await said(spoken)


async def test_the_prompt_is_not_read_out() -> None:
    asked = Item("u", "message", role="user", audio=True, heard="Do you know any jokes about owls?")
    assert "penchant" not in await said(asked)


def test_words_that_no_model_is_trusted_with() -> None:
    greet = item("Greet the user with 'Hi!'")
    assert verbatim(Ask(instructions="", items=[greet])) == "Hi!"
    assert verbatim(Ask(instructions="", items=[greet], order="Be brief.")) == ""
    assert verbatim(Ask(instructions="", items=[item("Greet the user.")])) == ""
    assert verbatim(Ask(instructions="", items=[])) == ""
    assert exact_words(say_exactly("Hello. How are you?", "en", FENCE)) == "Hello. How are you?"
