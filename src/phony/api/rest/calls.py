"""Calls: lists, search, one, transcript, recording, flight record, bundle, deletion."""

from __future__ import annotations

import contextlib
import re
from typing import Annotated, Any, Literal

from fastapi import Header, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from pydantic import BaseModel, Field

from phony.api.http import files
from phony.api.http.deps import ActorDep, Page, PagingDep, RepositoriesDep
from phony.api.http.deps import decode_cursor as decode_offset
from phony.api.http.deps import encode_cursor as encode_offset
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.calls import Call, CallOutcome, CallStatus, Direction
from phony.domain.errors import NotFound
from phony.domain.flight import FlightEvent
from phony.domain.live import Moment
from phony.domain.phone import e164
from phony.domain.rights import Right
from phony.domain.turns import Turn
from phony.service.after.exports import as_text, as_vtt, bundle
from phony.store.call_queries import SORTS, CallFilter, CallPage, Found

_WAV, _ZIP = "audio/wav", "application/zip"
router = make_router("/calls", tag="calls")
OfAgent = Annotated[str | None, Query(max_length=100, description="Only calls of this agent.")]
Searched = Annotated[
    str | None,
    Query(
        max_length=300,
        description='Words said in the call: any of them; `"a phrase"`, `-without`.',
    ),
]
CallId = Annotated[str, Path(max_length=100, description="Which call is meant, by its id.")]


class ListedCall(Call):
    """A call in a list: without the agent's snapshot; with the lines a search found."""

    found: list[str] = Field(default_factory=list, description="Lines in which `q` was found.")


class Transcript(BaseModel):
    """A call's words in order."""

    call_id: str = Field(description="Whose words these are.")
    final: bool = Field(description="No turn changes any more.")
    turns: list[Turn] = Field(description="The lines in order.")


class Waveform(BaseModel):
    """The loudest moment of each step of both sides, 0 to 100, for drawing."""

    duration_s: float = Field(description="How long the recording is, in seconds.")
    start_ms: int = Field(description="Where the recording begins on the call's clock.")
    peaks_per_s: int = Field(description="How many values there are for a second of sound.")
    caller: list[int] = Field(
        description=(
            "The caller's side: the loudest moment of each step, 0 to 100 on a line of decibels."
        )
    )
    agent: list[int] = Field(description="The agent's side, likewise.")


