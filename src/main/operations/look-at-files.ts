import { messageOf } from "../../shared/errors.ts";
import { spellSize } from "../../shared/spell-size.ts";
import { isNoPlainFile, listFiles, maxFileBytes, readFile } from "../gateway/agent-files.ts";
import { GatewayCallError } from "../gateway/failure.ts";
import type { GatewaySession } from "../gateway/session.ts";

/** The files of an agent that no record knows, as its gateway serves them. */
export type LookedAt = {
  /** As the gateway resolves it; null if it does not say. */
  workspace: string | null;
  files: { name: string; sizeBytes: number | null }[];
  texts: Map<string, string>;
  /** Files that are no plain files. */
  linked: string[];
  /** Why others cannot be read, as ends of sentences. */
  unreadable: { name: string; why: string }[];
};

/**
 * Reads every file of an agent that the gateway serves; also those listed as missing, because links are.
 * @throws as `GatewayConnection.call`
 */
export async function lookAtFiles(session: GatewaySession, key: string, signal: AbortSignal): Promise<LookedAt> {
  const { present, missing, workspace } = await listFiles(session.connection, key, signal);
  const names = [...new Set([...present.keys(), ...missing, ...session.dialect.unlistedFiles])];
  const found: LookedAt = { workspace, files: [], texts: new Map(), linked: [], unreadable: [] };
  await Promise.all(
    names.map(async (name) => {
      const sizeBytes = present.get(name)?.sizeBytes ?? null;
      if ((sizeBytes ?? 0) > maxFileBytes) {
        found.files.push({ name, sizeBytes });
        found.unreadable.push({ name, why: `it is larger than ${spellSize(maxFileBytes)}` });
        return;
      }
      try {
        const { content } = await readFile(session.connection, key, name, signal);
        if (content === null) return;
        found.texts.set(name, content);
        found.files.push({ name, sizeBytes: sizeBytes ?? Buffer.byteLength(content) });
      } catch (error) {
        if (!(error instanceof GatewayCallError)) throw error;
        if (isNoPlainFile(error)) found.linked.push(name);
        else if (present.has(name)) found.unreadable.push({ name, why: messageOf(error) });
      }
    }),
  );
  // On a disk that ignores case, both names are the same file.
  if (found.texts.get("memory.md") !== undefined && found.texts.get("memory.md") === found.texts.get("MEMORY.md")) {
    found.texts.delete("memory.md");
    found.files = found.files.filter(({ name }) => name !== "memory.md");
  }
  found.files.sort((one, other) => one.name.localeCompare(other.name));
  found.linked.sort();
  return found;
}
