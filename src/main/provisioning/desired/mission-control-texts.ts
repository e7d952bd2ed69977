import { readIdentityProfileText, readSuccessMetricsText } from "../../database/json-texts.ts";
import type { Database } from "../../database/open-database.ts";
import type { MissionControlTexts } from "../../templates/render-input.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/** The JSON of an agent and its board as Mission Control wrote it. */
export function missionControlTexts(
  database: Database,
  { agent, board }: Pick<ScopedAgent, "agent" | "board">,
): MissionControlTexts {
  return {
    successMetrics: board ? textOf(board.successMetrics, readSuccessMetricsText(database, board.id)) : null,
    identityProfile: textOf(agent.identityProfile, readIdentityProfileText(database, agent.id)),
  };
}

/** A record that was read before the last pull keeps its own value, so that a context never mixes two states. */
function textOf(value: unknown, stored: string | null): string | null {
  const text = JSON.stringify(value);
  const isSame = stored !== null && JSON.stringify(JSON.parse(stored)) === text;
  return isSame ? stored : (text ?? null);
}
