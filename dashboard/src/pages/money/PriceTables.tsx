import { Badge, Button, Group, Table, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { TrashButton } from "../../components/RemoveButton";
import { useNewName } from "../../hooks/useNewName";
import {
  CARRIER_ROWS,
  carrierCell,
  MODEL_COLUMNS,
  modelCell,
  outboundCell,
  type PriceDraft,
  readPrice,
  transcriptionCell,
} from "../../lib/prices";

/** What the tables need to know of the draft, and how they change it. */
export interface Sheet {
  draft: PriceDraft;
  base: PriceDraft;
  errors: ReadonlyMap<string, string>;
  set: (path: string, text: string) => void;
  change: (part: Partial<PriceDraft>) => void;
}

/** `unlisted` names the row that stands for all models without one; it stays. */
export function ModelPrices({ sheet, unlisted }: { sheet: Sheet; unlisted: string }) {
  const { draft, base } = sheet;
  return (
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
                    path={modelCell(name, key)}
                    label={`${name}, ${label}`}
                  />
                ))}
                <Table.Td>
                  {name !== unlisted && (
                    <TrashButton
                      name={name}
                      onClick={() => sheet.change({ models: without(draft.models, name) })}
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
            const path = modelCell(name, column);
            cells[path] = base.cells[path] ?? draft.cells[modelCell(unlisted, column)] ?? "";
          }
          sheet.change({ models: [...draft.models, name], cells });
        }}
      />
    </div>
  );
}

export function TranscriptionPrices({ sheet, unlisted }: { sheet: Sheet; unlisted: string }) {
  const { draft, base } = sheet;
  return (
    <div>
      <NarrowTable caption="Writing down the caller's words, USD per minute">
        {draft.transcription.map((name) => (
          <Row
            key={name}
            sheet={sheet}
            path={transcriptionCell(name)}
            label={name}
            added={!base.transcription.includes(name)}
            onRemove={
              name === unlisted
                ? undefined
                : () => sheet.change({ transcription: without(draft.transcription, name) })
            }
          />
        ))}
      </NarrowTable>
      <AddRow
        label="New transcription model"
        placeholder="whisper-2"
        taken={draft.transcription}
        onAdd={(name) => sheet.change({ transcription: [...draft.transcription, name] })}
      />
    </div>
  );
}

export function CarrierPrices({ sheet }: { sheet: Sheet }) {
  const { draft, base } = sheet;
  return (
    <div>
      <NarrowTable caption="Carrier, USD per minute">
        {CARRIER_ROWS.map(([key, label]) => (
          <Row key={key} sheet={sheet} path={carrierCell(key)} label={label} />
        ))}
        {draft.outbound.map((prefix) => (
          <Row
            key={prefix}
            sheet={sheet}
            path={outboundCell(prefix)}
            label={`Call out to ${prefix}…`}
            added={!base.outbound.includes(prefix)}
            onRemove={() => sheet.change({ outbound: without(draft.outbound, prefix) })}
          />
        ))}
      </NarrowTable>
      <AddRow
        label="New beginning of numbers called"
        placeholder="+44"
        taken={draft.outbound}
        check={(prefix) =>
          /^\+[1-9]\d{0,14}$/.test(prefix) ? null : "A + and digits, such as +44"
        }
        onAdd={(prefix) => sheet.change({ outbound: [...draft.outbound, prefix] })}
      />
    </div>
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
  check = () => null,
  onAdd,
}: {
  label: string;
  placeholder: string;
  taken: readonly string[];
  /** What is wrong with a name, apart from being taken. */
  check?: (name: string) => string | null;
  onAdd: (name: string) => void;
}) {
  const row = useNewName(
    (name) => (taken.includes(name) ? "It is in the table" : check(name)),
    onAdd,
  );
  return (
    <Group gap={6} mt={8} align="flex-start">
      <TextInput
        size="xs"
        w={290}
        aria-label={label}
        placeholder={`${label}, e.g. ${placeholder}`}
        value={row.text}
        error={row.problem}
        onChange={(event) => row.type(event.currentTarget.value)}
        onKeyDown={row.onKeyDown}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={!row.ready}
        aria-label={`Add: ${label}`}
        onClick={row.add}
      >
        Add
      </Button>
    </Group>
  );
}
