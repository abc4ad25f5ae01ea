import type { Missing } from "../../components/Loaded";

/** For an address that names an agent that is not there. */
export const NO_AGENT: Missing = {
  title: "There is no such agent",
  hint: "It was deleted, or the address is cut off.",
  to: "/agents",
  label: "See all agents",
};
