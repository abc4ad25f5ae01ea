import type { Call } from "../../api/types";

/** The number of ours that a call is on; empty in a browser. */
export const ourNumber = (call: Call): string =>
  call.direction === "outbound" ? call.from_number : call.to_number;
