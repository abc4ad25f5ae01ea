"""OpenAPI's `webhooks`: what we send to others, with a sample of each event."""

from __future__ import annotations

from typing import Any

from phony.domain.webhooks import WebhookEvent
from phony.service.outbox.samples import samples
from phony.service.outbox.webhooks import NOT_OF_CALL, NOT_OF_TURN

Schema = dict[str, Any]
_REF = "#/components/schemas/"

# Title and description of each event, and what stands in its `data` beside the call.
_EVENTS: dict[WebhookEvent, tuple[str, str, tuple[str, ...]]] = {
    WebhookEvent.CALL_STARTED: (
        "A call was answered",
        "Sent once when the call is answered: by us if it is inbound, by the person called if it "
        "is outbound. A call that nobody answers has none.",
        (),
    ),
    WebhookEvent.CALL_ENDED: (
        "A call is over",
        "Sent once, as soon as the call is over, answered or not. The recording is being made at "
        "that moment; `call.finished` comes when it is there.",
        (),
    ),
    WebhookEvent.CALL_FINISHED: (
        "All of a call, once nothing more comes of it",
        "Sent once for every call, about a second after its end: the final call, its transcript "
        "with arguments and output of each tool, and whether there is a recording. Who wants one "
        "event for each call takes this. The transcript is empty if nobody spoke. The summary, if "
        "the agent makes one, follows with `summary.ready`, and the carrier's own price later "
        "still: read the call for it.",
        ("transcript",),
    ),
    WebhookEvent.TRANSCRIPT_READY: (
        "A call's transcript is final",
        "Sent once after the end of a call in which somebody spoke: the same as `call.finished`, "
        "but without waiting for the recording.",
        ("transcript",),
    ),
    WebhookEvent.SUMMARY_READY: (
        "A call has its summary",
        "Sent once, some seconds after the end of a call in which the caller spoke, if the agent "
        "writes summaries: it stands in `call.summary`.",
        (),
    ),
    WebhookEvent.EDIT_CONFIRMED: (
        "The model took over a change to a live call",
        "Sent once for each edit of what the model knows, when the engine confirmed it.",
        ("edit",),
    ),
    WebhookEvent.LIMIT_REACHED: (
        "A call came near a money limit, or reached it",
        "Sent once for each limit and stage that the call came to.",
        ("limit",),
    ),
    WebhookEvent.TEST: (
        "Somebody tries the webhook",
        "Sent by `POST /webhooks/{webhook_id}/test`, and never by itself.",
        ("message", "webhook_id"),
    ),
}
_HEADERS = {
    "webhook-id": "The event's id: the same for every try, so a second one with it is a "
    "repetition. At most 64 characters.",
    "webhook-timestamp": "When this try was sent, in seconds since 1970. Refuse what is older than "
    "five minutes.",
    "webhook-signature": "One or more signatures `v1,<base64>`, separated by spaces: HMAC-SHA256 "
    "of `<webhook-id>.<webhook-timestamp>.<body>` with the webhook's secret. One that is right is "
    "enough: for a day after the secret changed there is one with the old and one with the new.",
}
_TOLD = {
    "description": "Any status from 200 to 299 is a success, and the body is not read. Answer "
    "within 15 seconds. Everything else is tried again for a day, but 410 ends it: the webhook is "
    "switched off. Redirects are not followed.",
}
_LIMIT: Schema = {
    "type": "object",
    "description": "The limit, and how far it is reached.",
    "required": ["what", "stage"],
    "properties": {
        "what": {
            "type": "string",
            "enum": ["call", "agent", "day"],
            "description": "Whose limit: of this call, of its agent for the day, or of the whole "
            "organization for the day.",
        },
        "stage": {
            "type": "string",
            "enum": ["warn", "wrap_up", "stop"],
            "description": "`warn`: near it. `wrap_up`: the agent was told to come to an end. "
            "`stop`: the call ends.",
        },
    },
}


def describe(schemas: Schema) -> Schema:
    """The `webhooks` of the document; what they need beyond the API's own goes into `schemas`."""
    schemas["WebhookCall"] = _without(schemas["Call"], NOT_OF_CALL, "A call, as webhooks tell it.")
    schemas["WebhookTurn"] = _without(
        schemas["Turn"], NOT_OF_TURN, "A line of transcript, as webhooks tell it."
    )
    bodies = samples()
    return {event.value: {"post": _operation(event, bodies[event])} for event in WebhookEvent}


def _without(schema: Schema, hidden: frozenset[str], description: str) -> Schema:
    """A record as it is told: every field is there, but for those that are hidden."""
    kept = {name: field for name, field in schema["properties"].items() if name not in hidden}
    return {
        "type": "object",
        "description": description,
        "properties": kept,
        "required": list(kept),
    }


def _operation(event: WebhookEvent, sample: Schema) -> Schema:
    title, description, more = _EVENTS[event]
    name = "".join(part.capitalize() for part in event.value.replace(".", "_").split("_"))
    return {
        "operationId": f"told{name}",
        "summary": title,
        "description": f"{description} The order of events is not promised.",
        "tags": ["webhooks"],
        "security": [],
        "parameters": [
            {
                "name": header,
                "in": "header",
                "required": True,
                "description": text,
                "schema": {"type": "string"},
            }
            for header, text in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _body(event, more), "example": sample},
            },
        },
        "responses": {"200": _TOLD},
    }


def _body(event: WebhookEvent, more: tuple[str, ...]) -> Schema:
    parts: Schema = {
        "call": {
            "description": "The call as it is when the event is made.",
            "$ref": f"{_REF}WebhookCall",
        },
        "transcript": {
            "type": "array",
            "description": "Every line in order; those of kind `tool` have arguments and output.",
            "items": {"$ref": f"{_REF}WebhookTurn"},
        },
        "edit": {"description": "The change that the model took over.", "$ref": f"{_REF}Edit"},
        "limit": _LIMIT,
        "message": {"type": "string", "description": "A sentence that says it is a test."},
        "webhook_id": {"type": "string", "description": "The webhook that is tried."},
    }
    names = list(more) if event is WebhookEvent.TEST else ["call", *more]
    return {
        "type": "object",
        "description": "The event.",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": event.value, "description": "Which event this is."},
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "When it happened, UTC. The time of the try is in a header.",
            },
            "data": {
                "type": "object",
                "description": "What is told.",
                "required": names,
                "properties": {name: parts[name] for name in names},
            },
        },
    }
