/** Query keys, all in one place so that the feed and the pages mean the same data. */

export const keys = {
  setup: ["setup"] as const,
  session: ["session"] as const,
  doctor: ["doctor"] as const,
  prices: ["prices"] as const,
  limits: ["limits"] as const,
  destinations: ["destinations"] as const,
  settings: ["settings"] as const,
  apiKeys: ["api-keys"] as const,
  audit: (filters: object) => ["audit", filters] as const,
  templates: ["templates"] as const,
  agents: {
    all: ["agents"] as const,
    list: ["agents", "list"] as const,
    one: (id: string) => ["agents", "one", id] as const,
    preview: (input: object) => ["agents", "preview", input] as const,
    versions: (id: string) => ["agents", "versions", id] as const,
  },
  numbers: {
    all: ["numbers"] as const,
    list: ["numbers", "list"] as const,
  },
  calls: {
    board: ["calls", "board"] as const,
    lists: ["calls", "list"] as const,
    list: (filters: object) => ["calls", "list", filters] as const,
    one: (id: string) => ["calls", "one", id] as const,
    turns: (id: string) => ["calls", "turns", id] as const,
    edits: (id: string) => ["calls", "edits", id] as const,
    edit: (id: string, edit: string) => ["calls", "edit", id, edit] as const,
    commands: (id: string) => ["calls", "commands", id] as const,
    events: (id: string) => ["calls", "events", id] as const,
    waveform: (id: string) => ["calls", "waveform", id] as const,
  },
  stats: {
    all: ["stats"] as const,
    of: (what: string, range: object) => ["stats", what, range] as const,
  },
  webhooks: {
    all: ["webhooks"] as const,
    deliveries: (id: string) => ["webhooks", "deliveries", id] as const,
  },
};
