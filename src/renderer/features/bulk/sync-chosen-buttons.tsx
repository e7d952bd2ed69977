import { ClipboardList, RefreshCw } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { useBusyWith } from "../../components/use-busy.ts";

export type SyncChosenButtonsProps = {
  /** Of whom the tooltips speak, such as "these agents". */
  whom: string;
  /** Whom a sync does not write, as the end of its tooltip. */
  except: string;
  disabled?: boolean;
  sync: (options: { dryRun: boolean }) => Promise<unknown>;
};

/** Sync and Plan for what is chosen in a table. One works at a time. */
export function SyncChosenButtons({ whom, except, disabled = false, sync }: SyncChosenButtonsProps) {
  const [busy, start] = useBusyWith<"sync" | "plan">();
  return (
    <>
      <Button
        size="sm"
        icon={RefreshCw}
        busy={busy === "sync"}
        disabled={disabled}
        title={`Syncs ${whom}${except}`}
        onClick={() => start("sync", () => sync({ dryRun: false }))}
      >
        Sync
      </Button>
      <Button
        size="sm"
        icon={ClipboardList}
        busy={busy === "plan"}
        disabled={disabled}
        title={`Shows what a sync of ${whom} would write`}
        onClick={() => start("plan", () => sync({ dryRun: true }))}
      >
        Plan
      </Button>
    </>
  );
}
