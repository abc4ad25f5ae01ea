import { Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorPanel } from "./ErrorPanel";

/** A query's three faces: on its way, failed (with what to do), here. */
export function Loaded<T>({
  query,
  children,
  lines = 4,
  height = 64,
}: {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  children: (data: T) => ReactNode;
  lines?: number;
  height?: number;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  return (
    <Stack gap="sm" aria-busy="true" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={height} radius="lg" />
      ))}
    </Stack>
  );
}
