"""What people may write into an agent: `AgentFields` with every input checked.

The REST bodies, the YAML import and the command line all go through here.
"""

from __future__ import annotations

import re
import unicodedata
from copy import copy
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic_core import PydanticUndefined

from phony.domain import jsonvalues
from phony.domain.agents import (
    DEFAULT_MODEL,
    DEFAULT_VOICE,
    AgentFields,
    Fallback,
    OwnSentences,
)
from phony.domain.clock import zone_or_none
from phony.domain.errors import Invalid
from phony.domain.phone import destination, e164
from phony.domain.tool_schema import problems
from phony.domain.tools import MASK, HttpTool, ToolSettings
from phony.domain.webhooks import is_secret

MAX_CONTEXT_BYTES = 512 << 10
_LONGEST_LINE = 4000  # more is not looked at letter by letter: no field of one line takes it
_WIDE_SPACE = "\u3000"  # between the parts of Japanese names
_BOM = "\ufeff"
_OVERRIDES = "\u202d\u202e"  # show text in another order than it has
# Control characters, halves of characters, nobody's characters, line and paragraph separators.
_NO_TEXT = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # not tabs and line breaks


def _line(text: str) -> str:
    """One line of text as people paste it: any script's spaces and direction marks."""
    if len(text) > _LONGEST_LINE:
        raise ValueError(f"must be a line of at most {_LONGEST_LINE} characters")
    text = "".join(
        " " if unicodedata.category(char) == "Zs" and char != _WIDE_SPACE else char
        for char in text.replace(_BOM, "")
    ).strip()
    if not text:
        raise ValueError("must not be empty")
    if any(unicodedata.category(char) in _NO_TEXT or char in _OVERRIDES for char in text):
        raise ValueError("must be one line without control characters")
    return text


def _text(text: str) -> str:
    """Text of several lines."""
    if _CONTROL.search(text):
        raise ValueError("must not hold control characters")
    jsonvalues.check(text)
    return text


def _number(text: str) -> str:
    try:
        return e164(text)
    except Invalid as error:
        raise ValueError(f"{error}. {error.cure}") from None


def _destination(text: str) -> str:
    try:
        return str(destination(text))
    except Invalid as error:
        raise ValueError(f"{error}. {error.cure}") from None


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*|auto")


def _language(text: str) -> str:
    """A code; whether there is such a language is asked when it is chosen."""
    text = text.strip()
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(
            "must be a language code such as en, de or pt-BR, or auto: as the caller speaks"
        )
    return text


def _check_sentences(sentences: OwnSentences) -> OwnSentences:
    for name in OwnSentences.model_fields:
        setattr(sentences, name, _text(getattr(sentences, name).strip()))
    return sentences


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def check_context(context: dict[str, Any]) -> dict[str, Any]:
    """Refuse context data that is too large or cannot be kept."""
    try:
        jsonvalues.check(context)
        size = len(orjson.dumps(context))
    except (Invalid, TypeError) as error:
        raise ValueError(str(error)) from None
    if size > MAX_CONTEXT_BYTES:
        raise ValueError(f"must be at most {MAX_CONTEXT_BYTES >> 10} KiB of JSON, and is {size}")
    return context


Line = Annotated[str, AfterValidator(_line)]
Text = Annotated[str, AfterValidator(_text)]
PhoneNumber = Annotated[str, Field(max_length=64), AfterValidator(_number)]
Destination = Annotated[str, Field(max_length=64), AfterValidator(_destination)]
ContextData = Annotated[dict[str, Any], AfterValidator(check_context)]


_BUILTIN = ("end_call", "transfer_call", "send_dtmf", "update_context")
_TOOL_NAME = r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$"


def _tool_name(name: str) -> str:
    if not re.match(_TOOL_NAME, name) or name.endswith("\n"):
        raise ValueError("must be 1 to 64 letters, digits, _ or -, and begin with a letter or _")
    return name


_UP_TO_HOST = re.compile(r"https?://[^/?#]*")


def _tool_url(url: str) -> str:
    url = url.strip()
    if not url.startswith(("https://", "http://")) or _has_control(url):
        raise ValueError("must begin with https:// or http://")
    if (found := _UP_TO_HOST.match(url)) and "{{" in found[0]:
        raise ValueError("may have {{variables}} only after its host")
    return url


