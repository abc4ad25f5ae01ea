import { Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ErrorPanel } from "./ErrorPanel";

export function RoutePending() {
  return (
    <Center mih={240} role="status" aria-busy="true" aria-label="Loading the page">
      <Loader type="dots" />
    </Center>
  );
}

export function RouteError({ error, reset }: { error: unknown; reset?: () => void }) {
  return <ErrorPanel error={error} retry={reset ?? (() => location.reload())} />;
}

export function NotFoundPage() {
  return (
    <Center mih="60vh">
      <Stack align="center" gap="sm">
        <Title order={1}>There is no such page</Title>
        <Text c="dimmed">The address may be old, or cut off.</Text>
        <Button component={Link} to="/">
          Go to the overview
        </Button>
      </Stack>
    </Center>
  );
}
