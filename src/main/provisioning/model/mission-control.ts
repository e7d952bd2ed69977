import type { FlightDeckError } from "../../../shared/errors.ts";
import type { Gateway } from "../../../shared/records.ts";

/**
 * Mission Control's database, as far as provisioning needs it. A run that changes something opens it first. Without it, the
 * records belong to this installation.
 */
export type MissionControl = {
  /**
   * Begins a run on a gateway: takes the gateway's lock that all installations share, pushes what was changed here, and takes
   * over what was changed there in the gateway's agents. Null without a source.
   * @throws FlightDeckError run-in-progress if another installation has the lock; push-failed if nothing can be pushed and
   * `requirePush` is set
   */
  openRun(request: OpenRunRequest): Promise<MissionControlRun | null>;
};

export type OpenRunRequest = {
  gateway: Pick<Gateway, "id" | "name">;
  /** Whether to refuse a run whose changes cannot be pushed. */
  requirePush: boolean;
  signal?: AbortSignal | undefined;
};

export type MissionControlRun = {
  /** What went wrong at the start without preventing the run. */
  problems: readonly FlightDeckError[];
  /** Aborted with a FlightDeckError when the gateway's lock is lost: nothing more may be written. */
  lost: AbortSignal;
  /**
   * Before agents are given new tokens: clears the marks by which Mission Control would do so itself, and raises the agents'
   * generation, so that work that it has begun counts as outdated.
   * @throws FlightDeckError push-failed
   */
  claim(agentIds: readonly string[]): Promise<void>;
  /**
   * Another hash that Mission Control has for an agent, where the hash was changed on both sides since the last pull: the token
   * in the agent's file decides. Null otherwise.
   */
  otherHash(agentId: string): string | null;
  /** The token in the file is ours: `finish` writes its hash over Mission Control's. */
  keepOurHash(agentId: string): void;
  /** Writes the hash of an agent's new token, if Mission Control has the expected one. Many calls share one statement. */
  pushTokenHash(push: TokenHashPush): Promise<TokenHashAnswer>;
  /** Pushes what the run changed, and clears the marks once more. The answer says what was not pushed. */
  finish(): Promise<FlightDeckError[]>;
  /** Releases the lock. */
  close(): Promise<void>;
};

export type TokenHashPush = {
  agentId: string;
  hash: string;
  /** The hashes that may be replaced: those that we know to be older. */
  replaces: readonly (string | null)[];
};

export type TokenHashAnswer =
  | { kind: "pushed" }
  /** Another hash is there: Mission Control gave the agent a token in the meantime. */
  | { kind: "other-hash"; theirs: string }
  | { kind: "not-pushed"; error: FlightDeckError };
