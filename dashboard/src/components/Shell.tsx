import {
  ActionIcon,
  AppShell,
  Badge,
  Burger,
  Group,
  ScrollArea,
  Stack,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconActivityHeartbeat,
  IconApi,
  IconChartAreaLine,
  IconDeviceMobile,
  IconFlask,
  IconHash,
  IconHistory,
  IconLogout,
  IconMoon,
  IconPhoneOutgoing,
  IconRobot,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { type ComponentType, useEffect, useSyncExternalStore } from "react";
import { boardQuery } from "../api/calls";
import { feed } from "../api/feedInstance";
import { isFinal } from "../api/feedReducer";
import { sessionQuery, setupQuery, signOut } from "../api/setup";
import { SoftphoneRinger } from "./SoftphoneRinger";

interface NavItem {
  to: string;
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  exact?: boolean;
}

const NAV: readonly NavItem[] = [
  { to: "/", label: "Overview", icon: IconChartAreaLine, exact: true },
  { to: "/live", label: "Live", icon: IconActivityHeartbeat },
  { to: "/calls", label: "Calls", icon: IconHistory },
  { to: "/agents", label: "Agents", icon: IconRobot },
  { to: "/numbers", label: "Numbers", icon: IconHash },
  { to: "/place-call", label: "Place a call", icon: IconPhoneOutgoing },
  { to: "/softphone", label: "Softphone", icon: IconDeviceMobile },
  { to: "/setup", label: "Set-up & health", icon: IconSettings },
];

export function Shell() {
  const login = useRouterState({ select: (s) => s.location.pathname.endsWith("/login") });
  return login ? <Outlet /> : <SignedIn />;
}

function SignedIn() {
  const [opened, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: (s) => s.location.pathname });
  useEffect(() => {
    feed.start();
    return () => feed.stop();
  }, []);
  useEffect(() => close(), [path, close]);
  return (
    <AppShell
      layout="alt"
      header={{ height: { base: 52, sm: 0 } }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "md", md: "xl" }}
    >
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <AppShell.Header hiddenFrom="sm" bg="var(--phony-surface)">
        <Group h="100%" px="md" justify="space-between">
          <Group gap="sm">
            <Burger
              opened={opened}
              onClick={toggle}
              size="sm"
              aria-label={opened ? "Close the navigation" : "Open the navigation"}
            />
            <Brand />
          </Group>
          <FeedState />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" bg="var(--phony-surface)">
        <Group justify="space-between" px={6} pt={4} pb="md">
          <Brand />
          <Burger
            hiddenFrom="sm"
            opened={opened}
            onClick={toggle}
            size="sm"
            aria-label="Close the navigation"
          />
        </Group>
        <AppShell.Section grow component={ScrollArea}>
          <Stack component="nav" gap={2} aria-label="Pages">
            {NAV.map((item) => (
              <Link
                key={item.to}
                to={item.to}
                className="nav-link"
                activeOptions={{ exact: item.exact ?? false, includeSearch: false }}
              >
                <item.icon size={18} stroke={1.8} />
                <span style={{ flex: 1 }}>{item.label}</span>
                {item.to === "/live" && <LiveCount />}
              </Link>
            ))}
            <a className="nav-link" href="/docs" target="_blank" rel="noreferrer">
              <IconApi size={18} stroke={1.8} />
              <span>API documentation</span>
            </a>
          </Stack>
        </AppShell.Section>
        <Footer />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} style={{ outline: "none" }}>
        <div style={{ maxWidth: 1440, margin: "0 auto" }}>
          <SandboxBanner />
          <Outlet />
        </div>
      </AppShell.Main>
      <SoftphoneRinger />
    </AppShell>
  );
}

function Brand() {
  return (
    <Link to="/" className="plain-link" aria-label="Phony, overview">
      <Group gap={9} wrap="nowrap">
        <img src="/dashboard/favicon.svg" width={26} height={26} alt="" />
        <Text fw={750} fz={18} lts={-0.3} c="var(--mantine-color-text)">
          Phony
        </Text>
      </Group>
    </Link>
  );
}

function LiveCount() {
  const { data } = useQuery({
    ...boardQuery,
    select: (calls) => calls.filter((call) => !isFinal(call)).length,
  });
  return data ? (
    <Badge size="sm" variant="filled" color="teal.9" aria-label={`${data} live`}>
      {data}
    </Badge>
  ) : null;
}

const FEED_TEXT = {
  live: { label: "Live", color: "teal.6", help: "Changes appear as they happen." },
  connecting: { label: "Connecting", color: "yellow.6", help: "Connecting to the live feed." },
  reconnecting: {
    label: "Reconnecting",
    color: "orange.6",
    help: "The server is away. The page comes back by itself.",
  },
} as const;

function FeedState() {
  const status = useSyncExternalStore(feed.status.subscribe, feed.status.get);
  const { label, color, help } = FEED_TEXT[status];
  return (
    <Tooltip label={help}>
      <Group gap={7} role="status" data-feed={status}>
        <Text c={color} component="span" lh={0}>
          <span className="pulse" style={{ display: "block" }} data-on />
        </Text>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
      </Group>
    </Tooltip>
  );
}

function Footer() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const { data } = useQuery(sessionQuery);
  return (
    <Group justify="space-between" pt="sm" px={6}>
      <FeedState />
      <Group gap={4}>
        {data?.via === "session" && (
          <Tooltip label="Sign out">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Sign out"
              onClick={() => void signOut().then(() => location.reload())}
            >
              <IconLogout size={17} />
            </ActionIcon>
          </Tooltip>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={scheme === "dark" ? "Use light colours" : "Use dark colours"}
          onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}
        >
          {scheme === "dark" ? <IconSun size={17} /> : <IconMoon size={17} />}
        </ActionIcon>
      </Group>
    </Group>
  );
}

function SandboxBanner() {
  const { data } = useQuery(setupQuery);
  const path = useRouterState({ select: (s) => s.location.pathname });
  if (!data?.banner) return null;
  const { text, level } = data.banner;
  // One sentence where people work; what to do about it stands where they set things up.
  const setup = path.endsWith("/setup");
  const short = setup ? text : text.replace(/\. .*$/s, ".");
  return (
    <div className="banner" role="note" data-level={level}>
      <IconFlask size={17} aria-hidden style={{ flex: "none" }} />
      <Text size="sm">
        {short} {!setup && <Link to="/setup">See what is configured</Link>}
      </Text>
    </div>
  );
}
