import type { Board, JsonObject, JsonValue, User } from "../../shared/records.ts";
import { boardRules } from "./board-rules-context.ts";
import { missionControlContext } from "./mission-control-context.ts";
import { plainLine, plainText } from "./plain-text.ts";
import type { RenderContext, RenderContextInput } from "./render-input.ts";

/** Every text a template can use for this agent (docs/behaviour.md, Templates). */
export function renderContext(input: RenderContextInput): RenderContext {
  const { variables = [], missionControl } = input;
  const own = Object.fromEntries(variables.map(({ name, value }) => [name, plainText(value)]));
  return { ...own, ...(missionControl ? missionControlContext(input, missionControl) : builtInContext(input)) };
}

function builtInContext(input: RenderContextInput): RenderContext {
  const { gateway, board, agent, user, authToken, baseUrl } = input;
  return {
    agent_name: plainLine(agent.name),
    agent_id: agent.id,
    session_key: plainLine(input.sessionKey),
    base_url: plainLine(baseUrl).replace(/\/+$/, ""),
    auth_token: authToken,
    main_session_key: plainLine(input.mainSessionKey),
    workspace_root: plainLine(gateway.workspaceRoot),
    is_main_agent: String(board === null),
    is_board_lead: String(board !== null && agent.isBoardLead),
    ...(board === null ? {} : boardContext(board, input.workspacePath)),
    ...userContext(user),
    ...identityContext(agent.identityProfile ?? {}),
  };
}

function boardContext(board: Board, workspacePath: string): RenderContext {
  return {
    board_id: board.id,
    board_name: plainLine(board.name),
    board_type: plainLine(board.boardType),
    board_objective: plainText(board.objective ?? ""),
    board_success_metrics: plainLine(JSON.stringify(board.successMetrics ?? {})),
    board_target_date: plainLine(board.targetDate ?? ""),
    ...boardRules(board),
    workspace_path: plainLine(workspacePath),
    directory_role_soul_markdown: "",
    directory_role_soul_source_url: "",
  };
}

function userContext(user: User | null): RenderContext {
  const name = plainLine(user?.name ?? "");
  const email = plainLine(user?.email ?? "");
  return {
    user_name: name || email,
    user_preferred_name: firstWord(plainLine(user?.preferredName ?? "")) || firstWord(name) || localPart(email),
    user_pronouns: plainLine(user?.pronouns ?? ""),
    user_timezone: plainLine(user?.timezone ?? ""),
    user_notes: plainText(user?.notes ?? ""),
    user_context: plainText(user?.context ?? ""),
  };
}

function firstWord(text: string): string {
  return text.split(/\s+/)[0] ?? "";
}

function localPart(email: string): string {
  return email.split("@")[0] || email;
}

function identityContext(profile: JsonObject): RenderContext {
  const text = (key: string) => plainText(profileText(profile[key]));
  const line = (key: string, fallback = "") => plainLine(profileText(profile[key])) || fallback;
  return {
    identity_role: line("role", "Generalist"),
    identity_communication_style: line("communication_style", "direct, concise, practical"),
    identity_emoji: line("emoji", ":gear:"),
    identity_autonomy_level: line("autonomy_level"),
    identity_verbosity: line("verbosity"),
    identity_output_format: line("output_format"),
    identity_update_cadence: line("update_cadence"),
    identity_purpose: text("purpose"),
    identity_personality: text("personality"),
    identity_custom_instructions: text("custom_instructions"),
  };
}

function profileText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    return value
      .map((item) => profileText(item).trim())
      .filter((item) => item !== "")
      .join(", ");
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
