import { createHash, createHmac, randomBytes } from "node:crypto";
import type { JsonObject } from "../shared/records.ts";
import { mergePatch, redactedText } from "./merge-patch.ts";
import type { Profile } from "./profiles.ts";
import { objectAt, type Roster, readRoster } from "./roster.ts";
import { JsonText } from "./wire.ts";

/** A config file as someone wrote it: its text, and what is in it before the files that it includes are read. */
export type WrittenFile = { text: string; parsed: JsonObject };

/** Everything derived from a config, each at most once and on demand. */
type Derived = { hash?: string; snapshot?: JsonText; roster?: Roster };

/** The gateway's config. A config is never changed in place: a write replaces it together with everything derived from it. */
export class ConfigStore {
  readonly path: string;
  readonly #profile: Profile;
  readonly #homeDir: string;
  readonly #hashKey = randomBytes(32);
  /** The config with which the process was started. */
  atStart: JsonObject;
  /** The config that the running gateway uses. */
  running: JsonObject;
  #config: JsonObject;
  #derived: Derived = {};
  #written: WrittenFile | null = null;
  #awaitsRestart = false;
  /** How often the config was written by calls. */
  writes = 0;

  constructor(profile: Profile, homeDir: string, config: JsonObject) {
    this.#profile = profile;
    this.#homeDir = homeDir;
    this.path = `${homeDir}/config.json`;
    this.#config = config;
    this.atStart = config;
    this.running = config;
  }

  get config(): JsonObject {
    return this.#config;
  }

  /** @param written the file, if a person wrote it: the gateway's own writes have neither comments nor includes. */
  replace(config: JsonObject, written: WrittenFile | null = null): void {
    this.#config = config;
    this.#written = written;
    this.#derived = {};
  }

  get hash(): string {
    this.#derived.hash ??= this.#hashOf(JSON.stringify(this.#config));
    return this.#derived.hash;
  }

  get roster(): Roster {
    this.#derived.roster ??= readRoster(this.#config, this.#profile, this.#homeDir);
    return this.#derived.roster;
  }

  /** The config that patches apply to: current gateways write out the implicit main agent. */
  get source(): JsonObject {
    if (this.#profile.rosterKey === "list") return this.#config;
    const agents = objectAt(this.#config, "agents");
    if (Object.keys(objectAt(agents, "entries")).length > 0) return this.#config;
    return { ...this.#config, agents: { ...agents, entries: { main: {} } } };
  }

  /** The config with secrets hidden, as replies show it. */
  get redacted(): JsonObject {
    return redact(this.source);
  }

  /** The answer of config.get, in which the same config appears up to six times. */
  get snapshot(): JsonText {
    this.#derived.snapshot ??= new JsonText(this.#writeSnapshot());
    return this.#derived.snapshot;
  }

  /** The gateway wants to restart for its configuration, and puts that off. */
  set awaitsRestart(awaits: boolean) {
    this.#awaitsRestart = awaits;
    delete this.#derived.snapshot;
  }

  #writeSnapshot(): string {
    const parsed = JSON.stringify(redact(this.#written?.parsed ?? this.#config));
    const source = JSON.stringify(this.redacted);
    const effective = JSON.stringify(this.effective(this.source));
    const raw = JSON.stringify(this.#written ? this.#shown(this.#written) : `${parsed}\n`);
    const head = `"path":${JSON.stringify(this.path)},"exists":true,"raw":${raw},"parsed":${parsed},"resolved":${source}`;
    const tail = `"valid":true,"config":${effective},"hash":${JSON.stringify(this.hash)},"issues":[],"warnings":[],"legacyIssues":[]`;
    if (this.#profile.dialect === "classic") return `{${head},${tail}}`;
    const revision = JSON.stringify(this.#hashOf(source));
    const extra = `"includedPaths":[],"includeProvenance":[],"agentRosterIncludeOwned":false,"bindingsIncludeOwned":false`;
    const applied = this.#awaitsRestart ? JSON.stringify(this.#hashOf(`before ${source}`)) : revision;
    const hashes = `"configRevisionHash":${revision},"appliedConfigHash":${applied}`;
    return `{${head},${extra},"sourceConfig":${source},"runtimeConfig":${effective},${tail},${hashes}}`;
  }

  #shown({ text, parsed }: WrittenFile): string | null {
    const { showsConfigFile } = this.#profile;
    if (showsConfigFile === "as-written") return text;
    return showsConfigFile === "rewritten" ? inJson5(redact(parsed)) : null;
  }

  /** A config as the running gateway would use it: with defaults and with secrets hidden. */
  effective(config: JsonObject): JsonObject {
    const maxConcurrent = this.#profile.dialect === "classic" ? 4 : 8;
    const defaults = {
      agents: { defaults: { maxConcurrent, subagents: { maxConcurrent: 8 } } },
      commands: { native: "auto", nativeSkills: "auto", restart: true },
      messages: { ackReactionScope: "group-mentions" },
    };
    return mergePatch(defaults, redact(config), false) as JsonObject;
  }

  #hashOf(text: string): string {
    if (this.#profile.dialect === "classic") return createHash("sha256").update(text).digest("hex");
    return `hmac-sha256:v1:${createHmac("sha256", this.#hashKey).update(text).digest("base64url")}`;
  }
}

/** As the JSON5 package prints it; good enough for strings without quotes. */
function inJson5(config: JsonObject): string {
  const unquoted = JSON.stringify(config, null, 2).replace(/^( *)"([A-Za-z_$][\w$]*)":/gm, "$1$2:");
  return unquoted.replaceAll('"', "'");
}

function redact(config: JsonObject): JsonObject {
  const gateway = objectAt(config, "gateway");
  const auth = objectAt(gateway, "auth");
  const secrets = ["token", "password"].filter((key) => auth[key] !== undefined);
  if (secrets.length === 0) return config;
  const redacted = Object.fromEntries(secrets.map((key) => [key, redactedText]));
  return { ...config, gateway: { ...gateway, auth: { ...auth, ...redacted } } };
}
