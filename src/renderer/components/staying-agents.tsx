import { useQuery } from "@tanstack/react-query";
import { stayingSentence } from "../../shared/orphans.ts";
import { orpc } from "../api/client.ts";
import { Notice } from "./notice.tsx";

export type StayingAgentsProps = {
  /** The records that are to be deleted. */
  of: { gatewayId?: string; boardId?: string; agentId?: string };
  /** What to do about them; when the gateway's record goes too, it has no page afterwards. */
  advice: string;
};

/** Says before records are deleted which agents stay on their gateways; renders nothing when there are none. */
export function StayingAgents({ of, advice }: StayingAgentsProps) {
  const { data = [] } = useQuery(orpc.agents.staying.queryOptions({ input: of }));
  return data.map((agents) => (
    <Notice key={`${agents.gatewayId} ${agents.isKnown}`} tone="warn" title={stayingSentence(agents)}>
      {advice}
    </Notice>
  ));
}
