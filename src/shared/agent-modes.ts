/** How much of an agent that was adopted Flight Deck changes on its gateway. */
export const agentModes = ["watch", "files", "full"] as const;
export type AgentMode = (typeof agentModes)[number];

/** A mode that leaves something out: a full agent is like any other. */
export type LimitedMode = Exclude<AgentMode, "full">;

type ModeWords = {
  label: string;
  help: string;
  /** What a sync leaves out, at the end of a sentence; null if nothing. */
  leavesOut: string | null;
};

export const modeWords: Record<AgentMode, ModeWords> = {
  watch: {
    label: "Watch",
    help: "Read only: nothing is ever written to its gateway.",
    leavesOut: "its files, token, heartbeat and entry in the roster",
  },
  files: {
    label: "Files",
    help: "A sync writes template files where you do not keep what is there, but no token, heartbeat or entry in the roster.",
    leavesOut: "its token, heartbeat and entry in the roster",
  },
  full: {
    label: "Full",
    help: "Like any other agent: a sync also gives it a token, its heartbeat and its entry in the roster.",
    leavesOut: null,
  },
};

/** "Watch: its files, token, … are left out"; null for an agent like any other. */
export function leftOutSentence(mode: AgentMode | null): string | null {
  const words = mode && modeWords[mode];
  return words?.leavesOut ? `Mode ${words.label.toLowerCase()}: a sync leaves out ${words.leavesOut}.` : null;
}
