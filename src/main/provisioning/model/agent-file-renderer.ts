import type { Gateway, User } from "../../../shared/records.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { DesiredFile, OutlinedFile } from "./desired-file.ts";
import type { ScopedAgent } from "./scoped-agent.ts";

/** Renders an agent's files for a dialect, with the token placeholder. @throws FlightDeckError template-error */
export type RenderAgent = (scoped: ScopedAgent, dialect: GatewaySession["dialect"]["name"]) => Promise<DesiredFile[]>;

/** The same without contents where they were rendered from the same inputs before. @throws FlightDeckError template-error */
export type OutlineAgent = (...agent: Parameters<RenderAgent>) => Promise<(DesiredFile | OutlinedFile)[]>;

/** Makes the files of agents from templates and records, with a placeholder where the token goes. */
export type AgentFileRenderer = {
  /** Which templates it renders with. */
  templatesSha256: string;
  /** Whom the files speak of as the user: the one asked for, else the organization's owner, else nobody. */
  userFor(gateway: Gateway, userId: string | null): User | null;
  forGateway(gateway: Gateway, userId: string | null): RenderAgent;
  /**
   * The same, but does not render again what it rendered from the same inputs before: nearly all the time that a sync of an
   * unchanged fleet takes would go into it.
   *
   * @param options.afresh renders all the same, and remembers what came of it.
   */
  outlinesFor(gateway: Gateway, userId: string | null, options: { afresh: boolean }): OutlineAgent;
};
