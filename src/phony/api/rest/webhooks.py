"""Webhooks to other systems: who is told, what was sent, how to verify it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from phony.api.http.deps import (
    ActorDep,
    LongPagingDep,
    OrgDep,
    Page,
    PagingDep,
    RepositoriesDep,
    Services,
    ServicesDep,
)
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.agent_input import Patch, optional
from phony.domain.errors import Conflict
from phony.domain.ids import new_id, utc_now
from phony.domain.rights import Right
from phony.domain.webhooks import (
    OLD_SECRET_VALID,
    Delivery,
    DeliveryState,
    Webhook,
    WebhookEvent,
    new_secret,
)
from phony.net.http import check_url

router = make_router(tag="webhooks")
WebhookId = Annotated[str, Path(max_length=100, description="Which webhook is meant, by its id.")]
DeliveryId = Annotated[str, Path(max_length=100, description="Which delivery is meant, by its id.")]
MAX_WEBHOOKS = 100
Events = Annotated[
    list[WebhookEvent], Field(max_length=10, description="What to be told; none means all.")
]
AgentIds = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=100)]],
    Field(max_length=100, description="Only calls of these agents; none means all."),
]


class WebhookInput(BaseModel):
    """Where to send what."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"url": "https://example.com/phony", "events": ["call.ended"]}]
        },
    )

    url: str = Field(
        min_length=1,
        max_length=2000,
        description=(
            "Where to send events: a full URL of at most 2000 characters, without a "
            "password. Private addresses are refused unless the server runs with "
            "`PHONY_ALLOW_PRIVATE_URLS`."
        ),
    )
    events: Events = Field(
        default_factory=list, description="The events to send, at most 10; none means all."
    )
    agent_ids: AgentIds = Field(
        default_factory=list, description="Only calls of these agents, at most 100; none means all."
    )
    description: str = Field(
        "", max_length=500, description="What it is for, in your words, at most 500 characters."
    )
    enabled: bool = Field(
        True, description="Whether to send anything. Switched on again, it gets what still waits."
    )


if TYPE_CHECKING:

    class WebhookPatch(Patch):
        """What to change; what is left out stays."""

else:
    WebhookPatch = create_model(
        "WebhookPatch",
        __base__=Patch,
        __doc__="What to change; what is left out stays.",
        **optional(WebhookInput),
    )


class WebhookWithSecret(Webhook):
    """A webhook with its signing secret, which is shown this once."""

    secret: str = Field(description="Verify signatures with it, as Standard Webhooks says.")


def _with_secret(webhook: Webhook) -> WebhookWithSecret:
    return WebhookWithSecret(**{**webhook.model_dump(), "secret": webhook.secret})


def _check(services: Services, url: str) -> str:
    return str(check_url(url.strip(), allow_private=services.webhooks.allow_private))


@router.get("/webhooks", summary="List webhooks")
@needs(Right.READ)
async def list_webhooks(repositories: RepositoriesDep, paging: LongPagingDep) -> Page[Webhook]:
    """Everybody who is told, and whether it works."""
    return paging.cut(await repositories.webhooks.list())


@router.post("/webhooks", status_code=201, summary="Create a webhook")
@needs(Right.CHANGE)
async def create_webhook(
    given: WebhookInput,
    services: ServicesDep,
    repositories: RepositoriesDep,
    org_id: OrgDep,
    actor: ActorDep,
    response: Response,
) -> WebhookWithSecret:
    """Tell a URL of what happens from now on. The signing secret is shown in this answer only."""
    url = _check(services, given.url)
    if len(await repositories.webhooks.list()) >= MAX_WEBHOOKS:
        raise Conflict(f"There are {MAX_WEBHOOKS} webhooks already.", cure="Delete one first.")
    now = utc_now()
    webhook = Webhook(
        **{**given.model_dump(), "url": url},
        id=new_id("hook"),
        org_id=org_id,
        secret=new_secret(),
        created_at=now,
        updated_at=now,
    )
    await repositories.webhooks.add(webhook)
    await repositories.audit.write(actor, "webhook.create", webhook.id)
    response.headers["Location"] = f"/webhooks/{webhook.id}"
    return _with_secret(webhook)


