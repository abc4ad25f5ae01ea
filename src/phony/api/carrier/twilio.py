"""The carrier's webhooks. Every request proves itself by its signature over the public URL."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Annotated

from fastapi import Depends, Request, Response
from pymongo.errors import PyMongoError

from phony.api.http.deps import ServicesDep
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.errors import Forbidden, PhonyError
from phony.domain.rights import Right
from phony.domain.sentences import to_caller
from phony.service.access.signatures import SignatureRules
from phony.service.calls.callbacks import CarrierEvents
from phony.service.calls.calls import Calls
from phony.service.calls.onward import Onward
from phony.service.calls.warm_transfer import WarmTransfers
from phony.wire import twiml
from phony.wire.signatures import SETTINGS_HEADER, SIGNATURE_HEADER

_log = logging.getLogger(__name__)
# The carrier's forms have some 2 kB. Larger ones are read beside the loop: anybody may send one,
# and undoing the escapes of 64 kB takes longer than a frame may wait.
_LARGE = 8 << 10

router = make_router("/twilio")


async def signed_form(request: Request, services: ServicesDep) -> dict[str, str]:
    """The fields of a genuine webhook; the door in front has bounded its size.

    Raises:
        Forbidden: not signed by the carrier.
        ProtocolError: not a form.
    """
    form: dict[str, str] | None = None
    if SIGNATURE_HEADER in request.headers:  # without, there is nothing to read
        body = await request.body()
        if len(body) <= _LARGE:
            form = _genuine(request, body, services.signatures)
        else:
            form = await asyncio.to_thread(_genuine, request, body, services.signatures)
    if form is None:
        _log.warning("webhook with a bad signature: %s", request.url.path)
        raise Forbidden(
            "The signature is not the carrier's.",
            cure="Check PHONY_PUBLIC_URL and TWILIO_AUTH_TOKEN: the signature covers both.",
        )
    return form


def _genuine(request: Request, body: bytes, rules: SignatureRules) -> dict[str, str] | None:
    """The form, if the carrier signed it."""
    form = twiml.parse_form(body)
    genuine = rules.check(
        request.url.path,
        request.url.query,
        form,
        request.headers.get(SIGNATURE_HEADER),
        request.headers.get(SETTINGS_HEADER),
    )
    return form if genuine else None


FormDep = Annotated[dict[str, str], Depends(signed_form)]


def _xml(text: str) -> Response:
    return Response(text, media_type=twiml.CONTENT_TYPE)


def _calls(services: ServicesDep) -> Calls:
    return services.calls


def _events(services: ServicesDep) -> CarrierEvents:
    return services.calls.callbacks


def _onward(services: ServicesDep) -> Onward:
    return services.calls.onward


OnwardDep = Annotated[Onward, Depends(_onward)]
CallsDep = Annotated[Calls, Depends(_calls)]
EventsDep = Annotated[CarrierEvents, Depends(_events)]


@router.post("/voice")
@needs(Right.SIGNED)
async def voice(form: FormDep, calls: CallsDep) -> Response:
    """A number of ours is called."""
    try:
        return _xml(await calls.inbound.answer(form))
    except (PhonyError, PyMongoError) as error:
        # An error page would end the call with a message of the carrier's own.
        _log.error("inbound call not answered: %s", type(error).__name__)
        return _xml(twiml.say_and_hang_up(*to_caller("sorry", None)))


@router.post("/voice/fallback")
@needs(Right.SIGNED)
async def fallback(form: FormDep) -> Response:
    """The voice webhook failed."""
    _log.error("the carrier used the fallback: error %s", form.get("ErrorCode", "?")[:10])
    return _xml(twiml.say_and_hang_up(*to_caller("sorry", None)))


@router.post("/numbers/status")
@needs(Right.SIGNED)
async def number_status(form: FormDep, events: EventsDep) -> Response:
    """An inbound call reached its final status."""
    await events.inbound_status(form)
    return _xml(twiml.empty())


@router.post("/calls/{call_id}/answer")
@needs(Right.SIGNED)
async def answer(call_id: str, form: FormDep, events: EventsDep) -> Response:
    """An outbound call was answered."""
    return await _go_on(events.answer_outbound(call_id, form))


@router.post("/calls/{call_id}/after")
@needs(Right.SIGNED)
async def after(call_id: str, form: FormDep, events: EventsDep) -> Response:
    """The media stream ended."""
    return await _go_on(events.after_stream(call_id, form))


@router.post("/calls/{call_id}/resume")
@needs(Right.SIGNED)
async def resume(call_id: str, form: FormDep, calls: CallsDep, request: Request) -> Response:
    """The net below `after`: the caller is still there and nobody else spoke."""
    text = request.query_params.get("try", "1")
    tries = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return await _go_on(calls.resuming.resume(call_id, tries))


@router.post("/calls/{call_id}/dial-status")
@needs(Right.SIGNED)
async def dial_status(call_id: str, form: FormDep, onward: OnwardDep) -> Response:
    """A transfer ended."""
    return await _go_on(onward.dial_status(call_id, form))


@router.post("/calls/{call_id}/leg-status")
@needs(Right.SIGNED)
async def leg_status(call_id: str, form: FormDep, onward: OnwardDep) -> Response:
    """How the phone of a transfer's other side fares."""
    await onward.leg_status(call_id, form)
    return _xml(twiml.empty())


