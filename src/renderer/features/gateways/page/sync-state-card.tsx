import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import type { SyncState } from "../../../../shared/plan.ts";
import type { GatewayRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { cx } from "../../../components/cx.ts";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { SyncSummaryBadge, syncLooks } from "../../../components/sync-badge.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { useSearchParam } from "../../../router/use-location.ts";
import { toastError } from "../../../stores/toasts.ts";
import { showRun } from "../../runs/start-sync.ts";
import { BackgroundCheck } from "./background-check.tsx";

const order = ["synced", "out-of-sync", "conflict", "unknown"] as const satisfies SyncState[];

/** The sync state of a gateway's agents, and how often it is checked. */
export function SyncStateCard({ gateway }: { gateway: GatewayRow }) {
  const { id, sync, checkEveryMinutes } = gateway;
  const queries = useQueryClient();
  const setCheck = useMutation(
    orpc.gateways.setCheck.mutationOptions({
      onError: toastError,
      // Shown at once; the list itself is refetched a moment later.
      onSuccess: (row) =>
        queries.setQueryData(orpc.gateways.list.queryKey(), (rows) =>
          rows?.map((each) => (each.id === id ? row : each)),
        ),
    }),
  );
  const everyMinutes = setCheck.isPending ? setCheck.variables.everyMinutes : checkEveryMinutes;
  const counts = { synced: sync.synced, "out-of-sync": sync.outOfSync, conflict: sync.conflict, unknown: sync.unknown };
  return (
    <Card title="Sync state" actions={<CheckNow gateway={gateway} />}>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <p className="flex flex-wrap items-center gap-2">
          <SyncSummaryBadge sync={sync} />
          <span className="text-muted">
            {sync.checkedAt ? (
              <>
                as of <RelativeTime at={sync.checkedAt} />
              </>
            ) : (
              "never compared"
            )}
          </span>
        </p>
        <ul className="flex flex-wrap gap-1.5">
          {order.map((state) => (
            <li key={state}>
              <StateCount state={state} count={counts[state]} />
            </li>
          ))}
        </ul>
        <div className="ml-auto">
          <BackgroundCheck
            everyMinutes={everyMinutes}
            onChange={(minutes) => setCheck.mutate({ id, everyMinutes: minutes })}
          />
        </div>
      </div>
    </Card>
  );
}

/** How many agents have a sync state; a click shows them in the table below. */
function StateCount({ state, count }: { state: SyncState; count: number }) {
  const [shown, setShown] = useSearchParam("sync");
  const { label } = syncLooks[state];
  const isOn = shown === state;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={`Show these agents below: ${label.toLowerCase()}`}
      onClick={() => setShown(isOn ? "" : state)}
      className={cx(
        "inline-flex h-7 cursor-pointer items-center gap-2 rounded-md border px-2.5 text-xs",
        isOn ? "border-accent bg-selected" : "border-line hover:bg-hover",
        count === 0 && "text-faint",
      )}
    >
      {label}
      <span className="tabular font-semibold">{count.toLocaleString("en")}</span>
    </button>
  );
}

function CheckNow({ gateway: { id, runningRunId } }: { gateway: GatewayRow }) {
  const [isBusy, start] = useBusy();
  const check = () => start(() => showRun(client.gateways.checkDrift({ id })));
  return (
    <Button
      size="sm"
      icon={ScanSearch}
      busy={isBusy}
      disabled={runningRunId !== null}
      title="Compares every agent with the templates and records. Reads only."
      onClick={check}
    >
      Check now
    </Button>
  );
}
