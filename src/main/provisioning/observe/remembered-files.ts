import type { Database } from "../../database/open-database.ts";
import { listWrittenFiles, type WrittenFile } from "../../database/written-files.ts";
import type { RememberedFile } from "../model/desired-file.ts";
import type { ObservedFile } from "../model/observed-agent.ts";
import type { KnownFile, SeenFile } from "../model/written-file-facts.ts";

/** What is remembered of these agents' files, read in one query: agent id to file name to memory. */
export function readRememberedFiles(
  database: Database,
  agentIds: string[],
): (agentId: string) => Map<string, WrittenFile> {
  const byAgent = Map.groupBy(listWrittenFiles(database, agentIds), ({ agentId }) => agentId);
  return (agentId) => new Map((byAgent.get(agentId) ?? []).map((file) => [file.fileName, file]));
}

/** The files that were seen and differ from what is remembered: only these need to be saved. */
export function changedSince(seen: SeenFile[], remembered: Map<string, KnownFile & RememberedFile>): SeenFile[] {
  return seen.filter((file) => !isRemembered(file, remembered.get(file.fileName)));
}

/** Files whose content changed although size and time are as remembered: a quick check must no longer trust them. */
export function staleMemories(
  files: { name: string; observed: Omit<ObservedFile, "maskedContent"> }[],
  remembered: Map<string, KnownFile & RememberedFile>,
): SeenFile[] {
  return files.flatMap(({ name, observed }) => {
    const known = remembered.get(name);
    const { sha256, maskedSha256, facts } = observed;
    if (!known || sha256 === null || maskedSha256 === null || sha256 === known.sha256) return [];
    if (known.updatedAtMs === null || facts.updatedAtMs !== known.updatedAtMs) return [];
    return [{ fileName: name, sha256, maskedSha256, writtenMaskedSha256: null, sizeBytes: null, updatedAtMs: null }];
  });
}

function isRemembered(seen: SeenFile, known: (KnownFile & RememberedFile) | undefined): boolean {
  return (
    known !== undefined &&
    seen.sha256 === known.sha256 &&
    seen.maskedSha256 === known.maskedSha256 &&
    seen.sizeBytes === known.sizeBytes &&
    seen.updatedAtMs === known.updatedAtMs &&
    (seen.writtenMaskedSha256 === null || seen.writtenMaskedSha256 === known.writtenMaskedSha256)
  );
}