@router.post("/calls/{call_id}/status")
@needs(Right.SIGNED)
async def status(call_id: str, form: FormDep, events: EventsDep) -> Response:
    """The carrier reports progress."""
    await events.carrier_status(call_id, form)
    return _xml(twiml.empty())


@router.post("/calls/{call_id}/amd")
@needs(Right.SIGNED)
async def machine_detection(call_id: str, form: FormDep, events: EventsDep) -> Response:
    """Who answered."""
    await events.machine_detected(call_id, form)
    return _xml(twiml.empty())


@router.post("/calls/{call_id}/stream-status")
@needs(Right.SIGNED)
async def stream_status(call_id: str, form: FormDep, events: EventsDep) -> Response:
    """The stream began, ended or failed: the only place where handshake errors show."""
    events.stream_event(call_id, form)
    return _xml(twiml.empty())


def _warm(services: ServicesDep) -> WarmTransfers:
    return services.calls.warm


WarmDep = Annotated[WarmTransfers, Depends(_warm)]


@router.post("/calls/{call_id}/brief")
@needs(Right.SIGNED)
async def brief(call_id: str, form: FormDep, warm: WarmDep, request: Request) -> Response:
    """Warm transfer: the colleague picked up and hears the summary."""
    return await _go_on(warm.brief(call_id, request.query_params.get("c", "")))


@router.post("/calls/{call_id}/brief-key")
@needs(Right.SIGNED)
async def brief_key(call_id: str, form: FormDep, warm: WarmDep, request: Request) -> Response:
    """Warm transfer: the colleague pressed a key, or none."""
    command_id = request.query_params.get("c", "")
    return await _go_on(warm.decided(call_id, command_id, form.get("Digits", "")))


@router.post("/calls/{call_id}/brief-status")
@needs(Right.SIGNED)
async def brief_status(call_id: str, form: FormDep, warm: WarmDep, request: Request) -> Response:
    """Warm transfer: how the colleague's call fares."""
    command_id = request.query_params.get("c", "")
    await warm.status(call_id, command_id, form)
    return _xml(twiml.empty())


@router.post("/calls/{call_id}/conference-status")
@needs(Right.SIGNED)
async def conference_status(call_id: str, form: FormDep, onward: OnwardDep) -> Response:
    """Warm transfer: the caller left the conference."""
    return await _go_on(onward.conference_ended(call_id, form))


async def _go_on(answer: Awaitable[str]) -> Response:
    """A caller waits on the line: whatever fails, they hear a sentence."""
    try:
        return _xml(await answer)
    except (PhonyError, PyMongoError) as error:
        _log.error("a call could not go on: %s", type(error).__name__)
        return _xml(twiml.say_and_hang_up(*to_caller("sorry", None)))