def _headers(headers: dict[str, str]) -> dict[str, str]:
    headers = {name.strip(): value.strip() for name, value in headers.items()}  # as pasted
    wrong = []
    for name, value in headers.items():
        if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
            wrong.append(f"{name[:100]!r} is an impossible name")
        elif _has_control(value):
            wrong.append(f"{name!r} has a line break")
    if wrong:
        raise ValueError(", ".join(wrong))
    return headers


def _parameters(parameters: dict[str, Any]) -> dict[str, Any]:
    if parameters.get("type", "object") != "object":
        raise ValueError("must be a JSON Schema of type object")
    check_context(parameters)
    if wrong := list(problems(parameters)):
        raise ValueError(f"is no JSON Schema: {'; '.join(wrong[:10])}")
    return parameters


def _signing_secret(secret: str) -> str:
    secret = secret.strip()
    if secret in ("", MASK) or is_secret(secret):
        return secret
    raise ValueError(
        "must be whsec_ and the base64 of 24 to 64 bytes: "
        'echo "whsec_$(openssl rand -base64 32)" makes one'
    )


class HttpToolInput(HttpTool):
    """A tool of the operator's, as it is set."""

    name: Annotated[
        str,
        AfterValidator(_tool_name),
        WithJsonSchema({"type": "string", "pattern": _TOOL_NAME}),
    ] = Field(description=HttpTool.model_fields["name"].description)
    url: Annotated[str, AfterValidator(_tool_url)] = Field(
        max_length=2000, description=HttpTool.model_fields["url"].description
    )
    headers: Annotated[dict[str, str], AfterValidator(_headers)] = Field(
        default_factory=dict, description=HttpTool.model_fields["headers"].description
    )
    parameters: Annotated[dict[str, Any], AfterValidator(_parameters)] = Field(
        default_factory=lambda: {"type": "object", "properties": {}},
        description=HttpTool.model_fields["parameters"].description,
    )
    signing_secret: Annotated[str, AfterValidator(_signing_secret)] = Field(
        default_factory=str,
        max_length=200,
        description=HttpTool.model_fields["signing_secret"].description,
    )

    @model_validator(mode="after")
    def _signable(self) -> HttpToolInput:
        if self.signing_secret and self.method == "GET":
            raise ValueError("has a signing_secret, which signs a body, and GET has none: use POST")
        return self


def _own_names(tools: list[HttpToolInput]) -> list[HttpToolInput]:
    names = [tool.name for tool in tools]
    taken = [name for name in names if names.count(name) > 1 or name in _BUILTIN]
    if taken:
        raise ValueError(f"the tool name {taken[0]!r} is used twice")
    return tools


class ToolSettingsInput(ToolSettings):
    """Tools switched on, as they are set."""

    transfer_targets: dict[Line, Destination] = Field(
        default_factory=dict,
        max_length=50,
        description=ToolSettings.model_fields["transfer_targets"].description,
    )
    http: Annotated[list[HttpToolInput], AfterValidator(_own_names)] = Field(  # type: ignore[assignment]
        default_factory=list,
        max_length=32,
        description=ToolSettings.model_fields["http"].description,
    )


def _check_fallback(fallback: Fallback) -> Fallback:
    for place, engine in enumerate(fallback.engines, 1):
        for name in ("model", "voice", "transcription_model"):
            if text := getattr(engine, name).strip():
                _line(text)
            setattr(engine, name, text)
        engine.url, engine.api_key = engine.url.strip(), engine.api_key.strip()
        if not (engine.model or engine.url):
            raise ValueError(f"fallback engine {place} needs a model, a URL, or both")
        if engine.url and not _is_socket_url(engine.url):
            raise ValueError(f"the URL of fallback engine {place} must begin with wss:// or ws://")
        if engine.api_key and not engine.url:
            raise ValueError(f"fallback engine {place} has a key and no URL that it is for")
        if len(engine.api_key) > 500:
            raise ValueError(f"the key of fallback engine {place} is longer than 500 characters")
        if not engine.api_key.isascii() or _has_control(engine.api_key):
            raise ValueError(f"the key of fallback engine {place} has impossible characters")
    number = (fallback.transfer_to or "").strip()
    fallback.transfer_to = _destination(number) if number else None
    fallback.wait_message = _text(fallback.wait_message.strip())
    fallback.apology = _text(fallback.apology.strip())
    return fallback


def _is_socket_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    fine = parts.scheme in ("wss", "ws") and parts.hostname and parts.username is None
    return bool(fine) and port != 0 and url.isprintable() and " " not in url


