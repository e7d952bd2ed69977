import type { RunError } from "../../../shared/sync.ts";

/** The errors of a run that have one cause: the same thing happened to each of these agents. */
export type ErrorGroup = {
  severity: RunError["severity"];
  code: RunError["code"];
  hint: string;
  /** The message of the first row, about the first agent. */
  message: string;
  /** The other agents it happened to. */
  likewise: string[];
};

/**
 * Groups errors by cause: the same severity, code, hint, and message apart from the agent's name. Errors come first.
 */
export function groupErrors(errors: RunError[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const error of errors) {
    const { severity, code, hint, message, agentName } = error;
    const key = JSON.stringify([severity, code, hint, causeOf(error)]);
    const group = groups.get(key);
    if (group) group.likewise.push(agentName ?? "the run");
    else groups.set(key, { severity, code, hint, message, likewise: [] });
  }
  const all = [...groups.values()];
  const of = (severity: RunError["severity"]) => all.filter((group) => group.severity === severity);
  return [...of("error"), ...of("warning")];
}

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function causeOf({ message, agentName }: RunError): string {
  const withoutName = agentName === null ? message : message.replaceAll(`"${agentName}"`, '""');
  return withoutName.replaceAll(guid, "");
}
