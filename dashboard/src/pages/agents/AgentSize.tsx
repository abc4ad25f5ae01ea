import { Alert, Group, Progress, Stack, Text } from "@mantine/core";
import type { Notice, Preview } from "../../api/types";
import { Section } from "../../components/Page";
import { usd } from "../../lib/format";

/** What of the warnings stands beside its own field already. */
const ELSEWHERE = ["other_voice"];

/** How much the model is given to read, what that costs, and what else a call would run into. */
export function AgentSize({ preview }: { preview: Preview }) {
  const { size } = preview;
  const warnings = preview.warnings.filter((notice) => !ELSEWHERE.includes(notice.code));
  const full = size.limit_tokens === null ? null : (100 * size.tokens) / size.limit_tokens;
  const large = warnings.some(({ code }) => code === "large" || code === "too_large");
  return (
    <Section title="Size and cost" hint="Estimates, for a call with these settings.">
      <Stack gap={6} data-testid="size">
        <Line label="The model reads for every answer" value={`${tokens(size.tokens)} tokens`} />
        {full !== null && (
          <Progress
            value={Math.min(100, full)}
            size="sm"
            aria-label={`${Math.round(full)} percent of what the model can take`}
            {...(full > 100 ? { color: "red" } : large ? { color: "yellow" } : {})}
          />
        )}
        <Line
          label="Prompt, context, tools"
          value={[size.prompt_tokens, size.context_tokens, size.tools_tokens]
            .map(tokens)
            .join(" + ")}
        />
        <Line label="First answer, for reading it" value={usd(size.usd_per_answer)} />
        <Line label="A minute of talk, with the line" value={usd(size.usd_per_minute)} />
      </Stack>
      <Warnings notices={warnings} />
    </Section>
  );
}

export function Warnings({ notices }: { notices: Notice[] }) {
  return (
    <Stack gap="xs" mt={notices.length > 0 ? "md" : 0} data-testid="agent-warnings">
      {notices.map((notice) => (
        <Alert key={notice.code + notice.field} color="yellow" py={8}>
          <Text size="sm">{notice.message}</Text>
          {notice.cure && (
            <Text size="xs" c="dimmed" mt={2}>
              {notice.cure}
            </Text>
          )}
        </Alert>
      ))}
    </Stack>
  );
}

const tokens = (count: number) => count.toLocaleString("en-US");

function Line({ label, value }: { label: string; value: string }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="sm" className="numbers" ta="right">
        {value}
      </Text>
    </Group>
  );
}