def _has_control(text: str) -> bool:
    return any(ord(character) < 32 for character in text)


class AgentInput(AgentFields):
    """An agent as it is created or replaced; everything but name and type has a default."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Customer Service Agent",
                    "type": "inbound",
                    "phone_number": "+18578167225",
                    "system_prompt": "You are a friendly customer service representative.",
                    "voice": "nova",
                    "greeting_message": "Hello! How can I help you today?",
                    "context_data": {
                        "business_hours": "9 AM - 6 PM EST",
                        "support_email": "help@company.com",
                    },
                }
            ]
        },
    )

    name: Line = Field(
        min_length=1, max_length=100, description=AgentFields.model_fields["name"].description
    )
    phone_number: Annotated[PhoneNumber | None, BeforeValidator(_empty_is_none)] = Field(
        None,
        description="Inbound: the number it answers. Outbound: the number it calls from.",
    )
    system_prompt: Text = Field(
        "", max_length=100_000, description=AgentFields.model_fields["system_prompt"].description
    )
    voice: Line = Field(
        DEFAULT_VOICE, max_length=100, description=AgentFields.model_fields["voice"].description
    )
    greeting_message: Text = Field(
        "", max_length=2000, description=AgentFields.model_fields["greeting_message"].description
    )
    context_data: ContextData = Field(
        default_factory=dict, description=AgentFields.model_fields["context_data"].description
    )
    notes: Text = Field(
        "", max_length=20_000, description=AgentFields.model_fields["notes"].description
    )
    model: Line = Field(
        DEFAULT_MODEL, max_length=100, description=AgentFields.model_fields["model"].description
    )
    language: Annotated[str, AfterValidator(_language)] = Field(
        "en",
        max_length=20,
        description="ISO 639 code, with or without a region; `auto`: whatever the caller speaks.",
        examples=["en", "de"],
    )
    timezone: Annotated[str, AfterValidator(zone_or_none)] = Field(
        "",
        max_length=60,
        description="IANA name such as `Europe/Berlin`, of the local time that the agent tells. "
        "Empty: the organization's (`/settings`).",
    )
    tools: ToolSettingsInput = Field(
        default_factory=ToolSettingsInput, description=AgentFields.model_fields["tools"].description
    )
    sentences: Annotated[OwnSentences, AfterValidator(_check_sentences)] = Field(
        default_factory=OwnSentences, description=AgentFields.model_fields["sentences"].description
    )
    fallback: Annotated[Fallback, AfterValidator(_check_fallback)] = Field(
        default_factory=Fallback, description=AgentFields.model_fields["fallback"].description
    )


class Patch(BaseModel):
    """A partial change: fields that are not sent stay as they are."""

    model_config = ConfigDict(extra="forbid")

    def changes(self) -> dict[str, Any]:
        """Only what was sent; of settings objects, only the fields that were sent."""
        return self.model_dump(exclude_unset=True)


def optional(cls: type[BaseModel]) -> dict[str, Any]:
    """The fields of `cls`, none required and still none nullable that was not."""
    fields: dict[str, Any] = {}
    for name, info in cls.model_fields.items():
        field = copy(info)
        field.default = PydanticUndefined
        field.default_factory = _nothing
        field._attributes_set = {**info._attributes_set, "default_factory": _nothing}
        field._attributes_set.pop("default", None)
        fields[name] = (info.annotation, field)
    return fields


def _nothing() -> None:
    return None


if TYPE_CHECKING:

    class AgentPatch(Patch):
        """A partial change of an agent."""
else:
    AgentPatch = create_model(
        "AgentPatch",
        __base__=Patch,
        __doc__="""A partial change: fields that are not sent stay as they are.

Settings objects (`turn_detection`, `limits`, ...) are merged field by field; `context_data` is
replaced (`PATCH /agents/{id}/context` merges it).""",
        **optional(AgentInput),
    )


def merged(old: AgentFields, changes: dict[str, Any]) -> dict[str, Any]:
    """The fields of `old` with `changes`, settings objects merged one level deep."""
    fields = old.model_dump(include=set(AgentFields.model_fields))
    for name, value in changes.items():
        if name != "context_data" and isinstance(value, dict) and isinstance(fields[name], dict):
            fields[name] = {**fields[name], **value}
        else:
            fields[name] = value
    return fields
