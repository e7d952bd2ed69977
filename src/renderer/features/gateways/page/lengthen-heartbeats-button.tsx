import { useQuery } from "@tanstack/react-query";
import { Timer } from "lucide-react";
import { useState } from "react";
import { heartbeatLoad } from "../../../../shared/heartbeat-load.ts";
import type { HeartbeatView } from "../../../../shared/heartbeats.ts";
import type { AgentRow, GatewayRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Select } from "../../../components/select.tsx";
import { toast } from "../../../stores/toasts.ts";
import { plural } from "../../../time/format-time.ts";

const usualMinutes = [2, 5, 10, 15, 20, 30, 60, 120, 240];

/** Gives agents that wake often a longer interval, with one that fits as the proposal. */
export function LengthenHeartbeatsButton({ gateway, agents }: { gateway: GatewayRow; agents: AgentRow[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const healths = agents.flatMap(({ heartbeat }): HeartbeatView[] => (heartbeat ? [heartbeat] : []));
  const load = heartbeatLoad(healths);
  const proposed =
    load && load.share >= 1 ? (usualMinutes.find((each) => each >= load.fittingMinutes) ?? load.fittingMinutes) : 30;
  const minutes = chosen ?? proposed;
  const input = { id: gateway.id, everyMinutes: minutes };
  const wouldChange = useQuery({
    ...orpc.gateways.lengthenHeartbeats.queryOptions({ input: { ...input, dryRun: true } }),
    enabled: isOpen,
    // Counted again each time, because records change.
    staleTime: 0,
  });
  const count = wouldChange.data?.agents;
  const choices = [...new Set([...usualMinutes, proposed])].sort((a, b) => a - b);
  const lengthen = async () => {
    const { agents: changed } = await client.gateways.lengthenHeartbeats(input);
    toast({
      tone: "ok",
      title: changed === 0 ? "No agent wakes more often" : `${plural(changed, "agent")} will wake every ${minutes} min`,
      detail: changed === 0 ? "" : "The next sync writes it to the gateway.",
    });
  };
  return (
    <>
      <Button size="sm" icon={Timer} onClick={() => setIsOpen(true)}>
        Lengthen intervals
      </Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setIsOpen(false)}
        danger={false}
        title="Lengthen heartbeat intervals"
        description={
          <>
            <p>
              {load && load.share >= 1
                ? `The heartbeats of ${plural(load.agents, "agent")} do not fit into their intervals: a turn takes ${Math.round(load.turnMs / 1000)} s on average. ${load.fittingMinutes} min leave enough room.`
                : "Agents that wake more often get this interval in their records. The others stay as they are."}
            </p>
            <div className="mt-3 w-44">
              <Select
                label="Interval"
                choices={choices.map((each) => ({ value: String(each), label: `Every ${each} min` }))}
                value={String(minutes)}
                onChange={(value) => setChosen(Number(value))}
              />
            </div>
          </>
        }
        confirmLabel={
          count === undefined ? `Use ${minutes} min` : `Use ${minutes} min for the ${plural(count, "agent")}`
        }
        onConfirm={lengthen}
      />
    </>
  );
}
