"""The judge: compares what was heard at the far end with what was stored. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from phony.bench.faults.ear import Word, bare, longest_silence, unmatched, words
from phony.bench.faults.evidence import FarCall, Json, Span, StoredCall
from phony.bench.stamps import quantile

MARGIN_MS = 300  # around a break, where words may be lost
DURATION_OFF_S = 2.0
GOODBYE_S = 3.0
_NOTICED_MS = 4000  # calls have pauses of a second
APOLOGY = "application error"
_FINAL = ("completed", "busy", "no_answer", "canceled", "failed")
_TOKENS = {
    "text_in": "model.text_in",
    "text_in_cached": "model.text_in_cached",
    "audio_in": "model.audio_in",
    "audio_in_cached": "model.audio_in_cached",
    "text_out": "model.text_out",
    "audio_out": "model.audio_out",
}


@dataclass(slots=True)
class CallVerdict:
    """What is to be said of one call."""

    sid: str
    held: bool = False
    touched: bool = False  # its stream broke, its engine was replaced, or it fell silent
    silence_ms: int = 0
    far_late_ms: float = 0.0  # how late the far end itself was at worst: its machine is too slow
    said: int = 0  # words the caller said
    lost: list[str] = field(default_factory=list)  # of them, not in the transcript
    in_break: int = 0  # not in the transcript, because nobody could hear them
    unwritten: list[str] = field(default_factory=list)  # heard of the agent, not in the transcript
    heard: int = 0  # words of both sides that the recording should have
    unrecorded: int = 0
    doubled_turns: int = 0
    doubled_items: int = 0
    wrong: list[str] = field(default_factory=list)  # with its record


@dataclass(slots=True)
class Verdict:
    """What is to be said of all calls of a row."""

    calls: list[CallVerdict] = field(default_factory=list)
    should_be: int = 0
    cost_off_usd: float = 0.0  # stored less what the far ends charge
    problems: list[str] = field(default_factory=list)  # with the row itself

    def total(self, figure: Callable[[CallVerdict], int]) -> int:
        """A figure of all calls together."""
        return sum(figure(call) for call in self.calls)

    @property
    def held(self) -> int:
        """Calls that went on to their proper end."""
        return sum(call.held for call in self.calls)

    @property
    def far_late_ms(self) -> float:
        """How late the far end was at worst."""
        return max((call.far_late_ms for call in self.calls), default=0.0)

    def silence_s(self, share: float) -> float:
        """A quantile of the calls' longest silences."""
        return quantile([float(call.silence_ms) for call in self.calls], share) / 1000


@dataclass(frozen=True, slots=True)
class Targets:
    """What a row has to reach."""

    silence_p99_s: float = 3.0
    # How much the recordings may lack: a frame that was late may have silence before it, in the
    # middle of what marks a word. 1: whatever is missing.
    unrecorded: float = 0.005
    records: bool = True  # whether every record has to be right
    lost: bool = True  # whether every word outside the breaks has to be stored
    # A worker that is killed takes the engine's last figures along; nothing may be counted twice.
    short_usd: float = 0.05
    over_usd: float = 0.0005


def misses(verdict: Verdict, targets: Targets) -> list[str]:
    """The targets that were missed, in words."""
    lost, unwritten = (
        verdict.total(lambda call: len(call.lost)),
        verdict.total(lambda call: len(call.unwritten)),
    )
    unrecorded = verdict.total(lambda call: call.unrecorded)
    doubled = verdict.total(lambda call: call.doubled_turns + call.doubled_items)
    wrong = sum(bool(call.wrong) for call in verdict.calls)
    silence_s = verdict.silence_s(0.99)
    checks = [
        (verdict.held < verdict.should_be, f"held {verdict.held} of {verdict.should_be}"),
        (
            silence_s > targets.silence_p99_s,
            f"silence p99 {silence_s:.1f} s, not {targets.silence_p99_s:g} s",
        ),
        (targets.lost and lost > 0, f"{lost} words of callers lost"),
        (targets.lost and unwritten > 0, f"{unwritten} words of the agent heard, not stored"),
        (
            unrecorded > targets.unrecorded * verdict.total(lambda call: call.heard),
            f"{unrecorded} words not in the recordings",
        ),
        (doubled > 0, f"{doubled} things doubled"),
        (targets.records and wrong > 0, f"{wrong} records wrong"),
        (verdict.cost_off_usd > targets.over_usd, f"${verdict.cost_off_usd:.4f} charged too much"),
        (verdict.cost_off_usd < -targets.short_usd, f"${-verdict.cost_off_usd:.4f} not charged"),
    ]
    return [said for missed, said in checks if missed] + verdict.problems


