"""An agent's tools as stored and shown."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FieldSerializationInfo, field_serializer

# Stands in JSON for a secret; sent back, it means "as it was".
MASK = "********"
OPEN_HEADERS = frozenset({"accept", "accept-language", "content-type", "user-agent"})


class HttpTool(BaseModel):
    """A tool of the operator's: the model calls it, we call the URL."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(
        pattern=r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$",
        description=(
            "What the model calls the tool by: 1 to 64 letters, digits, `_` and `-`, not "
            "beginning with a digit. Unique in the agent, and no built-in tool's name."
        ),
    )
    description: str = Field(
        "",
        max_length=2000,
        description=(
            "Tells the model when to use the tool and what it gives, at most 1024 "
            "characters. The better it says so, the better the tool is used."
        ),
    )
    parameters: dict[str, Any] = Field(
        default_factory=lambda: {"type": "object", "properties": {}},
        description="JSON Schema of type `object` for the arguments that the model fills in.",
    )
    url: str = Field(
        max_length=2000,
        description=(
            "Where the request goes, `https://` or `http://`; may have `{{variables}}` after "
            "its host, which are escaped. Private addresses are refused "
            "when the tool is called, unless the server runs with "
            "`PHONY_ALLOW_PRIVATE_URLS`."
        ),
    )
    method: Literal["GET", "POST"] = Field(
        "POST",
        description=(
            "`POST` sends call and arguments as JSON, `GET` only the arguments, in the query."
        ),
    )
    headers: dict[str, str] = Field(
        default_factory=dict,
        description=(
            "Sent with each request, for example `Authorization`; may have `{{variables}}`. "
            "Values are secret: "
            "answers show `********` in their place, and that sent back keeps what is "
            "stored."
        ),
    )
    timeout_s: float = Field(
        10.0,
        ge=0.5,
        le=60,
        description=(
            "How long the answer may take, in seconds, redirects included; then the model "
            "hears that there was none."
        ),
    )
    signing_secret: str = Field(
        default_factory=str,
        description="Signs each request as webhooks are signed, so that your server knows it is "
        "from here: `whsec_` and the base64 of 24 to 64 random bytes. Only with POST. Empty: "
        "requests are not signed. Stored, and never shown again.",
    )

    @field_serializer("signing_secret")
    def _mask(self, secret: str, info: FieldSerializationInfo) -> str:
        return MASK if secret and info.mode == "json" else secret

    @field_serializer("headers")
    def _hide(self, headers: dict[str, str], info: FieldSerializationInfo) -> dict[str, str]:
        """Header values are secrets: whatever leaves as JSON (REST, feed, export) has none."""
        if info.mode != "json":
            return headers
        return {
            name: value if name.lower() in OPEN_HEADERS else MASK for name, value in headers.items()
        }


BuiltinTool = Literal["end_call", "transfer_call", "send_dtmf", "update_context"]


class ToolSettings(BaseModel):
    """Tools switched on."""

    model_config = ConfigDict(extra="forbid")

    builtin: list[BuiltinTool] = Field(
        ["end_call", "transfer_call", "send_dtmf", "update_context"],
        description=(
            "Built-in tools that the model has: `end_call`, `transfer_call` (if there are "
            "targets), `send_dtmf`, `update_context`."
        ),
    )
    transfer_targets: dict[str, str] = Field(
        default_factory=dict,
        description="Where `transfer_call` may send callers: a name the model uses, and a number, "
        "perhaps with an extension (+18578167225 ext. 5).",
    )
    http: list[HttpTool] = Field(
        default_factory=list,
        max_length=32,
        description="Your own tools, which the model calls over HTTP; at most 32.",
    )
