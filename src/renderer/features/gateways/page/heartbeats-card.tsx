import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useEffect } from "react";
import { type HeartbeatState, heartbeatLabels, heartbeatStates } from "../../../../shared/heartbeats.ts";
import type { AgentRow, GatewayRow } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { Checkbox } from "../../../components/checkbox.tsx";
import { cx } from "../../../components/cx.ts";
import { heartbeatLooks } from "../../../components/heartbeat-badge.tsx";
import { Notice } from "../../../components/notice.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { toastError } from "../../../stores/toasts.ts";
import { LengthenHeartbeatsButton } from "./lengthen-heartbeats-button.tsx";

/** The state of the heartbeats of a gateway's agents: a fleet that is in sync may still not wake. */
export function HeartbeatsCard({ gateway, agents }: { gateway: GatewayRow; agents: AgentRow[] }) {
  const { id, url, heartbeats, runningRunId, connection, work, deliversHeartbeats } = gateway;
  const queries = useQueryClient();
  const show = (row: GatewayRow) =>
    queries.setQueryData(orpc.gateways.list.queryKey(), (rows) => rows?.map((each) => (each.id === id ? row : each)));
  const read = useMutation(orpc.gateways.readHeartbeats.mutationOptions({ onSuccess: show }));
  const deliver = useMutation(orpc.gateways.setDelivery.mutationOptions({ onSuccess: show, onError: toastError }));
  const { mutate } = read;
  const canRead = url !== "" && runningRunId === null && connection.state === "connected";
  // Read when the page opens: heartbeats change without Flight Deck.
  useEffect(() => {
    if (canRead) mutate({ id });
  }, [mutate, id, canRead]);
  const states = heartbeatStates.filter((state) => heartbeats[state] > 0);
  return (
    <Card
      title="Heartbeats"
      actions={
        <>
          <LengthenHeartbeatsButton gateway={gateway} agents={agents} />
          <Button
            size="sm"
            icon={RefreshCw}
            busy={read.isPending}
            disabled={runningRunId !== null}
            title="Reads the state of every agent's heartbeat from the gateway."
            onClick={() => mutate({ id }, { onError: toastError })}
          >
            Read now
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <ul className="flex flex-wrap gap-1.5">
          {states.map((state) => (
            <li key={state}>
              <HeartbeatCount state={state} count={heartbeats[state]} />
            </li>
          ))}
        </ul>
        <span className="text-muted">
          {heartbeats.readAt ? (
            <>
              as of <RelativeTime at={heartbeats.readAt} />
            </>
          ) : (
            "never read"
          )}
        </span>
        <div className="w-full">
          <Checkbox
            label="Deliver heartbeats to the last chat"
            help="Sends what agents say in a heartbeat to their last chat. Newer gateways then skip the heartbeats of agents without a chat."
            checked={deliversHeartbeats}
            disabled={deliver.isPending}
            onChange={(checked) => deliver.mutate({ id, deliversHeartbeats: checked })}
          />
        </div>
      </div>
      {work && work.obstacles.length > 0 && (
        <div className="mt-3">
          <Notice tone="warn" title="Settings of the gateway keep agents from working">
            <ul className="flex list-disc flex-col gap-1 pl-4">
              {work.obstacles.map(({ setting, why, remedy }) => (
                <li key={setting}>
                  <code>{setting}</code> {why}. {remedy}.
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      {work && work.obstacles.length === 0 && (
        <p className="mt-3 text-muted">
          Agents can work: they have a model, and the gateway&apos;s settings let them run commands. As of{" "}
          <RelativeTime at={work.readAt} />.
        </p>
      )}
    </Card>
  );
}

/** How many agents have a heartbeat state; a click shows them in the table below. */
function HeartbeatCount({ state, count }: { state: HeartbeatState; count: number }) {
  const [shown, setShown] = useSearchParam("heartbeat");
  const isOn = shown === state;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={`${heartbeatLooks[state].meaning}. Click to show these agents below.`}
      onClick={() => setShown(isOn ? "" : state)}
      className={cx(
        "inline-flex h-7 cursor-pointer items-center gap-2 rounded-md border px-2.5 text-xs",
        isOn ? "border-accent bg-selected" : "border-line hover:bg-hover",
      )}
    >
      {heartbeatLabels[state]}
      <span className="tabular font-semibold">{count.toLocaleString("en")}</span>
    </button>
  );
}
