"""Edits as transactions: modes, confirmation, refusal, undo, expiry, engine loss, probes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.session.driver import FENCE, T0, Driver, greeted, make_agent, of, only

from phony.domain.actions import (
    Ask,
    AskAside,
    ClearPlayout,
    Configure,
    ContextChanged,
    EditChanged,
    OpenEngine,
    Reconfigure,
    Tell,
    TruncateItem,
)
from phony.domain.edits import Edit, EditMode, EditState
from phony.domain.engine import SessionSettings
from phony.domain.events import (
    CallerSpeechStarted,
    CarrierStopped,
    EditArrived,
    EngineError,
    EngineLost,
    GoesOn,
    ItemDone,
    ResponseDone,
    ResponseStarted,
    SessionUpdated,
)
from phony.domain.turns import Role
from phony.session import CallContext


def edit(number: int = 1, **fields: Any) -> Edit:
    values: dict[str, Any] = {
        "id": f"edit_{number:024d}",
        "org_id": "org_1",
        "call_id": "call_1",
        "author": "ann",
        "created_at": T0,
    }
    return Edit(**{**values, **fields})


def states(actions: list[Any]) -> list[EditState]:
    return [change.state for change in of(actions, EditChanged)]


def test_facts_go_as_one_system_item_and_are_confirmed_by_the_engine() -> None:
    d = greeted()
    sent = d.feed(EditArrived(edit(set={"hours.monday": "9-5"}, unset=["company"])))
    told = only(sent, Tell)
    assert told.role is Role.SYSTEM
    assert '"hours.monday": "9-5"' in told.text
    assert "No longer known:\n" + FENCE.json(["company"], "unset") in told.text
    assert not [each for each in sent if isinstance(each, Ask | Reconfigure)]
    change = only(sent, EditChanged)
    assert change.state is EditState.SENT
    assert change.before == {"set": {"company": "Example Dental"}, "unset": ["hours.monday"]}
    assert d.held.context_data == {"company": "Example Dental"}  # not yet
    done = d.feed(ItemDone(told.item_id, "message", Role.SYSTEM))
    assert states(done) == [EditState.CONFIRMED]
    assert only(done, ContextChanged).context_data == {"hours": {"monday": "9-5"}}
    assert d.held.version == 1


def test_prompt_and_notes_go_as_instructions_alone() -> None:
    d = greeted()
    sent = d.feed(EditArrived(edit(notes="Be brief.", set={"a": 1})))
    change = only(sent, Reconfigure)
    assert change.turns is None
    assert "Be brief." in str(change.instructions)
    assert '"a": 1' in str(change.instructions)
    assert not of(sent, Tell)
    done = d.feed(SessionUpdated())
    assert states(done) == [EditState.CONFIRMED]
    assert d.held.notes == "Be brief."


def test_an_edit_now_interrupts_and_lets_the_agent_go_on() -> None:
    d = greeted()
    d.respond(ms=4000)
    d.now_ms += 1000
    sent = d.feed(EditArrived(edit(set={"hours": "closed"})))
    assert of(sent, ClearPlayout)
    assert only(sent, TruncateItem).audio_end_ms == 1000
    assert sent.index(only(sent, Tell)) < sent.index(only(sent, Ask))


def test_an_edit_now_waits_for_the_response_it_interrupts_to_end() -> None:
    d = greeted()
    d.respond(ms=4000, done=False)
    sent = d.feed(EditArrived(edit(set={"hours": "closed"})))
    assert of(sent, Tell)
    assert not of(sent, Ask)
    assert of(d.feed(ResponseDone("resp_2", "cancelled")), Ask)


def test_an_edit_after_the_sentence_lets_the_sentence_be_heard() -> None:
    d = greeted()
    d.respond(text="We open at nine. We close at six. Anything else?", ms=6000)
    d.now_ms += 500
    assert not of(d.feed(EditArrived(edit(mode=EditMode.AFTER_SENTENCE, set={"x": 1}))), Tell)
    before = d.now_ms
    sent = d.wait(6000)
    assert only(sent, TruncateItem).audio_end_ms in range(2000, 2300)
    assert of(sent, Tell)
    assert of(sent, Ask)
    assert d.now_ms - before == 6000


def test_an_edit_for_the_next_turn_disturbs_nothing() -> None:
    d = greeted()
    spoken = d.respond(ms=4000, done=False)
    assert not of(d.feed(EditArrived(edit(mode=EditMode.NEXT_TURN, set={"x": 1}))), Tell)
    sent = d.finish("resp_2", "item_a2", "Good morning.")
    assert of(sent, Tell)
    assert not of(sent, ClearPlayout)
    assert spoken


def test_a_refused_edit_changes_nothing() -> None:
    d = greeted()
    sent = d.feed(EditArrived(edit(set={"x": 1})))
    error = EngineError("invalid_value", "no", event_id=only(sent, Tell).event_id)
    change = only(d.feed(error), EditChanged)
    assert (change.state, change.reason) == (EditState.REFUSED, "invalid_value: no")
    assert d.held.context_data == {"company": "Example Dental"}


def test_an_edit_that_the_engine_never_confirms_is_refused() -> None:
    d = greeted(silence={"prompt_after_s": 300})
    d.feed(EditArrived(edit(set={"x": 1})))
    assert states(d.wait(11_000)) == [EditState.REFUSED]


def test_an_undo_restores_what_was_before() -> None:
    d = greeted()
    first, undo = edit(1, set={"company": "Other"}), edit(2, undoes=edit(1).id)
    d.feed(EditArrived(first), ItemDone(first.id, "message"))
    d.feed(EditArrived(undo), ItemDone(undo.id, "message"))
    assert d.held.context_data == {"company": "Example Dental"}


def test_an_edit_until_a_time_is_taken_back() -> None:
    d = greeted(silence={"prompt_after_s": 300})
    one = edit(set={"company": "Other"}, until=T0 + timedelta(seconds=30))
    d.feed(EditArrived(one), ItemDone(one.id, "message"))
    back = only(d.wait(30_000), Tell)
    assert "Example Dental" in back.text
    done = d.feed(ItemDone(back.item_id, "message"))
    assert (only(done, EditChanged).edit_id, states(done)) == (one.id, [EditState.EXPIRED])
    assert d.held.context_data == {"company": "Example Dental"}


def test_an_edits_time_ends_also_where_the_call_goes_on() -> None:
    until = T0 + timedelta(seconds=30)
    one = edit(set={"company": "Other"}, until=until, before={"set": {"company": "Example Dental"}})
    context = CallContext(context_data={"company": "Other"}, started_at=T0)
    agent = make_agent(silence={"prompt_after_s": 300})
    d = Driver(agent, resumed="The line was interrupted.", context=context)
    d.feed(GoesOn([one], []))
    d.play(d.respond(only(d.start(), Ask)))
    back = only(d.wait(30_000), Tell)
    done = d.feed(ItemDone(back.item_id, "message"))
    assert (only(done, EditChanged).edit_id, states(done)) == (one.id, [EditState.EXPIRED])
    assert d.held.context_data == {"company": "Example Dental"}
    undo = edit(2, undoes=one.id)
    assert EditState.SENT in states(d.feed(EditArrived(undo)) + d.wait(2000))


def test_an_edit_whose_time_is_over_never_reaches_the_model() -> None:
    d = greeted()
    one = edit(set={"company": "Other"}, until=T0 - timedelta(seconds=1))
    assert states(d.feed(EditArrived(one))) == [EditState.EXPIRED]


def test_an_edit_during_reconnection_goes_into_the_fresh_session() -> None:
    d = greeted()
    sent = edit(1, set={"a": 1})
    d.feed(EditArrived(sent))  # sent, not confirmed
    assert of(d.feed(EngineLost()), OpenEngine)
    d.feed(EditArrived(edit(2, set={"b": 2})))
    actions = d.start_engine()
    settings = only(actions, Configure).settings
    assert isinstance(settings, SessionSettings)
    assert '"a": 1' in settings.instructions
    assert '"b": 2' in settings.instructions
    assert states(actions) == [EditState.SENT, EditState.CONFIRMED, EditState.CONFIRMED]
    assert d.held.context_data == {"company": "Example Dental", "a": 1, "b": 2}


def test_two_edits_at_once_build_on_each_other() -> None:
    d = greeted()
    d.feed(EditArrived(edit(1, set={"x": 1})))
    sent = d.feed(EditArrived(edit(2, set={"x": 2})))
    assert only(sent, EditChanged).before == {"set": {"x": 1}, "unset": []}
    d.feed(ItemDone(edit(1).id, "message"), ItemDone(edit(2).id, "message"))
    assert d.held.context_data["x"] == 2


def test_an_edit_against_an_ending_call_is_refused_with_the_reason() -> None:
    d = greeted()
    d.feed(EditArrived(edit(1, set={"x": 1})))
    assert states(d.feed(CarrierStopped())) == [EditState.REFUSED]
    refused = only(d.feed(EditArrived(edit(2, set={"x": 1}))), EditChanged)
    assert refused.reason == "The call is over."


def test_a_probe_asks_outside_the_conversation_and_keeps_the_answer() -> None:
    d = greeted()
    one = edit(set={"hours": "9-5"}, probe="What are the hours?")
    d.feed(EditArrived(one))
    asked = only(d.feed(ItemDone(one.id, "message")), AskAside)
    d.feed(ResponseStarted("p", asked.metadata, out_of_band=True))
    done = d.feed(ResponseDone("p", "completed", metadata=asked.metadata, text="Nine to five."))
    assert only(done, EditChanged).probe_answer == "Nine to five."


def test_an_edit_while_the_caller_speaks_is_told_without_a_response() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    sent = d.feed(EditArrived(edit(set={"x": 1})))
    assert of(sent, Tell)
    assert not of(sent, Ask)


def test_an_edit_given_again_is_undone_to_what_was_there_before_it_was_first_sent() -> None:
    """Its worker wrote the new context, and died before it could write `confirmed`."""
    kept = {"set": {"company": "Example Dental"}, "unset": []}
    again = edit(set={"company": "Other"}, before=kept, state=EditState.SENT)
    d = greeted(context_data={"company": "Other"})
    sent = d.feed(EditArrived(again))
    assert only(sent, EditChanged).before == kept
    d.feed(ItemDone(only(sent, Tell).item_id, "message", Role.SYSTEM))
    undo = edit(2, undoes=again.id)
    assert '"company": "Example Dental"' in only(d.feed(EditArrived(undo)), Tell).text
