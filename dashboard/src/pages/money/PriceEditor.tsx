import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp } from "@tabler/icons-react";
import { Problem } from "../../api/client";
import { useSavePrices } from "../../api/prices";
import type { Prices } from "../../api/types";
import { Confirm } from "../../components/Confirm";
import { ErrorPanel, notifyDone } from "../../components/ErrorPanel";
import { useDraft } from "../../hooks/useDraft";
import { count } from "../../lib/format";
import { type JsonObject, sameJson } from "../../lib/json";
import { draftErrors, type PriceDraft, toChanges, toDraft } from "../../lib/prices";
import { CarrierPrices, ModelPrices, type Sheet, TranscriptionPrices } from "./PriceTables";

/** The price table, changed in its cells; what differs from the table as shipped is kept. */
export function PriceEditor({ prices }: { prices: Prices }) {
  const draft = useDraft(
    { value: toDraft(prices.table), version: prices.version },
    // A price is the same however it is written.
    (one, other) => sameJson(toChanges(prices.base, one), toChanges(prices.base, other)),
  );
  const [asking, ask] = useDisclosure();
  const save = useSavePrices();
  const { value, dirty } = draft;
  const errors = new Map(draftErrors(value));
  // The server's word on a cell stands beside the cell; on anything else, below the table.
  const problem = save.error instanceof Problem ? save.error : null;
  const known = problem?.field != null && problem.field in value.cells;
  if (problem?.field && known) errors.set(problem.field, problem.detail || problem.title);
  const change = (part: Partial<PriceDraft>) => {
    save.reset();
    draft.change(part);
  };
  const sheet: Sheet = {
    draft: value,
    base: toDraft(prices.base),
    errors,
    set: (path, text) => change({ cells: { ...value.cells, [path]: text } }),
    change,
  };
  const put = (changes: JsonObject, done: string) =>
    save.mutate(
      { changes, version: draft.base.version },
      {
        onSuccess: (next) => {
          draft.settle({ value: toDraft(next.table), version: next.version }, value);
          ask.close();
          notifyDone(done);
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (dirty && errors.size === 0) put(toChanges(prices.base, value), "The prices are saved.");
      }}
    >
      <Stack gap="lg">
        <TextInput
          label="Noted on"
          description="The day you compared the table with your vendors' price pages."
          type="date"
          required
          maw={260}
          value={value.dated}
          onChange={(event) => change({ dated: event.currentTarget.value })}
        />
        <ModelPrices sheet={sheet} unlisted={prices.table.unlisted_model} />
        <TranscriptionPrices sheet={sheet} unlisted={prices.table.unlisted_transcription} />
        <CarrierPrices sheet={sheet} />
        {save.error && !known && <ErrorPanel error={save.error} />}
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} />}
            disabled={Object.keys(prices.changes).length === 0}
            onClick={ask.open}
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
                  draft.discard();
                }}
              >
                Discard
              </Button>
            )}
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!dirty || errors.size > 0 || !value.dated}
            >
              Save prices
            </Button>
          </Group>
        </Group>
      </Stack>
      <Confirm
        opened={asking}
        onClose={ask.close}
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