@router.get("", summary="List calls")
@router.get("/", include_in_schema=False)
@needs(Right.READ)
async def list_calls(
    repositories: RepositoriesDep,
    limit: Annotated[int, Query(ge=1, le=500, description="Items per page.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=300, description="`next_cursor` of the page before.")
    ] = None,
    sort: Annotated[
        str,
        Query(max_length=40, description=f"One of {', '.join(SORTS)}; `-` turns the order."),
    ] = "-created_at",
    agent_id: OfAgent = None,
    number: Annotated[str | None, Query(max_length=40, description="Either side's number.")] = None,
    direction: Annotated[Direction | None, Query(description="Only in this direction.")] = None,
    outcome: Annotated[list[CallOutcome] | None, Query(description="Any of these.")] = None,
    status: Annotated[list[CallStatus] | None, Query(description="Any of these.")] = None,
    live: Annotated[bool | None, Query(description="Only running, or only finished ones.")] = None,
    since: Annotated[
        Moment | None, Query(alias="from", description="Begun at or after this time.")
    ] = None,
    until: Annotated[
        Moment | None, Query(alias="to", description="Begun before this time.")
    ] = None,
    min_duration_s: Annotated[
        float | None, Query(ge=0, le=1e9, description="Talked for at least so many seconds.")
    ] = None,
    max_duration_s: Annotated[
        float | None, Query(ge=0, le=1e9, description="Talked for at most so many seconds.")
    ] = None,
    min_cost_usd: Annotated[
        float | None, Query(ge=0, le=1e9, description="Cost at least so many US dollars.")
    ] = None,
    max_cost_usd: Annotated[
        float | None, Query(ge=0, le=1e9, description="Cost at most so many US dollars.")
    ] = None,
    q: Searched = None,
) -> Page[ListedCall]:
    """Calls, newest first unless sorted otherwise. Calls that come meanwhile shift no page."""
    wanted = CallFilter(
        agent_id=agent_id,
        number=_number(number),
        direction=direction,
        outcome=tuple(outcome or ()),
        status=tuple(status or ()),
        live=live,
        since=since,
        until=until,
        min_duration_s=min_duration_s,
        max_duration_s=max_duration_s,
        min_cost_usd=min_cost_usd,
        max_cost_usd=max_cost_usd,
    )
    queries = repositories.call_queries
    found = await queries.search(text) if q is not None and (text := _words(q)) else None
    only = found.call_ids if found is not None else None
    page = await queries.page(wanted, limit=limit, cursor=cursor, sort=sort, only=only)
    return _with_lines(page, found)


def _with_lines(page: CallPage, found: Found | None) -> Page[ListedCall]:
    lines = found.lines if found is not None else {}
    items = [
        ListedCall.model_construct(**dict(call), found=lines.get(call.id, []))
        for call in page.items
    ]
    return Page(items=items, next_cursor=page.next_cursor, total=page.total)


def _number(text: str | None) -> str | None:
    """A number as people type it; a `+` that a URL turned into a space comes back."""
    if text is None or not text.strip():
        return None
    shown = text.strip()
    if text.startswith(" ") and shown[:1].isdigit():
        shown = f"+{shown}"
    return e164(shown, "number") if shown.startswith("+") else shown


def _words(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text).strip()


@router.get("/{call_id}", summary="Get a call")
@needs(Right.READ)
async def get_call(call_id: CallId, repositories: RepositoriesDep) -> Call:
    """One call with everything, also the agent's version that it runs on."""
    return await repositories.call_queries.get(call_id)


@router.delete("/{call_id}", status_code=204, summary="Delete a call")
@needs(Right.CHANGE)
async def delete_call(call_id: CallId, repositories: RepositoriesDep, actor: ActorDep) -> None:
    """Delete a finished call: record, transcript, recording, flight record. For good."""
    await repositories.call_queries.delete(call_id)
    await repositories.audit.write(actor, "call.delete", call_id)


@router.get("/{call_id}/turns", summary="List a call's turns")
@needs(Right.READ)
async def list_turns(
    call_id: CallId, repositories: RepositoriesDep, paging: PagingDep
) -> Page[Turn]:
    """What was said, in order."""
    await repositories.call_queries.get(call_id)
    turns, total = await repositories.call_queries.turns(
        call_id, offset=paging.offset, limit=paging.limit
    )
    return paging.page(turns, total)


@router.get(
    "/{call_id}/transcript",
    summary="Get a call's transcript",
    response_model=Transcript,
    responses={
        200: {
            "content": {
                "text/plain": {"schema": {"type": "string"}},
                "text/vtt": {"schema": {"type": "string"}},
            }
        }
    },
)
@needs(Right.READ)
async def get_transcript(
    call_id: CallId,
    repositories: RepositoriesDep,
    format: Annotated[
        Literal["json", "text", "vtt"],
        Query(description="`json`, plain `text` to read, or WebVTT subtitles for the recording."),
    ] = "json",
) -> Any:
    """The transcript: JSON with said and heard, readable text, or WebVTT for the recording."""
    queries = repositories.call_queries
    call = await queries.get(call_id)
    turns = await queries.all_turns(call_id)
    if format == "text":
        return PlainTextResponse(as_text(call, turns))
    if format == "vtt":
        offset_ms = 0
        with contextlib.suppress(NotFound):
            offset_ms = (await repositories.recordings.find(call_id)).start_ms
        return Response(as_vtt(call, turns, offset_ms), media_type="text/vtt; charset=utf-8")
    return Transcript(call_id=call_id, final=call.transcript_final, turns=turns)


# ---- recording ---------------------------------------------------------------------------

_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*", re.IGNORECASE)


def parse_range(header: str | None, length: int) -> tuple[int, int] | Literal["all", "none"]:
    """`start, end` (end not included) of a `Range`; `all` to ignore it, `none` if unsatisfiable.

    Several ranges at once are answered with everything, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or match[1] == match[2] == "":
        return "all"
    if match[1] == "":
        size = min(int(match[2]), length)
        return (length - size, length) if size else "none"
    start = int(match[1])
    if match[2] and int(match[2]) < start:
        return "all"
    if start >= length:
        return "none"
    end = min(int(match[2]) + 1, length) if match[2] else length
    return start, end


@router.head("/{call_id}/recording", include_in_schema=False)
@router.get(
    "/{call_id}/recording",
    summary="Get a call's recording",
    response_class=Response,
    responses={
        200: files.described(_WAV, files.OCTETS),
        206: {"description": "The part asked for with `Range`."},
        416: {"description": "The recording is shorter than that."},
    },
)
@needs(Right.READ)
async def get_recording(
    call_id: CallId,
    request: Request,
    repositories: RepositoriesDep,
    range_: Annotated[
        str | None,
        Header(alias="Range", max_length=200, description="Only these bytes: `bytes=0-999`."),
    ] = None,
    if_range: Annotated[
        str | None,
        Header(
            alias="If-Range",
            max_length=200,
            description="An `ETag`: all of it, if the recording is another by now.",
        ),
    ] = None,
    if_none_match: Annotated[
        str | None,
        Header(
            alias="If-None-Match",
            max_length=200,
            description="An `ETag`: 304 if the recording is still the same.",
        ),
    ] = None,
    download: Annotated[bool, Query(description="Save it instead of playing it.")] = False,
) -> Response:
    """Stereo WAV, 8 kHz, caller left and agent right; parts of it with `Range`."""
    recordings = repositories.recordings
    recording = await recordings.find(call_id)
    etag = f'"{recording.file_id}"'
    how = "attachment" if download else "inline"
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Cache-Control": "private, max-age=3600",
        "Content-Disposition": f'{how}; filename="{_safe(call_id)}.wav"',
    }
    if if_none_match is not None and etag in if_none_match:
        return Response(status_code=304, headers=headers)
    part = parse_range(range_, recording.length)
    if if_range is not None and if_range != etag:
        part = "all"
    if part == "none":
        headers["Content-Range"] = f"bytes */{recording.length}"
        return Response(status_code=416, headers=headers)
    start, end = (0, recording.length) if part == "all" else part
    headers["Content-Length"] = str(end - start)
    if part != "all":
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{recording.length}"
    status = 200 if part == "all" else 206
    kind = files.chosen(request, _WAV, files.OCTETS)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    body = recordings.read(recording, start, end)
    return StreamingResponse(body, status, headers, media_type=kind)


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)


@router.get("/{call_id}/waveform", summary="Get a recording's waveform")
@needs(Right.READ)
async def get_waveform(call_id: CallId, repositories: RepositoriesDep) -> Waveform:
    """Peaks of both sides for drawing."""
    return Waveform.model_validate(await repositories.recordings.waveform(call_id))


# ---- flight record and bundle ------------------------------------------------------------


@router.get("/{call_id}/events", summary="Get a call's flight record")
@needs(Right.READ)
async def list_events(
    call_id: CallId,
    repositories: RepositoriesDep,
    limit: Annotated[int, Query(ge=1, le=1000, description="Entries per page.")] = 500,
    cursor: Annotated[
        str | None, Query(max_length=200, description="`next_cursor` of the page before.")
    ] = None,
    leg: Annotated[
        Literal["carrier", "engine", "operator", "phony"] | None,
        Query(description="Only what happened there."),
    ] = None,
) -> Page[FlightEvent]:
    """Every event of both legs on the call's clock; audio is counted, not kept."""
    queries = repositories.call_queries
    await queries.get(call_id)
    after = decode_offset(cursor) - 1 if cursor else -1
    events, total = await queries.events(call_id, after_seq=after, limit=limit, leg=leg)
    more = len(events) == limit
    return Page(
        items=events, next_cursor=encode_offset(events[-1].seq + 1) if more else None, total=total
    )


@router.get(
    "/{call_id}/bundle",
    summary="Download everything of a call",
    response_class=Response,
    responses={200: files.described(_ZIP, files.OCTETS)},
)
@needs(Right.READ)
async def get_bundle(call_id: CallId, request: Request, repositories: RepositoriesDep) -> Response:
    """A zip of record, turns, transcript, cost, edits, commands, flight record and recording."""
    call = await repositories.call_queries.get(call_id)
    name = f"{_safe(call_id)}.zip"
    return StreamingResponse(
        bundle(repositories, call),
        media_type=files.chosen(request, _ZIP, files.OCTETS),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
