import { Button, Skeleton, Stack } from "@mantine/core";
import { IconZoomQuestion } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "@tanstack/react-router";
import { Problem } from "../api/client";
import { ErrorPanel } from "./ErrorPanel";
import { EmptyState } from "./Page";

/** What a page shows when the address names something that is not there. */
export interface Missing {
  title: string;
  hint: string;
  to: string;
  label: string;
}

/** A query's three faces: on its way, failed (with what to do), here. */
export function Loaded<T>({
  query,
  children,
  lines = 4,
  height = 64,
  missing,
}: {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  children: (data: T) => ReactNode;
  lines?: number;
  height?: number;
  missing?: Missing;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (missing && query.error instanceof Problem && query.error.status === 404)
    return (
      <EmptyState
        icon={<IconZoomQuestion size={28} />}
        title={missing.title}
        wholePage
        action={
          <Button component={Link} to={missing.to}>
            {missing.label}
          </Button>
        }
      >
        {missing.hint}
      </EmptyState>
    );
  if (query.error) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  return (
    <Stack gap="sm" role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={height} radius="lg" />
      ))}
    </Stack>
  );
}
