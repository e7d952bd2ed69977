import { reasonInWords } from "../../../shared/outcome-reasons.ts";
import { pendingText, type RunEvent } from "../../../shared/sync.ts";
import { oneLine } from "../text/plain.ts";
import { phaseText, waitingText } from "./progress-state.ts";

/**
 * Makes log lines from a run's events: one per phase, finished agent and wait; null for events that a log does not
 * need. Calls that wait for the same reason share one line.
 */
export function createPlainLines(boardNames: Map<string, string>): (event: RunEvent) => string | null {
  let lastWait = "";
  const messages = new Map<string, string>();
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
        const { agentId, agentName, boardId, isMain, outcome } = event.outcome;
        const place = isMain ? "main agent" : boardNames.get(boardId ?? "");
        const words = reasonInWords(event.outcome, messages.get(agentId));
        const why = words === "" ? "" : `: ${words}`;
        return oneLine(`${outcome.replace("-", " ")} ${agentName}${place ? ` (${place})` : ""}${why}`);
      }
      case "error": {
        const { severity, agentId, message } = event.error;
        if (severity === "error" && agentId !== null && !messages.has(agentId)) messages.set(agentId, message);
        return null;
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
      case "ended":
        return null;
    }
  };
}
