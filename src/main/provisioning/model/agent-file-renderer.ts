import type { FlightDeckError } from "../../../shared/errors.ts";
import type { Gateway, User } from "../../../shared/records.ts";
import type { RenderedWith } from "../../database/schema/local-tables.ts";
import type { Dialect } from "../../gateway/dialect.ts";
import type { TemplateSet } from "../../templates/template-set.ts";
import type { DesiredFile, OutlinedFile } from "./desired-file.ts";
import type { ScopedAgent } from "./scoped-agent.ts";

/**
 * Renders an agent's files for a dialect, with the token placeholder.
 * @throws FlightDeckError template-error
 */
export type RenderAgent = (scoped: ScopedAgent, dialect: Dialect) => Promise<DesiredFile[]>;

/**
 * The same, without contents for files that were rendered from the same inputs before.
 * @throws FlightDeckError template-error
 */
export type OutlineAgent = (...agent: Parameters<RenderAgent>) => Promise<(DesiredFile | OutlinedFile)[]>;

/** A set that is not saved. */
export type DraftSet = {
  set: TemplateSet;
  /** The set that it takes the place of, by its folder; `all` renders every agent with it, whatever set it uses. */
  insteadOf: { folder: string | null } | "all";
};

/** A board with a set of its own. */
export type BoardSet = {
  boardId: string;
  name: string;
  folder: string;
  /** Why its agents cannot be rendered; null if they can. */
  fault: FlightDeckError | null;
};

/** Renders the files of agents from templates and records, with a placeholder for the token. */
export type AgentFileRenderer = {
  /**
   * Reads the templates of the gateway and of its boards as they are now. A board's set that cannot be used fails only its agents.
   * @param draft instead of them; nothing that is rendered is remembered
   * @throws FlightDeckError template-error
   */
  read(gatewayId: string, draft?: DraftSet): Promise<ReadTemplates>;
  /** The user in the files: the one given, else the organization's owner, else none. */
  userFor(gateway: Gateway, userId: string | null): User | null;
};

/** Renders with the templates and base URL that were read, whatever the settings say by now. */
export type ReadTemplates = {
  /** What the gateway's files are rendered with. */
  renderedWith: RenderedWith;
  /** The boards whose agents are rendered with other templates than those of the gateway. */
  boardSets: readonly BoardSet[];
  /** Each set that they are rendered from; the gateway's own is the first. */
  sets: { folder: string | null; sha256: string }[];
  /** They are not saved: what is planned with them says nothing about whether agents are in sync. */
  isDraft: boolean;
  forGateway(gateway: Gateway, userId: string | null): RenderAgent;
  /**
   * The same, without rendering again what was rendered from the same inputs before: this would take most of the time of a sync
   * of an unchanged fleet.
   * @param options.afresh renders all files, and remembers the result.
   */
  outlinesFor(gateway: Gateway, userId: string | null, options: { afresh: boolean }): OutlineAgent;
};
