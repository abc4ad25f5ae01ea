import type { Agent, AgentFields, AgentPatch } from "../../api/types";
import { sameJson } from "../../lib/json";

export type SetField = <K extends keyof AgentFields>(name: K, value: AgentFields[K]) => void;

/** The fields of an agent that the editor holds; the rest of what the API shows is not editable. */
export function fieldsOf(agent: Agent): AgentFields {
  const {
    id: _id,
    org_id: _org,
    version: _version,
    created_at: _created,
    updated_at: _updated,
    effective_voice: _voice,
    number_status: _status,
    number_id: _number,
    live_calls: _live,
    size: _size,
    warnings: _warnings,
    ...fields
  } = agent;
  return fields;
}

/** What differs, as the body of a PATCH. */
export function changedFields(before: AgentFields, after: AgentFields): AgentPatch {
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => !sameJson(value, before[name as keyof AgentFields]),
    ),
  );
}

/** Several of them at once. */
export function setAll(set: SetField, part: Partial<AgentFields>): void {
  for (const [name, value] of Object.entries(part)) set(name as keyof AgentFields, value as never);
}
