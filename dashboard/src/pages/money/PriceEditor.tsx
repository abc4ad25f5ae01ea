import { Badge, Button, Group, Stack, Table, Text, TextInput, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useSavePrices } from "../../api/prices";
import { Problem } from "../../api/client";
import type { Prices } from "../../api/types";
import { Confirm } from "../../components/Confirm";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { TrashButton } from "../../components/RemoveButton";
import { count } from "../../lib/format";
import {
  CARRIER_ROWS,
  draftErrors,
  MODEL_COLUMNS,
  type PriceDraft,
  readPrice,
  toChanges,
  toDraft,
} from "../../lib/prices";

/** What the cells of the table need to know. */
interface Sheet {
  draft: PriceDraft;
  base: PriceDraft;
  errors: ReadonlyMap<string, string>;
  set: (path: string, text: string) => void;
}

/** The price table, changed in its cells; what differs from the table as shipped is kept. */
export function PriceEditor({ prices }: { prices: Prices }) {
  const [draft, setDraft] = useState(() => toDraft(prices.table));
  // What the draft is based on: somebody else's change meanwhile is a conflict, not overwritten.
  const [version, setVersion] = useState(prices.version);
  const [asking, setAsking] = useState(false);
  const save = useSavePrices();
  const base = toDraft(prices.base);
  const changes = toChanges(prices.base, draft);
  const dirty =
    JSON.stringify(changes) !== JSON.stringify(toChanges(prices.base, toDraft(prices.table)));
  const reset = (to: Prices) => {
    setDraft(toDraft(to.table));
    setVersion(to.version);
  };
  if (version !== prices.version && !dirty && !save.isPending) reset(prices);
  const errors = new Map(draftErrors(draft));
  // The server's word on a cell stands beside the cell; on anything else, below the table.
  const problem = save.error instanceof Problem ? save.error : null;
  const known = problem?.field != null && problem.field in draft.cells;
  if (problem?.field && known) errors.set(problem.field, problem.detail || problem.title);
  const update = (next: Partial<PriceDraft>) => {
    save.reset();
    setDraft((old) => ({ ...old, ...next }));
  };
  const sheet: Sheet = {
    draft,
    base,
    errors,
    set: (path, text) => update({ cells: { ...draft.cells, [path]: text } }),
  };
  const put = (body: typeof changes, done: string) =>
    save.mutate(
      { changes: body, version },
      {
        onSuccess: (next) => {
          reset(next);
          setAsking(false);
          notifyDone(done);
        },
      },
    );
  const unlisted = prices.table.unlisted_model;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (dirty && errors.size === 0) put(changes, "The prices are saved.");
      }}
    >
      <Stack gap="lg">
        <TextInput
          label="Noted on"
          description="The day you compared the table with your vendors' price pages."
          type="date"
          required
          maw={260}
          value={draft.dated}
          onChange={(event) => update({ dated: event.currentTarget.value })}
        />
        <div>
          <Table.ScrollContainer minWidth={820} type="native" tabIndex={0}>
            <Table verticalSpacing={4} horizontalSpacing={6} captionSide="top">
              <Table.Caption ta="left">Voice models, USD per million tokens</Table.Caption>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Model</Table.Th>
                  {MODEL_COLUMNS.map(([key, label]) => (
                    <Table.Th key={key} ta="right">
                      {label}
                    </Table.Th>
                  ))}
                  <Table.Th w={44}>
                    <span className="sr-only">Remove</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {draft.models.map((name) => (
                  <Table.Tr key={name} data-testid="model-row">
                    <Table.Td style={{ minWidth: 170 }}>
                      {name}
                      {!base.models.includes(name) && <Added />}
                      {name === unlisted && (
                        <Text size="xs" c="dimmed">
                          also for models not listed
                        </Text>
                      )}
                    </Table.Td>
                    {MODEL_COLUMNS.map(([key, label]) => (
                      <Cell
                        key={key}
                        sheet={sheet}
                        path={`models.${name}.${key}`}
                        label={`${name}, ${label}`}
                      />
                    ))}
                    <Table.Td>
                      {name !== unlisted && (
                        <TrashButton
                          name={name}
                          onClick={() => update({ models: without(draft.models, name) })}
                        />
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <AddRow
            label="New model"
            placeholder="gpt-realtime-3"
            taken={draft.models}
            onAdd={(name) => {
              const cells = { ...draft.cells };
              for (const [column] of MODEL_COLUMNS) {
                const path = `models.${name}.${column}`;
                cells[path] = base.cells[path] ?? draft.cells[`models.${unlisted}.${column}`] ?? "";
              }
              update({ models: [...draft.models, name], cells });
            }}
          />
        </div>
        <div>
          <NarrowTable caption="Writing down the caller's words, USD per minute">
            {draft.transcription.map((name) => (
              <Row
                key={name}
                sheet={sheet}
                path={`transcription.${name}.per_minute`}
                label={name}
                added={!base.transcription.includes(name)}
                onRemove={
                  name === prices.table.unlisted_transcription
                    ? undefined
                    : () => update({ transcription: without(draft.transcription, name) })
                }
              />
            ))}
          </NarrowTable>
          <AddRow
            label="New transcription model"
            placeholder="whisper-2"
            taken={draft.transcription}
            onAdd={(name) => update({ transcription: [...draft.transcription, name] })}
          />
        </div>
        <div>
          <NarrowTable caption="Carrier, USD per minute">
            {CARRIER_ROWS.map(([key, label]) => (
              <Row key={key} sheet={sheet} path={`carrier.${key}`} label={label} />
            ))}
            {draft.outbound.map((prefix) => (
              <Row
                key={prefix}
                sheet={sheet}
                path={`carrier.outbound.${prefix}`}
                label={`Call out to ${prefix}…`}
                added={!base.outbound.includes(prefix)}
                onRemove={() => update({ outbound: without(draft.outbound, prefix) })}
              />
            ))}
          </NarrowTable>
          <AddRow
            label="New beginning of numbers called"
            placeholder="+44"
            taken={draft.outbound}
            valid={(prefix) => /^\+[1-9]\d{0,14}$/.test(prefix)}
            hint="A + and digits, such as +44"
            onAdd={(prefix) => update({ outbound: [...draft.outbound, prefix] })}
          />
        </div>
        {save.error && !known && <ErrorPanel error={save.error} />}
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} />}
            disabled={Object.keys(prices.changes).length === 0}
            onClick={() => setAsking(true)}
          >
            Back to the prices as shipped
          </Button>
          <Group>
            {errors.size > 0 && (
              <Text size="sm" c="var(--mantine-color-error)" role="alert">
                {count(errors.size, "price")} to correct
              </Text>
            )}
            {dirty && (
              <Button
                variant="default"
                onClick={() => {
                  save.reset();
                  reset(prices);
                }}
              >
                Discard
              </Button>
            )}
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!dirty || errors.size > 0 || !draft.dated}
            >
              Save prices
            </Button>
          </Group>
        </Group>
      </Stack>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Back to the prices as shipped?"
        action="Drop my changes"
        busy={save.isPending}
        onConfirm={() => put({}, "The prices are as shipped.")}
      >
        <Text size="sm">
          Your own prices are lost. Calls that begin from then on are billed with the table
          {prices.from_file ? " of your price file" : " as shipped"}, of {prices.base.dated}.
        </Text>
        {save.error && <ErrorPanel error={save.error} />}
      </Confirm>
    </form>
  );
}

