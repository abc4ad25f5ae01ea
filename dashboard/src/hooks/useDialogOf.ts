import { useState } from "react";

/** A dialog about one of several things: closed while it is about nothing. */
export function useDialogOf<T>() {
  const [subject, open] = useState<T | null>(null);
  return { subject, opened: subject !== null, open, close: () => open(null) };
}
