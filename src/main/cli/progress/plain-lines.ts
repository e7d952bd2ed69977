import { pendingText, type RunEvent } from "../../../shared/sync.ts";
import { oneLine } from "../text/plain.ts";
import { phaseText, waitingText } from "./progress-state.ts";

/**
 * Makes log lines from a run's events: one per phase, finished agent and wait; null for events that a log does not
 * need. Calls that wait for the same reason share one line.
 */
export function createPlainLines(boardNames: Map<string, string>): (event: RunEvent) => string | null {
  let lastWait = "";
  return (event) => {
    switch (event.type) {
      case "started":
        return `gateway ${oneLine(event.gatewayName)}, run ${event.runId}`;
      case "phase":
        return phaseText(event.phase);
      case "gateway-connected":
        lastWait = "";
        return `connected: OpenClaw ${oneLine(event.version ?? "of unknown version")}, ${event.dialect ?? "unknown"} dialect`;
      case "agent-outcome": {
        const { agentName, boardId, isMain, outcome, reason } = event.outcome;
        const place = isMain ? "main agent" : boardNames.get(boardId ?? "");
        const why = reason === null ? "" : `: ${reason}`;
        return oneLine(`${outcome.replace("-", " ")} ${agentName}${place ? ` (${place})` : ""}${why}`);
      }
      case "gateway-waiting": {
        const wait = `${event.attempt} ${event.reason.replace(/\d+/g, "")}`;
        if (wait === lastWait) return null;
        lastWait = wait;
        return oneLine(waitingText(event, event.nextTryInMs));
      }
      case "call-pending":
        return oneLine(pendingText(event));
      case "call":
        if (event.ok) lastWait = "";
        return null;
      case "scope":
      case "agent-state":
      case "error":
      case "ended":
        return null;
    }
  };
}
