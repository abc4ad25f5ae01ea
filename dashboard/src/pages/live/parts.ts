import type { Call, Command, Edit, Turn } from "../../api/types";

/** What both faces of a call's page show: the desk while it runs, the record afterwards. */
export interface CallParts {
  call: Call;
  turns: Turn[];
  edits: Edit[];
  commands: Command[];
}
