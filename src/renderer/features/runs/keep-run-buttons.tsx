import { useQuery } from "@tanstack/react-query";
import { Pin, PinOff } from "lucide-react";
import type { RunRow } from "../../../shared/run-views.ts";
import { client, orpc } from "../../api/client.ts";
import { Button, type ButtonProps } from "../../components/button.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { toastError } from "../../stores/toasts.ts";

/** The run as it is recorded now: whether it is pinned or dismissed can change after its end. */
export function useRecordedRun(run: RunRow): RunRow {
  const isEnded = run.status !== "running";
  return useQuery({ ...orpc.runs.row.queryOptions({ input: { id: run.id } }), enabled: isEnded }).data ?? run;
}

/** Keeps a run however old it is, or no longer. */
export function PinButton({ run: { id, isPinned } }: { run: RunRow }) {
  const [isBusy, start] = useBusy();
  return (
    <Button
      icon={isPinned ? PinOff : Pin}
      busy={isBusy}
      title={isPinned ? "Lets the run be deleted when it is old" : "Keeps the run however old it is"}
      onClick={() => start(() => client.runs.setPinned({ id, pinned: !isPinned }).catch(toastError))}
    >
      {isPinned ? "Unpin" : "Pin"}
    </Button>
  );
}

/** Takes the notice of an interrupted run away. */
export function DismissButton({ runId, ...look }: { runId: string } & Pick<ButtonProps, "size">) {
  const [isBusy, start] = useBusy();
  return (
    <Button
      {...look}
      busy={isBusy}
      title="Nothing is left to do about this run"
      onClick={() => start(() => client.runs.dismiss({ id: runId }).catch(toastError))}
    >
      Dismiss run
    </Button>
  );
}
