import type { Board, User } from "../../shared/records.ts";
import { boardRules } from "./board-rules-context.ts";
import { withoutTokenKeys } from "./plain-text.ts";
import { type PythonObject, type PythonValue, parsePythonJson } from "./python/parse-json.ts";
import { printPythonJson } from "./python/print-json.ts";
import { printPythonText } from "./python/print-text.ts";
import { printPythonTime } from "./python/print-time.ts";
import { firstPythonWord, pythonStrip } from "./python/strip.ts";
import type { MissionControlTexts, RenderContext, RenderContextInput } from "./render-input.ts";

/**
 * The context that Mission Control renders with, byte for byte (`_build_context` in its provisioning.py). Otherwise the two
 * tools would rewrite each other's files at every sync. One thing differs on purpose: a record cannot spell the key of the
 * token.
 */
export function missionControlContext(input: RenderContextInput, texts: MissionControlTexts): RenderContext {
  const { gateway, board, agent, user, authToken, baseUrl } = input;
  const context: RenderContext = {
    agent_name: agent.name,
    agent_id: agent.id,
    session_key: input.sessionKey,
    base_url: pythonStrip(baseUrl).replace(/\/+$/, ""),
    main_session_key: input.mainSessionKey,
    workspace_root: gateway.workspaceRoot,
    is_main_agent: String(board === null),
    is_board_lead: String(board !== null && agent.isBoardLead),
    ...(board === null ? {} : boardContext(board, texts.successMetrics, input.workspacePath)),
    ...userContext(user),
    ...identityContext(texts.identityProfile),
  };
  const harmless = Object.entries(context).map(([name, text]) => [name, withoutTokenKeys(text.toWellFormed())]);
  return { ...Object.fromEntries(harmless), auth_token: authToken };
}

function boardContext(board: Board, successMetrics: string | null, workspacePath: string): RenderContext {
  return {
    board_id: board.id,
    board_name: board.name,
    board_type: board.boardType,
    board_objective: board.objective ?? "",
    board_success_metrics: metricsText(successMetrics),
    board_target_date: board.targetDate ? printPythonTime(board.targetDate) : "",
    ...boardRules(board),
    workspace_path: workspacePath,
    directory_role_soul_markdown: "",
    directory_role_soul_source_url: "",
  };
}

/** `json.dumps(board.success_metrics or {})` */
function metricsText(successMetrics: string | null): string {
  const value = successMetrics === null ? null : parsePythonJson(successMetrics);
  return isTrue(value) ? printPythonJson(value) : "{}";
}

/** What counts as true in Python: anything except null, false, zero, and empty texts, lists and objects. */
function isTrue(value: PythonValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof Map ? value.size > 0 : Boolean(value);
}

function userContext(user: User | null): RenderContext {
  return {
    user_name: displayName(user),
    user_preferred_name: preferredName(user),
    user_pronouns: user?.pronouns ?? "",
    user_timezone: user?.timezone ?? "",
    user_notes: user?.notes ?? "",
    user_context: user?.context ?? "",
  };
}

function displayName(user: User | null): string {
  return pythonStrip(user?.name ?? "") || pythonStrip(user?.email ?? "");
}

function preferredName(user: User | null): string {
  const preferred = firstPythonWord(user?.preferredName ?? "");
  if (preferred !== "") return preferred;
  const name = displayName(user);
  return name.includes("@") ? localPart(name) : firstPythonWord(name);
}

function localPart(email: string): string {
  return pythonStrip(email.split("@")[0] ?? "") || email;
}

function identityContext(identityProfile: string | null): RenderContext {
  const profile = identityProfile === null ? null : parsePythonJson(identityProfile);
  const given: PythonObject = profile instanceof Map ? profile : new Map();
  const text = (key: string, fallback = "") => profileText(given.get(key) ?? null) || fallback;
  return {
    identity_role: text("role", "Generalist"),
    identity_communication_style: text("communication_style", "direct, concise, practical"),
    identity_emoji: text("emoji", ":gear:"),
    identity_autonomy_level: text("autonomy_level"),
    identity_verbosity: text("verbosity"),
    identity_output_format: text("output_format"),
    identity_update_cadence: text("update_cadence"),
    identity_purpose: text("purpose"),
    identity_personality: text("personality"),
    identity_custom_instructions: text("custom_instructions"),
  };
}

function profileText(value: PythonValue): string {
  if (value === null) return "";
  if (!Array.isArray(value)) return pythonStrip(printPythonText(value));
  const parts = value.map((item) => pythonStrip(printPythonText(item)));
  return parts.filter((part) => part !== "").join(", ");
}
