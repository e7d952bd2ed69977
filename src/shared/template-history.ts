/* Sets of templates and their versions. */

/** A set of templates: a folder, or the built-in one, whose folder is null. */
export type TemplateSetRow = {
  folder: string | null;
  name: string;
  /** `own` ones are in the data folder; others are anywhere on the machine. */
  kind: "built-in" | "own" | "folder";
  /** Whether gateways use it that have none of their own. */
  isDefault: boolean;
  /** Its folder is not there, or cannot be entered. */
  isMissing: boolean;
  /** The gateways whose agents are made from it, other than those of boards with a set of their own. */
  gateways: SetUser[];
  /** The boards that have it as their own. */
  boards: (SetUser & { gatewayId: string | null })[];
  /** How many agents are made from it. */
  agents: number;
};

/** `isOwn`: it was chosen for this gateway or board; otherwise it is the one of the settings. */
export type SetUser = { id: string; name: string; isOwn: boolean };

/** Whom a set is given to. `settings` means every gateway that has none of its own. */
export type SetTarget = { kind: "gateway" | "board"; id: string } | { kind: "settings" };

export type TemplateVersionRow = {
  id: number;
  sha256: string;
  source: "saved" | "used" | "copied" | "found";
  savedBy: string | null;
  note: string;
  gitCommit: string | null;
  recordedAt: string;
};

/** An earlier version of a set that a run used, which can be used again when the run is undone. */
export type EarlierTemplates = ChosenTemplates & {
  name: string;
  recordedAt: string;
  note: string;
  /** The number of the present version, to take it back. */
  presentId: number;
  /** The templates that change. */
  templates: string[];
  /** The other gateways, and boards of other gateways, whose agents are made from the set, by name. */
  others: string[];
  /** How many agents are made from it, on all gateways. */
  agents: number;
};

/** `baseSha256` is the present version, as the operator saw it. */
export type ChosenTemplates = { folder: string; versionId: number; baseSha256: string };

/** How a template differs between two versions. */
export type TemplateDifference = {
  name: string;
  kind: "added" | "removed" | "changed";
  /** A unified diff. */
  diff: string;
  added: number;
  removed: number;
};
