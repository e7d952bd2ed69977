/** Something in a workspace that Flight Deck cannot copy, and why. */
export type LeftBehind = { name: string; why: string };

/** The contents of an agent's workspace, as far as the gateway shows them. */
export type WorkspaceContents = {
  /** As the gateway resolves it. */
  path: string;
  /** The files that the gateway serves by name, with their contents: these can be written to another workspace. */
  files: Map<string, string>;
  /** Files that it serves, but that could not be written back unchanged. */
  unreadable: LeftBehind[];
  /** Every other file and folder; null if the gateway does not list them. */
  others: LeftBehind[] | null;
};

/**
 * An agent's change of workspace.
 * - `moves`: it goes to `to` in this run.
 * - `stays`: it would leave something behind, so it keeps `from`.
 * - `resumes`: an earlier run moved it and was interrupted before everything had arrived.
 */
export type WorkspaceMove = {
  verdict: "moves" | "stays" | "resumes";
  from: string;
  to: string;
  /** The agent's files, or its files when an interrupted move began; includes its token. */
  files: Map<string, string>;
  /** The files that an interrupted move has not yet written. */
  owed: string[];
  leaves: LeftBehind[];
  /** Whether the gateway lists everything in a workspace: otherwise there may be more than `leaves`. */
  isListed: boolean;
};

/** What a run that moves an agent does to the agent's own files, besides the files of templates. */
export type Carrying = {
  /** Files copied to the new workspace unchanged. */
  names: string[];
  /** Edited files that are not copied: their diffs are recorded in the run's history first. */
  replaced: Replaced[];
};

export type Replaced = {
  fileName: string;
  theirs: string;
  theirsMaskedSha256: string;
  ours: string;
  oursMaskedSha256: string;
};
