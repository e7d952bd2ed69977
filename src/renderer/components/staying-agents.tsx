import { useQuery } from "@tanstack/react-query";
import { stayingSentence } from "../../shared/orphans.ts";
import { orpc } from "../api/client.ts";
import { Loaded } from "./loaded.tsx";
import { Notice } from "./notice.tsx";

export type StayingAgentsProps = {
  /** The records that are to be deleted. */
  of: { gatewayId?: string; boardId?: string; agentId?: string };
  /** What to do about them; when the gateway's record goes too, it has no page afterwards. */
  advice: string;
};

/** Says before records are deleted which agents stay on their gateways; renders nothing when there are none. */
export function StayingAgents({ of, advice }: StayingAgentsProps) {
  const staying = useQuery(orpc.agents.staying.queryOptions({ input: of }));
  return (
    <Loaded
      query={staying}
      what="agents"
      loading={
        <p role="status" className="text-muted">
          Checking for agents that would stay on their gateways …
        </p>
      }
    >
      {(rows) =>
        rows.map((agents) => (
          <Notice key={`${agents.gatewayId} ${agents.isKnown}`} tone="warn" title={stayingSentence(agents)}>
            {advice}
          </Notice>
        ))
      }
    </Loaded>
  );
}
