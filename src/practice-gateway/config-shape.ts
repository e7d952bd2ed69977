import { isJsonObject } from "../shared/is-json-object.ts";
import { heartbeatShape } from "./heartbeat-shape.ts";
import type { Profile } from "./profiles.ts";
import type { ConfigIssue, ObjectShape, Shape } from "./shape.ts";

const any: Shape = { type: "any" };
const text: Shape = { type: "string" };
const flag: Shape = { type: "boolean" };

/** The root keys of config that no test uses. */
const otherRootKeys =
  "meta env wizard diagnostics logging update browser ui auth models nodeHost bindings broadcast audio media messages commands approvals session cron hooks web discovery canvasHost talk gateway memory skills plugins secrets acp cli mcp";

export function configShape(profile: Profile): Shape {
  const isCurrent = profile.rosterKey === "entries";
  const settings = object({ ...entryKeys(profile), ...(isCurrent ? {} : { id: text }) }, isCurrent ? [] : ["id"]);
  const visibility = object({ showOk: flag, showAlerts: flag, useIndicator: flag });
  const channelDefaults = object({
    groupPolicy: text,
    contextVisibility: text,
    ...(profile.acceptsHeartbeatReasoning
      ? { heartbeat: visibility }
      : { heartbeatVisibility: visibility, botLoopProtection: any, implicitMentions: any }),
  });
  const hosts = [...(profile.hasAutoExecHost ? ["auto"] : []), "sandbox", "gateway", "node"];
  return object({
    ...Object.fromEntries(otherRootKeys.split(" ").map((key) => [key, any])),
    agents: object({
      ...(isCurrent ? { ownership: text } : {}),
      defaults: defaultsShape(profile),
      ...(isCurrent ? { entries: { type: "record", of: settings } } : { list: { type: "array", of: settings } }),
    }),
    channels: { type: "object", keys: { defaults: channelDefaults, "*": any }, isHidden: !isCurrent },
    tools: { type: "object", keys: { exec: { type: "object", keys: { host: oneOf(hosts), "*": any } }, "*": any } },
  });
}

function entryKeys(profile: Profile): Record<string, Shape> {
  const texts = "name workspace agentDir".split(" ");
  const anything =
    "model thinkingDefault reasoningDefault fastModeDefault skills memorySearch humanDelay identity groupChat subagents sandbox params tools runtime";
  const current =
    "description cwd utilityModel decisionModel models modelPolicy verboseDefault toolProgressDetail contextInjection bootstrapMaxChars bootstrapTotalMaxChars";
  const keys = profile.rosterKey === "entries" ? `${anything} ${current}` : anything;
  return {
    default: flag,
    ...Object.fromEntries(texts.map((key) => [key, text])),
    ...Object.fromEntries(keys.split(" ").map((key) => [key, any])),
    heartbeat: heartbeatShape(profile),
  };
}

function defaultsShape(profile: Profile): Shape {
  const owner: Record<string, Shape> = profile.rosterKey === "entries" ? { agentId: text } : {};
  return { type: "object", keys: { workspace: text, heartbeat: heartbeatShape(profile, owner), "*": any } };
}

/** Everything in a config that its shape does not allow, with the vendor's messages. */
export function configIssues(value: unknown, shape: Shape, path = ""): ConfigIssue[] {
  if (shape.type === "any") return [];
  const received = typeOf(value);
  if (shape.type === "literal") return literalIssues(value, shape.of, path);
  const expected = shape.type === "integer" ? "number" : shape.type;
  if (expected !== (shape.type === "record" && received === "object" ? "record" : received))
    return [wrongType(path, expected, received)];
  if (shape.type === "integer") return integerIssues(Number(value), shape, path);
  if (shape.type === "string") return textIssues(String(value), shape, path);
  if (shape.type === "array" && Array.isArray(value))
    return value.flatMap((element, position) => configIssues(element, shape.of, join(path, String(position))));
  if (!isJsonObject(value)) return [];
  if (shape.type === "record")
    return Object.entries(value).flatMap(([key, element]) =>
      isAgentId(key)
        ? configIssues(element, shape.of, join(path, key))
        : [{ path: join(path, key), message: "Invalid key in record" }],
    );
  return shape.type === "object" ? objectIssues(value, shape, path) : [];
}

function wrongType(path: string, expected: string, received: string): ConfigIssue {
  const message = `Invalid input: expected ${expected}, received ${received}`;
  if (expected !== "boolean") return { path, message };
  return {
    path,
    message: `${message} (allowed: true, false)`,
    allowedValues: ["true", "false"],
    allowedValuesHiddenCount: 0,
  };
}

function literalIssues(value: unknown, of: string[], path: string): ConfigIssue[] {
  if (typeof value === "string" && of.includes(value)) return [];
  const message = `Invalid input (allowed: ${of.map((option) => `"${option}"`).join(", ")})`;
  return [{ path, message, allowedValues: of, allowedValuesHiddenCount: 0 }];
}

function integerIssues(value: number, { above, from }: Shape & { type: "integer" }, path: string): ConfigIssue[] {
  if (!Number.isInteger(value)) return [{ path, message: "Invalid input: expected int, received number" }];
  if (above !== undefined && value <= above)
    return [{ path, message: `Too small: expected number to be >${above} (must be greater than ${above})` }];
  if (from === undefined || value >= from) return [];
  return [{ path, message: `Too small: expected number to be >=${from}` }];
}

function objectIssues(value: Record<string, unknown>, shape: ObjectShape, path: string): ConfigIssue[] {
  const present = [...new Set([...(shape.required ?? []), ...Object.keys(value)])];
  const known = present.filter((key) => key in shape.keys);
  const unknown = present.filter((key) => !(key in shape.keys) && !("*" in shape.keys)).map((key) => `"${key}"`);
  const issues = known.flatMap((key) => configIssues(value[key], shape.keys[key] ?? any, join(path, key)));
  if (unknown.length === 0) return issues.length > 0 ? issues : (shape.check?.(value, path) ?? []);
  return [...issues, { path, message: `Unrecognized key${unknown.length > 1 ? "s" : ""}: ${unknown.join(", ")}` }];
}

function textIssues(value: string, shape: Shape & { type: "string" }, path: string): ConfigIssue[] {
  if (!shape.options || shape.options.includes(value)) return [];
  const options = shape.options.map((option) => `"${option}"`).join("|");
  const message = `Invalid option: expected one of ${options}`;
  return [{ path, message, allowedValues: shape.options, allowedValuesHiddenCount: 0 }];
}

/** The shape at a path of config.schema.lookup; `*` and any key match the entries of a record or array. */
export function shapeAt(shape: Shape, path: string): Shape | undefined {
  let found: Shape | undefined = shape;
  for (const key of path.replaceAll("[]", ".*").split(".").filter(Boolean)) {
    if (found?.type === "object") found = found.isHidden ? undefined : found.keys[key];
    else if (found?.type === "record" || found?.type === "array") found = found.of;
    else found = undefined;
  }
  return found;
}

function isAgentId(key: string): boolean {
  return /^[a-z0-9_][a-z0-9_-]{0,63}$/i.test(key);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function object(keys: Record<string, Shape>, required: string[] = []): Shape {
  return { type: "object", keys, required };
}

function oneOf(options: string[]): Shape {
  return { type: "string", options };
}
