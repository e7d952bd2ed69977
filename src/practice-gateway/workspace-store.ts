import { createHash } from "node:crypto";
import type { Profile } from "./profiles.ts";

export type StoredFile = {
  content: string;
  sizeBytes: number;
  updatedAtMs: number;
  hash?: string;
  /** It is a symbolic link to a file inside or outside the workspace. */
  link?: "inside" | "outside";
};
type Workspace = {
  files: Map<string, StoredFile>;
  /** Whether the gateway itself wrote its starting files there, including BOOTSTRAP.md. */
  seeded: boolean;
};

const settableNames = ["AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md", "BOOTSTRAP.md", "MEMORY.md"];
const listedNames = ["AGENTS.md", "SOUL.md", "USER.md", "BOOTSTRAP.md", "MEMORY.md"];
const classicNames = [
  "AGENTS.md",
  "SOUL.md",
  "TOOLS.md",
  "IDENTITY.md",
  "USER.md",
  "HEARTBEAT.md",
  "BOOTSTRAP.md",
  "MEMORY.md",
];

/** Classic gateways serve it in addition to MEMORY.md, and list it when that is missing. */
const otherMemoryName = "memory.md";

/** May be missing: the agent writes these itself when needed. */
const expectedAbsentNames = new Set(["SOUL.md", "IDENTITY.md", "USER.md", "MEMORY.md"]);

/** The workspace folders of all agents, by path: agents that share a folder share its files. */
export class WorkspaceStore {
  readonly #profile: Profile;
  readonly #workspaces = new Map<string, Workspace>();
  /** How often a file was written by calls. */
  writes = 0;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  isSupported(name: string): boolean {
    if (!this.#profile.hasToolsAndHeartbeatFiles) return settableNames.includes(name);
    return classicNames.includes(name) || name === otherMemoryName;
  }

  /** The names agents.files.list shows; a workspace past its onboarding hides BOOTSTRAP.md. */
  listedNames(path: string): string[] {
    const workspace = this.#workspaces.get(path);
    const has = (name: string) => workspace?.files.has(name) === true;
    const memoryName = has(otherMemoryName) && !has("MEMORY.md") ? otherMemoryName : "MEMORY.md";
    const classic = classicNames.map((name) => (name === "MEMORY.md" ? memoryName : name));
    const names = this.#profile.hasToolsAndHeartbeatFiles ? classic : listedNames;
    const onboarded = workspace?.seeded === true && !workspace.files.has("BOOTSTRAP.md");
    return onboarded ? names.filter((name) => name !== "BOOTSTRAP.md") : names;
  }

  read(path: string, name: string): string | undefined {
    return this.#workspaces.get(path)?.files.get(name)?.content;
  }

  stat(path: string, name: string): StoredFile | undefined {
    return this.#workspaces.get(path)?.files.get(name);
  }

  write(path: string, name: string, content: string): void {
    const updatedAtMs = Date.now();
    const { files } = this.#open(path);
    const { link } = files.get(name) ?? {};
    const sizeBytes = Buffer.byteLength(content);
    files.set(name, { content, sizeBytes, updatedAtMs, ...(link ? { link } : {}) });
  }

  /** Puts a symbolic link in the place of a file. */
  link(path: string, name: string, link: "inside" | "outside"): void {
    const content = this.read(path, name) ?? "";
    this.write(path, name, content);
    Object.assign(this.#open(path).files.get(name) ?? {}, { link });
  }

  /** Why a file can be neither read nor written; null for a plain file. */
  whyUnsafe(path: string, name: string): string | null {
    const { link } = this.stat(path, name) ?? {};
    if (!link) return null;
    if (this.#profile.dialect === "current") return `unsafe workspace file "${name}"`;
    // Classic gateways follow links that stay inside.
    if (link === "inside") return null;
    return `unsafe workspace file "${name}" (Symlink escapes workspace root (${path}): ${path}/${name})`;
  }

  /** Like an edit in another encoding: the content is what a reader of UTF-8 makes of it, size and hash are those of the bytes. */
  writeBytes(path: string, name: string, bytes: Buffer): void {
    this.write(path, name, bytes.toString("utf8"));
    const hash = createHash("sha256").update(bytes).digest("hex");
    Object.assign(this.#open(path).files.get(name) ?? {}, { sizeBytes: bytes.length, hash });
  }

  delete(path: string, name: string): boolean {
    return this.#workspaces.get(path)?.files.delete(name) ?? false;
  }

  removeWorkspace(path: string): void {
    this.#workspaces.delete(path);
  }

  /** The entries of a folder of a workspace, folders first; null when the folder does not exist. */
  entries(path: string, folder: string): { name: string; isFolder: boolean }[] | null {
    const workspace = this.#workspaces.get(path);
    const prefix = folder === "" ? "" : `${folder}/`;
    const plain = [...(workspace?.files ?? [])].flatMap(([name, { link }]) => (link ? [] : [name]));
    const inside = plain.filter((name) => name.startsWith(prefix));
    if (!workspace || (folder !== "" && inside.length === 0)) return null;
    const parts = inside.map((name) => name.slice(prefix.length).split("/"));
    const folders = new Set(parts.filter(({ length }) => length > 1).map(([name = ""]) => name));
    const files = parts.filter(({ length }) => length === 1).map(([name = ""]) => name);
    return [
      ...[...folders].sort().map((name) => ({ name, isFolder: true })),
      ...files.sort().map((name) => ({ name, isFolder: false })),
    ];
  }

  /** sha256 of the content in hex, computed once per content; undefined for a missing file. */
  hash(path: string, name: string): string | undefined {
    const file = this.#workspaces.get(path)?.files.get(name);
    if (!file) return undefined;
    file.hash ??= createHash("sha256").update(file.content).digest("hex");
    return file.hash;
  }

  /** One entry of agents.files.list. */
  describe(path: string, name: string): object {
    const stored = this.stat(path, name);
    const file = stored?.link === "outside" ? undefined : stored;
    const base = { name, path: `${path}/${name}`, missing: file === undefined };
    if (file) return { ...base, size: file.sizeBytes, updatedAtMs: file.updatedAtMs };
    return this.#profile.dialect === "current" ? { ...base, expectedAbsent: expectedAbsentNames.has(name) } : base;
  }

  /** The file of agents.files.get and set: its entry with the content and, in versions that have it, the hash. */
  describeWithContent(path: string, name: string): object {
    const content = this.read(path, name);
    const entry = this.describe(path, name);
    if (content === undefined) return entry;
    return { ...entry, ...(this.#profile.hasFileHashes ? { hash: this.hash(path, name) } : {}), content };
  }

  /** Writes OpenClaw's starting files if there are none, like an agent's first turn and agents.create. */
  seed(path: string): void {
    const workspace = this.#open(path);
    const isNew = workspace.files.size === 0;
    const names = this.#profile.hasToolsAndHeartbeatFiles ? classicNames : settableNames;
    for (const name of names) {
      if (name === "MEMORY.md" || (name === "BOOTSTRAP.md" && !isNew) || workspace.files.has(name)) continue;
      this.write(path, name, `# ${name}\n\nA starting file of the practice gateway. Make it yours.\n`);
    }
    workspace.seeded ||= isNew;
  }

  #open(path: string): Workspace {
    const known = this.#workspaces.get(path);
    if (known) return known;
    const workspace: Workspace = { files: new Map(), seeded: false };
    this.#workspaces.set(path, workspace);
    return workspace;
  }
}
