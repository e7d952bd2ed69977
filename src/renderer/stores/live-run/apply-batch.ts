import type { RunBatch } from "../../../shared/views.ts";
import { type Draft, draftOf, finishDraft } from "./draft.ts";
import { mergeCalls, type RunState } from "./run-state.ts";

export type Applied =
  | { kind: "applied"; state: RunState }
  /** All events of the batch have already been applied. */
  | { kind: "stale" }
  /** Events are missing before the batch, or it overlaps with what was applied: a new snapshot is needed. */
  | { kind: "gap" };

/**
 * Applies the events of a batch to a run. A batch is applied only if it begins right after the last applied event, so that a
 * batch delivered twice, out of order or after a reconnect changes nothing.
 *
 * @param nowMs when the batch arrived, ms since 1970
 */
export function applyBatch(state: RunState, batch: RunBatch, nowMs: number): Applied {
  if (batch.toSeq <= state.seq) return { kind: "stale" };
  if (batch.fromSeq !== state.seq + 1) return { kind: "gap" };
  const draft = draftOf(state);
  for (const event of batch.events) applyEvent(draft, event);
  // Main decides whether the gateway is back, because it sees every call.
  draft.waiting = batch.waiting;
  draft.timeline = mergeCalls(state.timeline, batch.calls);
  return { kind: "applied", state: finishDraft(state, draft, batch.toSeq, nowMs) };
}

function applyEvent(draft: Draft, event: RunBatch["events"][number]): void {
  switch (event.type) {
    case "phase":
      draft.phase = event.phase;
      return;
    case "scope":
      draft.setScope(event.agents);
      return;
    case "agent-state":
      draft.setAgentState(event.agentId, event.state);
      return;
    case "agent-outcome":
      draft.setOutcome(event.outcome);
      return;
    case "error":
      draft.addError(event.error);
      return;
    case "started":
    case "gateway-waiting":
    case "call-pending":
      return;
    case "gateway-connected":
      draft.gateway = { version: event.version, dialect: event.dialect };
      return;
    case "ended":
      draft.end(event.status, event.report);
  }
}
