/** The shapes of the API, by the names the pages use; all from the generated schema. */

import type { components } from "./schema";

type Schemas = components["schemas"];

/** An answer has every field: what the schema calls optional has a default. */
export type Complete<T> = T extends (infer Item)[]
  ? Complete<Item>[]
  : T extends object
    ? { [K in keyof T]-?: Complete<Exclude<T[K], undefined>> }
    : T;

type Answer<Name extends keyof Schemas> = Complete<Schemas[Name]>;

export type AgentFields = Answer<"AgentFields">;
export type Agent = Answer<"AgentView">;
export type AgentInput = Schemas["AgentInput"];
export type AgentPatch = Schemas["AgentPatch"];
export type Preview = Answer<"Preview">;
export type Notice = Answer<"Notice">;
export type AgentVersion = Answer<"AgentVersion">;
export type HttpTool = Answer<"HttpTool">;
export type FallbackEngine = Answer<"FallbackEngine">;
export type BuiltinTool = AgentFields["tools"]["builtin"][number];
export type Template = Omit<Answer<"Template">, "fields"> & { fields: Partial<AgentFields> };

export type Call = Answer<"Call">;
export type Turn = Answer<"Turn">;
export type FlightEvent = Answer<"FlightEvent">;
export type Waveform = Answer<"Waveform">;

export type Edit = Answer<"Edit">;
export type EditMode = Schemas["EditMode"];
export type EditInput = Schemas["EditInput"];
export type ScopedEditInput = Schemas["ScopedEditInput"];
export type ScopedEdit = Answer<"ScopedEdit">;
export type Command = Answer<"Command">;
export type CommandKind = Schemas["CommandKind"];

export type PhoneNumber = Answer<"NumberView">;
export type SyncResult = Answer<"SyncResult">;

export type Prices = Answer<"Prices">;

export type Destinations = Answer<"DialRulesView">;
export type DialRules = Answer<"DialRules">;

export type Setup = Answer<"Setup">;
export type Check = Answer<"Check">;
export type ApiKey = Answer<"ApiKey">;
export type KeyInput = Schemas["KeyInput"];
