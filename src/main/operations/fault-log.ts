/** Where unexpected errors are noted. */
export type FaultLog = { error: (facts: { err: unknown; [fact: string]: unknown }, message: string) => void };
