/* Sets of templates and their versions. */

/** A set of templates: a folder, or the built-in one, whose folder is null. */
export type TemplateSetRow = {
  folder: string | null;
  name: string;
  /** `own` ones are in the data folder; others are anywhere on the machine. */
  kind: "built-in" | "own" | "folder";
  /** Whether gateways use it that have none of their own. */
  isDefault: boolean;
  /** The gateways whose agents are made from it. */
  gateways: { id: string; name: string }[];
};

export type TemplateVersionRow = {
  id: number;
  sha256: string;
  source: "saved" | "used" | "copied" | "found";
  savedBy: string | null;
  note: string;
  gitCommit: string | null;
  recordedAt: string;
};

/** How a template differs between two versions. */
export type TemplateDifference = {
  name: string;
  kind: "added" | "removed" | "changed";
  /** A unified diff. */
  diff: string;
  added: number;
  removed: number;
};