@router.get("/webhooks/{webhook_id}", summary="Get a webhook")
@needs(Right.READ)
async def get_webhook(webhook_id: WebhookId, repositories: RepositoriesDep) -> Webhook:
    """One webhook, without its secret."""
    return await repositories.webhooks.get(webhook_id)


@router.patch("/webhooks/{webhook_id}", summary="Change a webhook")
@needs(Right.CHANGE)
async def patch_webhook(
    webhook_id: WebhookId,
    patch: WebhookPatch,
    services: ServicesDep,
    repositories: RepositoriesDep,
    actor: ActorDep,
) -> Webhook:
    """Change where to send what; switched on again, it gets what still waits."""
    fields = patch.changes()
    if "url" in fields:
        fields["url"] = _check(services, fields["url"])
    if fields.get("enabled"):
        fields["disabled_reason"] = None
    webhook = await repositories.webhooks.patch(webhook_id, fields)
    await repositories.audit.write(
        actor, "webhook.update", webhook_id, changes={"fields": sorted(fields)}
    )
    return webhook


@router.delete("/webhooks/{webhook_id}", status_code=204, summary="Delete a webhook")
@needs(Right.CHANGE)
async def delete_webhook(
    webhook_id: WebhookId, repositories: RepositoriesDep, actor: ActorDep
) -> None:
    """Tell it nothing more, not even what still waits; its log goes, too."""
    await repositories.webhooks.delete(webhook_id)
    await repositories.audit.write(actor, "webhook.delete", webhook_id)


@router.post("/webhooks/{webhook_id}/rotate", summary="Change a webhook's secret")
@needs(Right.CHANGE)
async def rotate_webhook(
    webhook_id: WebhookId, repositories: RepositoriesDep, actor: ActorDep
) -> WebhookWithSecret:
    """A new signing secret; for a day everything is signed with the old one, too."""
    old = await repositories.webhooks.get(webhook_id)
    webhook = await repositories.webhooks.patch(
        webhook_id,
        {
            "secret": new_secret(),
            "old_secret": old.secret,
            "old_secret_until": utc_now() + OLD_SECRET_VALID,
        },
    )
    await repositories.audit.write(actor, "webhook.rotate", webhook_id)
    return _with_secret(webhook)


@router.post("/webhooks/{webhook_id}/test", summary="Test a webhook")
@needs(Right.CHANGE)
async def try_webhook(
    webhook_id: WebhookId, services: ServicesDep, repositories: RepositoriesDep
) -> Delivery:
    """Send a `webhook.test` event now and say how it went; it is not tried again."""
    return await services.webhooks.test(await repositories.webhooks.get(webhook_id))


@router.get("/webhooks/{webhook_id}/deliveries", summary="List what was sent to a webhook")
@needs(Right.READ)
async def list_deliveries(
    webhook_id: WebhookId,
    repositories: RepositoriesDep,
    paging: PagingDep,
    state: Annotated[
        DeliveryState | None, Query(description="Only those that stand there.")
    ] = None,
) -> Page[Delivery]:
    """Newest first: every event with every try, for 30 days."""
    await repositories.webhooks.get(webhook_id)
    found, total = await repositories.deliveries.page(
        webhook_id, limit=paging.limit, offset=paging.offset, state=state
    )
    return paging.page(found, total)


@router.get("/deliveries/{delivery_id}", summary="Get a delivery")
@needs(Right.READ)
async def get_delivery(delivery_id: DeliveryId, repositories: RepositoriesDep) -> Delivery:
    """One event for one webhook, with its body and every try."""
    return await repositories.deliveries.get(delivery_id)


@router.post("/deliveries/{delivery_id}/resend", status_code=202, summary="Send again")
@needs(Right.CHANGE)
async def resend_delivery(
    delivery_id: DeliveryId, services: ServicesDep, repositories: RepositoriesDep
) -> Delivery:
    """Send the same event again, with the same id, whatever became of it; tries begin anew."""
    delivery = await repositories.deliveries.resend(delivery_id)
    services.webhooks.wake()
    return delivery
