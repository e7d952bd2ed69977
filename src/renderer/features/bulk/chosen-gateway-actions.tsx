import { RefreshCw, ShieldCheck } from "lucide-react";
import type { GatewayRow } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { useBusyWith } from "../../components/use-busy.ts";
import { runOnEach } from "./sync-each.ts";

/** What the table of gateways does with those that are chosen. */
export function chosenGatewayActions(chosen: GatewayRow[]) {
  return <ChosenGatewayActions gateways={chosen} />;
}

function ChosenGatewayActions({ gateways }: { gateways: GatewayRow[] }) {
  const [busy, start] = useBusyWith<"sync" | "check">();
  const free = gateways.filter(({ runningRunId }) => runningRunId === null);
  const left = gateways.length - free.length;
  const note = left === 0 ? "" : `; ${left} with a run in progress are left out`;
  return (
    <>
      <Button
        size="sm"
        icon={RefreshCw}
        busy={busy === "sync"}
        disabled={free.length === 0}
        title={`Syncs all agents of these gateways${note}`}
        onClick={() => start("sync", () => runOnEach(free, "sync"))}
      >
        Sync
      </Button>
      <Button
        size="sm"
        icon={ShieldCheck}
        busy={busy === "check"}
        disabled={free.length === 0}
        title={`Compares all agents of these gateways; writes nothing${note}`}
        onClick={() => start("check", () => runOnEach(free, "check"))}
      >
        Check
      </Button>
    </>
  );
}
