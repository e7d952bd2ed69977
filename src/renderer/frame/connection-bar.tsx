import { commandName } from "../../shared/command-name.ts";
import { useConnection } from "../api/use-connection.ts";
import { Spinner } from "../components/spinner.tsx";

/** After this many failed attempts, the bar says what may be wrong. */
const patience = 4;

/** Shown while the connection to main is lost. The rest of the screen stays and may be out of date. */
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
            ? "If this continues, restart Flight Deck. The history of runs is kept."
            : `If Flight Deck was stopped, start it again. If it is running, this browser's session may have ended, or another program answers here: open a new link (${commandName()} browser link).`}
        </span>
      )}
    </div>
  );
}
