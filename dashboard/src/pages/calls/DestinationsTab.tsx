import {
  Button,
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  Radio,
  Stack,
  TagsInput,
  Text,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Problem } from "../../api/client";
import { destinationsQuery, useSaveDestinations } from "../../api/destinations";
import type { Destinations, DialRules } from "../../api/types";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { inputsOf } from "../../components/Fields";
import { Loaded } from "../../components/Loaded";
import { Section } from "../../components/Page";
import { useDraft } from "../../hooks/useDraft";
import { count } from "../../lib/format";

const KINDS: Record<DialRules["kinds"][number], { label: string; hint: string }> = {
  premium: {
    label: "Premium numbers",
    hint: "Whoever answers earns: up to several dollars a minute",
  },
  shared_cost: { label: "Shared-cost numbers", hint: "The caller pays more than the usual price" },
  personal: { label: "Personal numbers", hint: "They follow a person, often at a high price" },
  satellite: {
    label: "Satellite phones and networks of no country",
    hint: "Several dollars a minute",
  },
  unknown: { label: "Unknown numbers", hint: "They fit nothing that their country gives out" },
};
const isKind = (text: string): text is keyof typeof KINDS => text in KINDS;
const isPrefix = (text: string) => /^\+[1-9]\d{0,14}$/.test(text);
const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

const rulesOf = ({ kinds, prefixes, countries, new_per_day }: Destinations): DialRules => ({
  kinds,
  prefixes,
  countries,
  new_per_day,
});

/** Whom calls and transfers may reach. */
export function DestinationsTab() {
  const destinations = useQuery(destinationsQuery);
  return (
    <Section
      title="Whom you may call"
      hint="For calls and transfers alike, from the next one on. Emergency numbers are never called."
    >
      <Loaded query={destinations} height={200}>
        {(data) => <RulesForm saved={data} />}
      </Loaded>
    </Section>
  );
}

/** What is wrong with a field, by its name: our own look at it, then the server's word. */
function errorsOf(rules: DialRules, error: unknown): Map<string, string> {
  const found = new Map<string, string>();
  if (error instanceof Problem)
    for (const { field, message } of [
      { field: error.field, message: [error.detail, error.cure].filter(Boolean).join(" ") },
      ...error.errors,
    ])
      if (field && message) found.set(field.split(".")[0] ?? "", message);
  const odd = rules.prefixes.filter((prefix) => !isPrefix(prefix));
  if (odd.length > 0)
    found.set("prefixes", `${odd.join(", ")}: write a plus sign and digits, such as +4490.`);
  if (rules.countries?.length === 0)
    found.set("countries", "Choose a country, or allow all of them.");
  return found;
}

function RulesForm({ saved }: { saved: Destinations }) {
  const draft = useDraft({ value: rulesOf(saved), version: saved.version });
  const save = useSaveDestinations();
  const { value: rules, dirty } = draft;
  const change = (part: Partial<DialRules>) => {
    save.reset();
    draft.change(part);
  };
  const { number, list } = inputsOf(rules, change);
  const errors = errorsOf(rules, save.error);
  const atField = (name: keyof DialRules) => ({ error: errors.get(name) });
  const ours = Object.keys(rules).some((name) => errors.has(name));
  const submit = () =>
    save.mutate(
      { rules, version: draft.base.version },
      {
        onSuccess: (next) => {
          draft.settle({ value: rulesOf(next), version: next.version }, rules);
          notifyDone("The rules are saved.");
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (dirty && !ours) submit();
      }}
    >
      <Stack gap="lg">
        <Checkbox.Group
          label="Kinds that cost more than their country says"
          description="Called only if they are ticked"
          value={rules.kinds}
          onChange={(kinds) => change({ kinds: kinds.filter(isKind) })}
          {...atField("kinds")}
        >
          <Stack gap="xs" mt="xs">
            {Object.entries(KINDS).map(([kind, { label, hint }]) => (
              <Checkbox key={kind} value={kind} label={label} description={hint} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Radio.Group
          label="Countries"
          value={rules.countries === null ? "all" : "some"}
          onChange={(which) => change({ countries: which === "all" ? null : [] })}
        >
          <Group mt={6}>
            <Radio value="all" label="All" />
            <Radio value="some" label="Only these" />
          </Group>
        </Radio.Group>
        {rules.countries !== null && (
          <MultiSelect
            label="Countries that may be called"
            searchable
            clearable
            hidePickedOptions
            data={saved.known_countries.map((code) => ({
              value: code,
              label: `${names.of(code) ?? code} (${code})`,
            }))}
            value={rules.countries}
            onChange={(countries) => change({ countries })}
            {...atField("countries")}
          />
        )}
        <TagsInput
          label="Beginnings of numbers that may always be called"
          description="Whatever their kind or country, for example one partner's premium line. Enter after each"
          placeholder={rules.prefixes.length === 0 ? "+4490" : ""}
          {...list("prefixes")}
          {...atField("prefixes")}
        />
        <Group align="flex-end">
          <NumberInput
            label="New numbers a day"
            description="Empty: any. Numbers that were called before do not count"
            min={0}
            max={10_000_000}
            allowDecimal={false}
            {...number("new_per_day", null)}
            {...atField("new_per_day")}
          />
          <Text size="sm" c="dimmed" pb={8}>
            Today (UTC): {count(saved.new_today, "new number")}
          </Text>
        </Group>
        {save.error && !ours && <ErrorPanel error={save.error} />}
        <Group justify="flex-end">
          {dirty && (
            <Button
              variant="default"
              onClick={() => {
                save.reset();
                draft.discard();
              }}
            >
              Discard
            </Button>
          )}
          <Button type="submit" loading={save.isPending} disabled={!dirty || ours}>
            Save rules
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