const without = (names: readonly string[], name: string): string[] =>
  names.filter((other) => other !== name);

function Added() {
  return (
    <Badge size="sm" ml={6} c="var(--mantine-color-text)">
      yours
    </Badge>
  );
}

function Cell({ sheet, path, label }: { sheet: Sheet; path: string; label: string }) {
  const text = sheet.draft.cells[path] ?? "";
  const shipped = sheet.base.cells[path];
  const changed = shipped !== undefined && readPrice(text) !== readPrice(shipped);
  return (
    <Table.Td ta="right" style={{ verticalAlign: "top" }}>
      <Tooltip label={`As shipped: ${shipped ?? ""}`} disabled={!changed}>
        <TextInput
          size="xs"
          aria-label={label}
          inputMode="decimal"
          className="price"
          data-changed={changed || undefined}
          value={text}
          error={sheet.errors.get(path)}
          onChange={(event) => sheet.set(path, event.currentTarget.value)}
        />
      </Tooltip>
    </Table.Td>
  );
}

function NarrowTable({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <Table verticalSpacing={4} horizontalSpacing={6} captionSide="top" maw={560}>
      <Table.Caption ta="left">{caption}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What</Table.Th>
          <Table.Th ta="right" w={130}>
            Price
          </Table.Th>
          <Table.Th w={44}>
            <span className="sr-only">Remove</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}

function Row({
  sheet,
  path,
  label,
  added = false,
  onRemove,
}: {
  sheet: Sheet;
  path: string;
  label: string;
  added?: boolean;
  onRemove?: (() => void) | undefined;
}) {
  return (
    <Table.Tr>
      <Table.Td className="wrap-anywhere">
        {label}
        {added && <Added />}
      </Table.Td>
      <Cell sheet={sheet} path={path} label={label} />
      <Table.Td>{onRemove && <TrashButton name={label} onClick={onRemove} />}</Table.Td>
    </Table.Tr>
  );
}

function AddRow({
  label,
  placeholder,
  taken,
  valid = () => true,
  hint = "",
  onAdd,
}: {
  label: string;
  placeholder: string;
  taken: readonly string[];
  valid?: (name: string) => boolean;
  hint?: string;
  onAdd: (name: string) => void;
}) {
  const [text, setText] = useState("");
  const name = text.trim();
  const problem = !name
    ? null
    : taken.includes(name)
      ? "It is in the table"
      : valid(name)
        ? null
        : hint;
  const add = () => {
    if (!name || problem) return;
    onAdd(name);
    setText("");
  };
  return (
    <Group gap={6} mt={8} align="flex-start">
      <TextInput
        size="xs"
        w={290}
        aria-label={label}
        placeholder={`${label}, e.g. ${placeholder}`}
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          add();
        }}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={!name || problem !== null}
        aria-label={`Add: ${label}`}
        onClick={add}
      >
        Add
      </Button>
    </Group>
  );
}
