import { Box, Card, Center, Group, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

export function PageHeader({
  title,
  subtitle,
  actions,
  back,
}: {
  title: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
  /** The list this page belongs to. */
  back?: { to: string; label: string };
}) {
  useDocumentTitle(`${title} · Phony`);
  return (
    <Group justify="space-between" align="flex-end" mb="lg" gap="md">
      <Box style={{ minWidth: 0 }}>
        {back && (
          <Text size="sm" mb={2}>
            <Link to={back.to}>← {back.label}</Link>
          </Text>
        )}
        <Title order={1} size="h2" className="wrap-anywhere">
          {title}
        </Title>
        {subtitle && (
          <Text c="dimmed" size="sm" mt={2} component="div">
            {subtitle}
          </Text>
        )}
      </Box>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}

/** Nothing here yet, and what to do first. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  wholePage = false,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Nothing else is on the page: the title is its heading. */
  wholePage?: boolean;
}) {
  return (
    <Card py={48}>
      <Center>
        <Stack align="center" gap="xs" maw={460}>
          <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
            {icon}
          </ThemeIcon>
          <Title order={wholePage ? 1 : 2} size="h4" ta="center">
            {title}
          </Title>
          {children && (
            <Text c="dimmed" size="sm" ta="center" component="div">
              {children}
            </Text>
          )}
          {action && (
            <Group mt="sm" justify="center">
              {action}
            </Group>
          )}
        </Stack>
      </Center>
    </Card>
  );
}

export function Section({
  title,
  hint,
  actions,
  children,
}: {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card component="section">
      <Group justify="space-between" align="flex-start" mb="md" gap="sm">
        <Box>
          <Title order={2} size="h4">
            {title}
          </Title>
          {hint && (
            <Text c="dimmed" size="sm" component="div">
              {hint}
            </Text>
          )}
        </Box>
        {actions}
      </Group>
      {children}
    </Card>
  );
}

/** A figure with its name, and how it compares. */
export function Figure({
  label,
  value,
  note,
  tone,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: string | undefined;
}) {
  return (
    <Card padding="md">
      <Text size="xs" c="dimmed" fw={600}>
        {label}
      </Text>
      <Text fz={26} fw={680} lh={1.25} className="numbers" c={tone ?? ""}>
        {value}
      </Text>
      {note && (
        <Text size="xs" c="dimmed" component="div">
          {note}
        </Text>
      )}
    </Card>
  );
}
