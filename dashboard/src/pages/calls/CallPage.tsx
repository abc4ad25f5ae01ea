import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { callQuery, commandsQuery, editsQuery, turnsQuery } from "../../api/calls";
import { feed } from "../../api/feedInstance";
import { isFinal } from "../../api/feedReducer";
import type { Command, Edit, Turn } from "../../api/types";
import { Loaded, type Missing } from "../../components/Loaded";
import { LiveCall } from "../live/LiveCall";
import type { CallParts } from "../live/parts";
import { RecordedCall } from "./RecordedCall";

const NO_CALL: Missing = {
  title: "There is no such call",
  hint: "It was deleted, its time to be kept is over, or the address is cut off.",
  to: "/calls",
  label: "See all calls",
};

const NO_TURNS: Turn[] = [];
const NO_EDITS: Edit[] = [];
const NO_COMMANDS: Command[] = [];

/** A call at one address: the control desk while it runs, the record afterwards. */
export function CallPage() {
  const { callId } = useParams({ from: "/calls/$callId" });
  useEffect(() => feed.watch(callId), [callId]);
  const call = useQuery(callQuery(callId));
  const turns = useQuery(turnsQuery(callId));
  const edits = useQuery(editsQuery(callId));
  const commands = useQuery(commandsQuery(callId));
  return (
    <Loaded query={call} lines={3} height={160} missing={NO_CALL}>
      {(data) => {
        const parts: CallParts = {
          call: data,
          turns: turns.data ?? NO_TURNS,
          edits: edits.data ?? NO_EDITS,
          commands: commands.data ?? NO_COMMANDS,
        };
        return isFinal(data) ? (
          <RecordedCall key={data.id} {...parts} />
        ) : (
          <LiveCall key={data.id} {...parts} />
        );
      }}
    </Loaded>
  );
}
