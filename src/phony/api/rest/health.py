"""Is it alive, is it ready, what is wrong, what is configured; metrics."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field

from phony.api.http.deps import OrgDep, RepositoriesDep, ServicesDep
from phony.api.http.errors import Problem, problem
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.errors import Unavailable
from phony.domain.numbers import NumberStatus
from phony.domain.rights import Right
from phony.net.descriptors import Descriptors
from phony.service.operations.doctor import DoctorReport

router = make_router(tag="operation")


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = Field(
        "ok", description="Always `ok`: who cannot say so does not answer."
    )
    service: Literal["phony"] = Field("phony", description="Says that this is Phony.")
    version: str = Field(description="The version that runs.")
    worker_id: str = Field(description="The process that answered.")


class Ready(BaseModel):
    """Requests and calls can be taken."""

    status: Literal["ready"] = Field(
        "ready", description="Always `ready`: what is not is answered with 503."
    )
    checks: dict[str, str] = Field(description="What was looked at, and how it is, as words.")


@router.get("/health/live", summary="Is the process alive?")
@needs(Right.OPEN)
async def live(services: ServicesDep) -> Alive:
    """Always 200 while the process answers; says nothing of what it depends on."""
    return Alive(version=services.setup.version, worker_id=services.setup.worker_id)


@router.get(
    "/health/ready",
    summary="Can it take calls?",
    response_model=Ready,
    responses={503: {"model": Problem, "description": "Not now."}},
)
@needs(Right.OPEN)
async def ready(request: Request, services: ServicesDep) -> Ready | Response:
    """200 when the database answers, there is room, and the worker does not drain; else 503."""
    if getattr(request.app.state, "draining", False):
        return problem(503, "draining", "This worker lets its calls end and takes no new ones.")
    descriptors: Descriptors | None = getattr(request.app.state, "descriptors", None)
    if descriptors is not None and descriptors.scarce:
        cure = "Raise the limit (`ulimit -n`, LimitNOFILE=), or close what is connected."
        return problem(503, "crowded", "File descriptors are about to run out.", cure=cure)
    try:
        await services.database.ping()
    except Unavailable as error:
        # Anybody may ask: the cure, which names folders, is the doctor's.
        if (trouble := services.doctor.database_trouble()) is not None:
            cure = "Phony tries to start it again. `phony doctor` says what is to be done."
            return problem(503, "unavailable", f"{error} {trouble.problem}", cure=cure)
        return problem(503, "unavailable", str(error), cure="Check that MongoDB runs.")
    return Ready(checks={"mongodb": "ok"})


@router.get(
    "/metrics",
    summary="Metrics for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
@needs(Right.READ)
async def metrics(services: ServicesDep) -> Response:
    """All workers' metrics, whichever worker answers; samples carry the label `worker`."""
    return Response(await services.exposition.text(), media_type=CONTENT_TYPE_LATEST)


@router.get("/doctor", summary="Check everything a call depends on")
@needs(Right.READ)
async def doctor(services: ServicesDep, org_id: OrgDep) -> DoctorReport:
    """Every finding; those that are not `ok` say how to cure them. Takes some seconds."""
    return await services.doctor.run(org_id)


class Banner(BaseModel):
    """A line for the top of every page."""

    level: Literal["info", "warning"] = Field(description="How urgent it is.")
    text: str = Field(description="The line to show.")


class Step(BaseModel):
    """A step of getting started, and whether it is done."""

    id: str = Field(description="The step's stable name.")
    title: str = Field(description="What is to be done, in words.")
    done: bool = Field(description="Whether it is done.")
    href: str = Field("", description="Where in the dashboard it is done.")


class Setup(BaseModel):
    """What is configured; no secrets."""

    version: str = Field(description="The version that runs.")
    base_url: str = Field(description="The address that carrier and receivers are given.")
    public_url: str | None = Field(description="The address on the internet, if one is set.")
    carrier: Literal["twilio", "sandbox"] = Field(
        description="Which telephone network calls go over."
    )
    engine: Literal["openai", "sandbox"] = Field(description="Which voice engine speaks.")
    mongodb: Literal["private", "own"] = Field(
        description="`private` is run by Phony itself, `own` is yours."
    )
    sandbox: bool = Field(description="Whether any far end is the sandbox.")
    sandbox_speech: bool = Field(
        description="Whether the sandbox engine speaks and hears, or has text only."
    )
    sandbox_url: str | None = Field(
        None, description="Where the sandbox's far ends can be steered; null without a sandbox."
    )
    key_required: bool = Field(description="Whether requests need a key.")
    banner: Banner | None = Field(
        description="A line for the top of every page; null if there is nothing to say."
    )
    steps: list[Step] = Field(
        description="What gets an installation going, and what of it is done."
    )
    links: dict[str, str] = Field(
        description="Addresses by name: of the API's pages, of the metrics and so on."
    )
    extra: dict[str, Any] = Field(
        default_factory=dict,
        description="More about the installation, for the set-up page; may change.",
    )


@router.get("/setup", summary="What is configured")
@needs(Right.READ)
async def setup(services: ServicesDep, repositories: RepositoriesDep) -> Setup:
    """What the dashboard shows on its set-up page and as banner."""
    info = services.setup
    numbers = await repositories.numbers.all()
    _, agents = await repositories.agents.page(limit=1, offset=0, sort=[("_id", 1)])
    had_call = await repositories.call_queries.any()
    assigned = any(number.status is NumberStatus.ASSIGNED for number in numbers)
    return Setup(
        version=info.version,
        base_url=info.base_url,
        public_url=info.public_url,
        carrier="sandbox" if info.carrier_is_sandbox else "twilio",
        engine="sandbox" if info.engine_is_sandbox else "openai",
        mongodb="private" if info.mongodb_is_private else "own",
        sandbox=info.carrier_is_sandbox or info.engine_is_sandbox,
        sandbox_speech=info.sandbox_speech,
        sandbox_url=info.sandbox_url,
        key_required=services.access.key_required,
        banner=banner(info.carrier_is_sandbox, info.engine_is_sandbox),
        steps=[
            Step(id="agent", title="Create an agent", done=agents > 0, href="/dashboard/agents"),
            Step(
                id="numbers",
                title="Read your numbers",
                done=bool(numbers),
                href="/dashboard/numbers",
            ),
            Step(
                id="assign",
                title="Give an agent a number",
                done=assigned,
                href="/dashboard/numbers",
            ),
            Step(id="call", title="Make a call", done=had_call, href="/dashboard/live"),
            Step(
                id="live",
                title="Connect Twilio and OpenAI",
                done=not (info.carrier_is_sandbox or info.engine_is_sandbox),
                href="/dashboard/setup",
            ),
        ],
        links={"api": "/docs", "openapi": "/openapi.json", "metrics": "/metrics"},
    )


def banner(carrier_is_sandbox: bool, engine_is_sandbox: bool) -> Banner | None:
    """Says plainly which far end is not real."""
    if carrier_is_sandbox and engine_is_sandbox:
        return Banner(
            level="info",
            text="Sandbox: calls are simulated on this machine and reach no real phone. Set"
            " TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and OPENAI_API_KEY to go live.",
        )
    if carrier_is_sandbox:
        return Banner(
            level="warning",
            text="OpenAI is connected, the phone line is simulated: no real phone rings, but the"
            " model's use is billed. Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to go live.",
        )
    if engine_is_sandbox:
        return Banner(
            level="warning",
            text="Twilio is connected, but a simulated model answers real callers. Set"
            " OPENAI_API_KEY to go live.",
        )
    return None
