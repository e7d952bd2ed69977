import { useConnection } from "../api/use-connection.ts";
import { Spinner } from "../components/spinner.tsx";

/** After so many failed tries the operator is told what may be wrong. */
const patience = 4;

/** Says that main is away, for as long as it is. What is on screen stays, and may be old. */
export function ConnectionBar() {
  const status = useConnection((state) => state.status);
  const failedTries = useConnection((state) => state.failedTries);
  if (status !== "lost") return null;
  return (
    <div
      role="alert"
      className="col-span-full flex items-center justify-center gap-2 border-warn/30 border-b bg-warn-soft px-4 py-1.5 text-sm text-warn"
    >
      <Spinner />
      <span className="font-medium">The connection to Flight Deck's main process was lost. Reconnecting…</span>
      {failedTries >= patience && (
        <span className="text-ink">
          {window.flightDeckPort
            ? "If this does not end, restart Flight Deck: runs are kept."
            : "If it was stopped, start it again; if it runs, open the address it printed: this browser's session may have ended."}
        </span>
      )}
    </div>
  );
}
