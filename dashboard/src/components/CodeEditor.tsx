import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { CodeEditorProps } from "./CodeEditorInner";

const Inner = lazy(() => import("./CodeEditorInner"));

/** A text editor with highlighting; its code is loaded when the first one is shown. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton height={props.minHeight ?? 160} radius="md" />}>
      <Inner {...props} />
    </Suspense>
  );
}
