import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { RunKind } from "../../../shared/run-kinds.ts";
import type { Restore, SyncOptions } from "../../../shared/sync-options.ts";
import { readAgentsById } from "../../database/agents.ts";
import { readContent } from "../../database/contents.ts";
import type { Database } from "../../database/open-database.ts";
import { findVersionToRestore, readUndoJournal, readUndoneRun } from "../../database/undo-journal.ts";
import type { Dialect } from "../../gateway/dialect.ts";
import { allFileNames, isAgentsOwn } from "../../templates/file-sets.ts";
import { decideRestore, decideUndo, type RestoredFile } from "../desired/decide-restores.ts";
import { notUndone } from "../desired/not-undone.ts";
import type { DesiredFile, OutlinedFile } from "../model/desired-file.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { tokenFileName } from "../observe/observe-agent.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { isReadable } from "../tokens/find-candidates.ts";
import { tokenPlaceholder } from "../tokens/mask-token.ts";
import { restorableText, type WhyNotRestorable } from "../tokens/restorable-text.ts";

/** The files that a run brings back, and what it does not, in words. */
export type Restored = { files: RestoredFile[]; notes: string[] };

/**
 * What a run with these options brings back; null for one that writes what is rendered.
 * @throws FlightDeckError not-found when the run to undo is no longer in the history
 */
export function findRestored(database: Database, restore: Restore | null): Restored | null {
  if (restore === null) return null;
  if (!("runId" in restore)) {
    const file = decideRestore(restore, findVersionToRestore(database, restore));
    return { files: [file], notes: notesOnLearned(database, restore) };
  }
  const undone = readUndoneRun(database, restore.runId);
  const files = decideUndo(readUndoJournal(database, restore.runId));
  const known = readAgentsById(
    database,
    files.map(({ agentId }) => agentId),
  );
  return { files, notes: notUndone(undone, files, (agentId) => known.has(agentId)) };
}

function notesOnLearned(
  database: Database,
  { agentId, fileName }: Pick<RestoredFile, "agentId" | "fileName">,
): string[] {
  const agent = readAgentsById(database, [agentId]).get(agentId);
  if (!agent || !isAgentsOwn(fileName, agent.boardId === null ? "main" : "worker")) return [];
  const what =
    "The earlier version replaces all that the agent has learned there since, which is kept as a version first.";
  return [`${fileName} is written by the agent itself. ${what}`];
}

/**
 * What a run that brings files back is limited to: nothing but these files, no token, no session.
 * @throws FlightDeckError bad-input for anything but a plan, or the run that applies one
 */
export function limitToRestored(options: SyncOptions, kind: RunKind): SyncOptions {
  if (options.restore === null) return options;
  if (!options.dryRun && kind !== "apply-plan") {
    throw new FlightDeckError(
      "bad-input",
      "Earlier versions of files are brought back by applying a plan.",
      hintsOf("bad-input").planFirst,
    );
  }
  return {
    ...options,
    // An empty list: a sync of chosen files neither mints a token nor moves or adopts an agent.
    fileNames: [],
    rotateTokens: false,
    rekeyAll: false,
    adopt: false,
    adoptDefault: false,
    takeOver: false,
    moveWorkspaces: false,
    resetSessions: false,
    forceBootstrap: false,
    overwrite: false,
  };
}

/** The same run, whose rendering of these files is their earlier version; nothing else knows of it. */
export function restoring(
  { database, vault }: Pick<ProvisioningServices, "database" | "vault">,
  run: RunContext,
  restored: Restored | null,
): RunContext {
  if (restored === null) return run;
  const { files, notes } = restored;
  run.tally.notes.push(...notes);
  const filesOf = Map.groupBy(files, ({ agentId }) => agentId);
  const said = new Set<RestoredFile>();
  const put = <File extends DesiredFile | OutlinedFile>(
    scoped: ScopedAgent,
    dialect: Dialect,
    rendered: File[],
  ): (DesiredFile | File)[] => {
    const mine = (filesOf.get(scoped.agent.id) ?? []).filter((file) => {
      const isThere = allFileNames([dialect]).includes(file.fileName);
      if (!isThere && !said.has(file)) report(run, noSuchFile(scoped, file), scoped);
      said.add(file);
      return isThere;
    });
    const names = new Set(mine.map(({ fileName }) => fileName));
    const earlier = mine.map((file) =>
      earlierFile(file, {
        rendering: rendered.find(({ name }) => name === file.fileName) ?? null,
        dialect,
        read: (sha256) => readContent(database, vault, sha256),
      }),
    );
    return [...rendered.filter(({ name }) => !names.has(name)), ...earlier];
  };
  const { render, outline } = run;
  return {
    ...run,
    render: async (scoped, dialect) => put(scoped, dialect, await render(scoped, dialect)),
    outline: async (scoped, dialect) => put(scoped, dialect, await outline(scoped, dialect)),
  };
}

type EarlierInput = {
  rendering: DesiredFile | OutlinedFile | null;
  dialect: Dialect;
  /** Reads a kept text. */
  read: (sha256: string) => string | undefined;
};

/** Its owner does not matter: it was asked for by name. */
function earlierFile(
  { fileName, version, expectsMaskedSha256, obstacle }: RestoredFile,
  { rendering, dialect, read }: EarlierInput,
): DesiredFile {
  const kept = version && restorableText(version, read(version.contentSha256));
  const text = kept?.text ?? null;
  const reason =
    kept && kept.text === null
      ? reasons[kept.why]
      : text !== null && !keepsToken(fileName, dialect, text)
        ? "its earlier version has no place for the agent's token, which would be lost"
        : null;
  return {
    name: fileName,
    maskedContent: text ?? "",
    owner: "managed",
    restores: {
      rendering,
      expectsMaskedSha256,
      obstacle: obstacle ?? (reason === null ? null : { action: "blocked", reason }),
    },
  };
}

/** Why what is kept cannot be written as the file was. */
const reasons = {
  lost: "its earlier version is no longer kept",
  masked: "secrets were removed from its earlier version, so it cannot be written as it was",
  "not-utf8": "its earlier version was not UTF-8, so it cannot be written as it was",
} satisfies Record<WhyNotRestorable, string>;

/** Its token's place is where the agent reads its token from. */
function keepsToken(fileName: string, dialect: Dialect, text: string): boolean {
  return fileName !== tokenFileName(dialect) || isReadable(tokenPlaceholder, text, dialect.toolsHome);
}

function noSuchFile({ agent }: ScopedAgent, { fileName }: RestoredFile): FlightDeckError {
  return new FlightDeckError(
    "version-not-restored",
    `${fileName} of agent "${agent.name}" was not brought back: its gateway has no such file now.`,
    hintsOf("version-not-restored").otherDialect,
  );
}
