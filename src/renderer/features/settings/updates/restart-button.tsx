import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useId } from "react";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { useSubmit } from "../../../components/use-submit.ts";

/** Ends Flight Deck, installs the version that is ready and starts it; not while a run is in progress. */
export function RestartButton() {
  const { data: runs = [] } = useQuery(orpc.runs.list.queryOptions({ input: { limit: 50 } }));
  const { isBusy, error, submit } = useSubmit();
  const reasonId = useId();
  const running = runs.filter(({ status }) => status === "running");
  const [first] = running;
  const others = running.length > 1 ? ` and ${running.length - 1} more` : "";
  const reason = first ? `A run is in progress on ${first.gatewayName}${others}.` : error?.message;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {reason && (
        <span id={reasonId} className="text-ink text-xs">
          {reason}
        </span>
      )}
      <Button
        size="sm"
        variant="primary"
        icon={RotateCw}
        busy={isBusy}
        disabled={first !== undefined}
        aria-describedby={reason ? reasonId : undefined}
        onClick={() => void submit(async () => void (await client.updates.restart()))}
      >
        Restart and update
      </Button>
    </span>
  );
}
