import { Button, Group } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { callsQuery } from "../../api/calls";
import type { Agent } from "../../api/types";
import { CallTable } from "../../components/CallTable";
import { Loaded } from "../../components/Loaded";
import { EmptyState } from "../../components/Page";

export function AgentCalls({ agent }: { agent: Agent }) {
  const query = useInfiniteQuery(callsQuery({ agent_id: agent.id }));
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const calls = pages.flatMap((page) => page.items);
        if (calls.length === 0)
          return (
            <EmptyState
              icon={<IconHistory size={28} />}
              title="No calls yet"
              action={
                <Button component={Link} to={`/agents/${agent.id}/talk`}>
                  Talk to this agent
                </Button>
              }
            >
              Talk to the agent through your microphone: the call appears here.
            </EmptyState>
          );
        return (
          <>
            <CallTable calls={calls} hideAgent />
            <Group justify="center" mt="md">
              {query.hasNextPage && (
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  Show more
                </Button>
              )}
            </Group>
          </>
        );
      }}
    </Loaded>
  );
}
