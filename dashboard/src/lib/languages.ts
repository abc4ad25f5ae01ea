/** Languages of agents, by their codes, as people read them. */

/** Those in which Phony has sentences of its own; any other code is possible, too. */
const SPOKEN =
  "en en-US en-GB es es-MX fr de it pt pt-BR nl pl tr ru ar hi bn id zh ja ko sv da".split(" ");

const names = new Intl.DisplayNames(["en"], { type: "language" });

function nameOf(code: string): string {
  if (code === "auto") return "As the caller speaks";
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Choices for a language field: the present one is always among them. */
export function languageChoices(present: string): { value: string; label: string }[] {
  const codes = [...new Set([...SPOKEN, "auto", present])].filter(Boolean);
  return codes.map((code) => ({ value: code, label: `${nameOf(code)} (${code})` }));
}

/** The time zones that the browser knows, with the one of its own clock first. */
export function timeZones(present: string): string[] {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([mine, present, "UTC", ...Intl.supportedValuesOf("timeZone")])].filter(
    Boolean,
  );
}
