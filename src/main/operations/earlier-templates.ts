import { FlightDeckError } from "../../shared/errors.ts";
import type { EarlierTemplates } from "../../shared/template-history.ts";
import { readRun } from "../database/read-runs.ts";
import { readTemplatesBefore, type UsedTemplates } from "../database/run-templates.ts";
import { listTemplateVersions, readTemplateVersion } from "../database/template-versions.ts";
import { diffTemplates } from "./diff-templates.ts";
import { readKeptSet } from "./keep-template-versions.ts";
import { findTemplateSet, type TemplateSetsServices } from "./template-sets.ts";

/**
 * The sets that a run used and that were others before it, or have changed since, with the version that the run before it used:
 * with these, the next sync leaves what the undo brings back. Empty where no earlier version is known.
 * @throws FlightDeckError not-found
 */
export async function findEarlierTemplates(services: TemplateSetsServices, runId: string): Promise<EarlierTemplates[]> {
  const { database } = services;
  const { run } = readRun(database, runId);
  const before = readTemplatesBefore(database, run);
  const folders = new Set((run.templates ?? []).map(({ folder }) => folder));
  const found = [...folders].map((folder) => {
    const used = before.find((set) => set.folder === folder) ?? before[0];
    return folder === null || !used ? null : earlierOf(services, { folder, gatewayId: run.gatewayId, used });
  });
  return (await Promise.all(found)).filter((set) => set !== null);
}

type SetOfRun = { folder: string; gatewayId: string; used: UsedTemplates };

async function earlierOf(services: TemplateSetsServices, set: SetOfRun): Promise<EarlierTemplates | null> {
  const { folder, gatewayId, used } = set;
  const { database } = services;
  try {
    const { name, gateways, boards, agents } = findTemplateSet(services, folder);
    const present = await readKeptSet(database, folder);
    const isUsed = gateways.some(({ id }) => id === gatewayId) || boards.some((board) => board.gatewayId === gatewayId);
    if (present.version === used.sha256 || !isUsed) return null;
    const versions = listTemplateVersions(database, folder);
    const earlier = versions.find(({ sha256 }) => sha256 === used.sha256);
    if (!earlier) return null;
    const { sources } = readTemplateVersion(database, folder, earlier.id);
    const others = [
      ...gateways.filter(({ id }) => id !== gatewayId),
      ...boards.filter((board) => board.gatewayId !== gatewayId),
    ];
    return {
      ...{ folder, name, versionId: earlier.id, recordedAt: earlier.recordedAt, note: earlier.note },
      baseSha256: present.version,
      presentId: versions[0]?.id ?? earlier.id,
      templates: diffTemplates(present.sources, sources).map((each) => each.name),
      others: others.map((user) => user.name),
      agents,
    };
  } catch (error) {
    // The folder is no set any more, or cannot be read: then there is nothing to offer.
    if (error instanceof FlightDeckError) return null;
    throw error;
  }
}
