import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { Shell } from "./components/Shell";
import { NotFoundPage, RouteError, RoutePending } from "./components/RouteStates";

/** Page state that lives in the URL, read leniently: nonsense is left out, not an error. */
const str = (value: unknown): string | undefined =>
  typeof value === "string" && value !== ""
    ? value
    : typeof value === "number"
      ? String(value)
      : undefined;
const oneOf = (value: unknown, ...allowed: string[]): string | undefined =>
  allowed.find((each) => each === value);
const num = (value: unknown): number | undefined => {
  const n = typeof value === "string" ? Number(value) : value;
  return typeof n === "number" && Number.isFinite(n) ? n : undefined;
};

type Texts<K extends string> = { [key in K]?: string | undefined };
type Numbers<K extends string> = { [key in K]?: number | undefined };

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: (search: Record<string, unknown>): Texts<"range" | "from" | "to"> => ({
    range: str(search.range),
    from: str(search.from),
    to: str(search.to),
  }),
  component: lazyRouteComponent(() => import("./pages/operations/OverviewPage"), "OverviewPage"),
});

const agents = createRoute({
  getParentRoute: () => root,
  path: "/agents",
  validateSearch: (search: Record<string, unknown>): Texts<"q" | "type"> => ({
    q: str(search.q),
    type: str(search.type),
  }),
  component: lazyRouteComponent(() => import("./pages/agents/AgentsPage"), "AgentsPage"),
});

/** Addresses that must keep working, and those that people type. */
const ALIASES = {
  "/agents.html": "/agents",
  "/index.html": "/",
  "/overview": "/",
  "/board": "/live",
  "/history": "/calls",
  "/call": "/place-call",
  "/health": "/setup",
  "/settings": "/setup",
} as const;

const aliases = Object.entries(ALIASES).map(([path, to]) =>
  createRoute({
    getParentRoute: () => root,
    path,
    beforeLoad: () => redirect({ to, replace: true, throw: true }),
  }),
);

const toCall = ({ params }: { params: { callId: string } }) =>
  redirect({ to: "/calls/$callId", params, replace: true, throw: true });

/** A call has one address, running or over. */
const liveCall = createRoute({
  getParentRoute: () => root,
  path: "/live/$callId",
  beforeLoad: toCall,
});

const oneCall = createRoute({
  getParentRoute: () => root,
  path: "/call/$callId",
  beforeLoad: toCall,
});

const oneAgent = createRoute({
  getParentRoute: () => root,
  path: "/agent/$agentId",
  beforeLoad: ({ params }) =>
    redirect({ to: "/agents/$agentId", params, replace: true, throw: true }),
});

const oneNumber = createRoute({
  getParentRoute: () => root,
  path: "/numbers/$number",
  beforeLoad: ({ params }) =>
    redirect({ to: "/numbers", search: { q: params.number }, replace: true, throw: true }),
});

const newAgent = createRoute({
  getParentRoute: () => root,
  path: "/agents/new",
  validateSearch: (search: Record<string, unknown>): Texts<"template"> => ({
    template: str(search.template),
  }),
  component: lazyRouteComponent(() => import("./pages/agents/NewAgentPage"), "NewAgentPage"),
});

const agent = createRoute({
  getParentRoute: () => root,
  path: "/agents/$agentId",
  validateSearch: (search: Record<string, unknown>): Texts<"tab"> => ({
    tab: oneOf(search.tab, "edit", "versions", "calls"),
  }),
  component: lazyRouteComponent(() => import("./pages/agents/AgentPage"), "AgentPage"),
});

const talk = createRoute({
  getParentRoute: () => root,
  path: "/agents/$agentId/talk",
  component: lazyRouteComponent(() => import("./pages/calls/TalkPage"), "TalkPage"),
});

const numbers = createRoute({
  getParentRoute: () => root,
  path: "/numbers",
  validateSearch: (search: Record<string, unknown>): Texts<"q" | "status"> => ({
    q: str(search.q),
    status: str(search.status),
  }),
  component: lazyRouteComponent(() => import("./pages/agents/NumbersPage"), "NumbersPage"),
});

const live = createRoute({
  getParentRoute: () => root,
  path: "/live",
  validateSearch: (search: Record<string, unknown>): Texts<"q" | "sort"> => ({
    q: str(search.q),
    sort: str(search.sort),
  }),
  component: lazyRouteComponent(() => import("./pages/live/LivePage"), "LivePage"),
});

const calls = createRoute({
  getParentRoute: () => root,
  path: "/calls",
  validateSearch: (
    search: Record<string, unknown>,
  ): Texts<"agent_id" | "number" | "direction" | "outcome" | "from" | "to" | "q"> &
    Numbers<"min_duration_s" | "min_cost_usd" | "max_cost_usd"> => ({
    agent_id: str(search.agent_id),
    number: str(search.number),
    direction: str(search.direction),
    outcome: str(search.outcome),
    from: str(search.from),
    to: str(search.to),
    min_duration_s: num(search.min_duration_s),
    min_cost_usd: num(search.min_cost_usd),
    max_cost_usd: num(search.max_cost_usd),
    q: str(search.q),
  }),
  component: lazyRouteComponent(() => import("./pages/calls/CallsPage"), "CallsPage"),
});

const call = createRoute({
  getParentRoute: () => root,
  path: "/calls/$callId",
  validateSearch: (search: Record<string, unknown>): Texts<"tab"> & Numbers<"event"> => ({
    tab: oneOf(search.tab, "transcript", "cost", "flight", "context"),
    event: num(search.event),
  }),
  component: lazyRouteComponent(() => import("./pages/calls/CallPage"), "CallPage"),
});

const placeCall = createRoute({
  getParentRoute: () => root,
  path: "/place-call",
  validateSearch: (search: Record<string, unknown>): Texts<"agent" | "call"> => ({
    agent: str(search.agent),
    call: str(search.call),
  }),
  component: lazyRouteComponent(() => import("./pages/calls/PlaceCallPage"), "PlaceCallPage"),
});

const softphone = createRoute({
  getParentRoute: () => root,
  path: "/softphone",
  component: lazyRouteComponent(() => import("./pages/calls/SoftphonePage"), "SoftphonePage"),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: (search: Record<string, unknown>): Texts<"tab"> => ({
    tab: oneOf(
      search.tab,
      "health",
      "organization",
      "money",
      "destinations",
      "keys",
      "webhooks",
      "audit",
    ),
  }),
  component: lazyRouteComponent(() => import("./pages/operations/SetupPage"), "SetupPage"),
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): Texts<"next"> => ({ next: str(search.next) }),
  component: lazyRouteComponent(() => import("./pages/access/LoginPage"), "LoginPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    agents,
    ...aliases,
    liveCall,
    oneCall,
    oneAgent,
    oneNumber,
    newAgent,
    agent,
    talk,
    numbers,
    live,
    calls,
    call,
    placeCall,
    softphone,
    setup,
    login,
  ]),
  basepath: "/dashboard",
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: RouteError,
  defaultPendingComponent: RoutePending,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