def judge(
    far: FarCall, stored: StoredCall | None, *, deaf_at_once: bool = False, ends: bool = False
) -> CallVerdict:
    """Compare one call; `stored` is None if the product has no record of it.

    `deaf_at_once`: nobody heard the caller from the fault on, although the stream stayed open.
    `ends`: the product may end the call, with a goodbye.
    """
    verdict = CallVerdict(far.shown["sid"], far_late_ms=far.shown["stats"]["worst_late_ms"])
    caller, agent = words(far.sides.caller), words(far.sides.agent)
    verdict.said = len(caller)
    verdict.held = _held(far, caller, agent) or (ends and _taken_leave(far, agent))
    if far.fault_ms is not None:
        verdict.silence_ms = longest_silence(far.sides, far.fault_ms, far.length_ms)
    broke = far.shown["ended_by"] != "party" or len(far.events("stream_stopped")) > 1
    verdict.touched = broke or verdict.silence_ms > _NOTICED_MS
    if stored is None:
        verdict.lost = [word.text for word in caller]
        verdict.unwritten = [word.text for word in agent]
        verdict.wrong.append("no record")
        return verdict
    if not caller and far.events("caller_speaks"):
        verdict.wrong.append("the far end kept no sound of it")
        return verdict
    breaks = far.breaks(at_once=deaf_at_once, ends=ends)
    verdict.touched |= stored.record["stats"]["engine_sessions"] > 1
    _compare_turns(verdict, far, stored, (caller, agent), breaks)
    _compare_recording(verdict, far, stored, (caller, agent), breaks)
    verdict.doubled_items = _doubled(
        [(item["kind"], item["description"], item["source"]) for item in stored.items]
    )
    verdict.wrong += _wrong(far, stored, ends=ends)
    return verdict


def _held(far: FarCall, caller: list[Word], agent: list[Word]) -> bool:
    """The caller said all he wanted, was answered by the agent, and hung up himself."""
    carrier = set(bare(far.carrier_said()))
    answers = [word for word in agent if not set(bare(word.text)) <= carrier]
    answered = bool(caller and answers and answers[-1].at_ms > caller[-1].at_ms)
    return far.shown["ended_by"] == "party" and answered


def _taken_leave(far: FarCall, agent: list[Word]) -> bool:
    """The caller heard a goodbye, and no error."""
    last = {text for word in agent[-12:] for text in bare(word.text)}
    return APOLOGY not in far.carrier_said() and "goodbye" in last


def _near(breaks: list[Span], at_ms: int) -> bool:
    return any(span.near(at_ms, MARGIN_MS) for span in breaks)


def _compare_turns(
    verdict: CallVerdict,
    far: FarCall,
    stored: StoredCall,
    heard: tuple[list[Word], list[Word]],
    breaks: list[Span],
) -> None:
    caller, agent = heard
    turns = sorted(stored.turns, key=lambda turn: turn["index"])
    missing, extra = _against(caller, turns, "caller", "said")
    for word in missing:
        if _near(breaks, word.at_ms):
            verdict.in_break += 1
        else:
            verdict.lost.append(word.text)
    verdict.doubled_turns = extra
    missing, _ = _against(agent, turns, "agent", "said")
    own = Counter(bare(far.carrier_said()))
    for word in missing:
        for text in bare(word.text):
            if own[text] > 0:  # the carrier's own sentence, not the agent's
                own[text] -= 1
            else:
                verdict.unwritten.append(text)
    _, extra = _against(agent, turns, "agent", "heard")
    verdict.doubled_turns += extra
    verdict.doubled_turns += _doubled([turn["index"] for turn in turns])
    verdict.doubled_turns += _doubled(
        [(turn["role"], turn["item_id"]) for turn in turns if turn["item_id"]]
    )


