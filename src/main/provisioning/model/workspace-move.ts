/** Something in a workspace that Flight Deck cannot take along, and why. */
export type LeftBehind = { name: string; why: string };

/** What an agent's workspace holds, as far as the gateway shows it. */
export type WorkspaceContents = {
  /** As the gateway resolves it. */
  path: string;
  /** The files that the gateway serves by name, with their contents: these can be written into another workspace. */
  files: Map<string, string>;
  /** Files that it serves, but whose text would not survive. */
  unreadable: LeftBehind[];
  /** Every other file and folder; null where the gateway does not list them. */
  others: LeftBehind[] | null;
};

/**
 * An agent's change of workspace. `moves`: it goes to `to` in this run. `stays`: it would leave something behind, so it keeps
 * `from`. `resumes`: an earlier run moved it and was cut off before everything had arrived.
 */
export type WorkspaceMove = {
  verdict: "moves" | "stays" | "resumes";
  from: string;
  to: string;
  /** What the agent has, or had when a move that was cut off began; holds its token. */
  files: Map<string, string>;
  /** Names that a move that was cut off has yet to bring. */
  owed: string[];
  leaves: LeftBehind[];
  /** Whether the gateway lists everything in a workspace: otherwise there may be more than `leaves`. */
  isListed: boolean;
};

/** What a run that moves an agent does to the agent's own files, beside the files of the templates. */
export type Carrying = {
  /** These go into the new workspace as they are. */
  names: string[];
  /** These do not, although someone wrote them: their diffs go into the run's history first. */
  replaced: Replaced[];
};

export type Replaced = {
  fileName: string;
  theirs: string;
  theirsMaskedSha256: string;
  ours: string;
  oursMaskedSha256: string;
};