def _against(heard: list[Word], turns: list[Json], role: str, what: str) -> tuple[list[Word], int]:
    """Heard words that no turn has, and how many turns have nothing that was heard."""
    places = [(number, text) for number, word in enumerate(heard) for text in bare(word.text)]
    written = [
        (number, text)
        for number, turn in enumerate(turns)
        if turn["role"] == role and turn["kind"] not in ("dtmf", "event", "tool")
        for text in bare(turn[what])
    ]
    firsts = _begins(heard)
    begins = frozenset(
        place for place in _changes([n for n, _ in places]) if places[place][0] in firsts
    )
    missing, extra = unmatched(
        [text for _, text in places],
        [text for _, text in written],
        begins,
        _changes([number for number, _ in written]),
    )
    of_turn = Counter(number for number, _ in written)
    unheard = Counter(written[place][0] for place in extra)
    invented = sum(count == of_turn[number] for number, count in unheard.items())
    return [heard[number] for number in dict.fromkeys(places[p][0] for p in missing)], invented


def _begins(side: list[Word]) -> frozenset[int]:
    """Where somebody begins to say something."""
    return frozenset(place for place in range(len(side)) if not place or side[place - 1].last)


def _changes(numbers: list[int]) -> frozenset[int]:
    """Where another turn begins."""
    return frozenset(
        place for place, number in enumerate(numbers) if not place or numbers[place - 1] != number
    )


def _compare_recording(
    verdict: CallVerdict,
    far: FarCall,
    stored: StoredCall,
    heard: tuple[list[Word], list[Word]],
    breaks: list[Span],
) -> None:
    own = Counter(bare(far.carrier_said()))
    for number, side in enumerate(heard):
        kept: list[Word] = []
        if stored.recording is not None:
            sides = stored.recording
            kept = words(sides.agent if number else sides.caller)
        due = [word for word in side if not _near(breaks, word.at_ms)]
        missing, _ = unmatched([w.text for w in side], [w.text for w in kept], _begins(side))
        gone = [side[place] for place in missing if not _near(breaks, side[place].at_ms)]
        for word in list(gone) if number else []:
            if own[text := "".join(bare(word.text))] > 0:
                own[text] -= 1
                gone.remove(word)
                due.remove(word)
        verdict.heard += len(due)
        verdict.unrecorded += len(gone)


def _doubled(things: list[object]) -> int:
    return sum(count - 1 for count in Counter(things).values())


def _wrong(far: FarCall, stored: StoredCall, *, ends: bool) -> list[str]:
    """What the record says that is not so, or does not say."""
    record, found = stored.record, []
    if record["status"] not in _FINAL:
        return [f"still {record['status']}"]
    if not record["cost"]["final"]:
        found.append("the bill is not final")
    if not record["has_recording"]:
        found.append("no recording")
    if not record["transcript_final"]:
        found.append("the transcript is not final")
    real_s = float(far.shown["duration_s"] or 0)
    # The carrier's own goodbye goes on when nobody is there any more to be told of its end.
    off_s = DURATION_OFF_S + (GOODBYE_S if ends else 0.0)
    if abs((record["duration_s"] or 0.0) - real_s) > off_s:
        found.append(f"lasted {real_s:.0f} s, recorded as {record['duration_s']}")
    by_caller = record["outcome"] == "caller_hung_up"
    if by_caller != (far.shown["ended_by"] == "party"):
        found.append(f"ended by {far.shown['ended_by']}, recorded as {record['outcome']}")
    if any(_empty(turn) for turn in stored.turns):
        found.append("a turn without words or end")
    return found


def _empty(turn: Json) -> bool:
    speech = turn["role"] in ("caller", "agent") and turn["kind"] == "speech"
    return speech and (not turn["final"] or not (turn["said"] or turn["data"].get("reason")))


def cost_off(charged: Mapping[str, float], calls: list[tuple[FarCall, StoredCall]]) -> float:
    """USD stored less USD charged; `charged` is the engine's own count of tokens and seconds.

    Prices are those of the bills: what is compared is what was counted.
    """
    bill: Counter[str] = Counter()
    price: dict[str, float] = {}
    for _, stored in calls:
        for item in stored.items:
            bill[item["kind"]] += item["quantity"]
            price[item["kind"]] = item["unit_price_usd"]
    off = sum(
        (bill[kind] - charged.get(name, 0)) * price.get(kind, 0.0) for name, kind in _TOKENS.items()
    )
    heard_min = charged.get("seconds", 0) / 60
    off += (bill["transcription"] - heard_min) * price.get("transcription", 0.0)
    minutes = sum(math.ceil(float(far.shown["duration_s"] or 0) / 60) for far, _ in calls)
    off += (bill["carrier.minutes"] - minutes) * price.get("carrier.minutes", 0.0)
    return off
