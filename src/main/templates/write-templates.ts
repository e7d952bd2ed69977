import { randomBytes } from "node:crypto";
import { lstatSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { lstat, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../shared/code-of.ts";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { spellSize } from "../../shared/spell-size.ts";
import { moveFile } from "../files/move-file.ts";
import { readGivenFile, UnreadableFileError } from "../files/read-given-file.ts";
import { normalSource, templateLimits } from "./read-template-folder.ts";

/** A template's new text; null removes it. */
export type TemplateChanges = { [name: string]: string | null };

/** Changes that are on the disk beside the templates, to be put in their places. */
export type StagedTemplates = {
  /**
   * Replaces the templates, each in one step. If one cannot be replaced, those before it get their old text back.
   * @returns gives all of them their old text back
   * @throws FlightDeckError templates-not-saved, also if a template has changed since it was staged
   */
  commit(): () => void;
  discard(): Promise<void>;
};

type StagedFile = {
  path: string;
  /** Null where the template is removed. */
  beside: string | null;
  /** The bytes that are there now; null if there is no such file. */
  before: string | null;
};

const namePattern = /^[A-Za-z0-9][\w.-]{0,99}\.md\.j2$/;

/** Whether this is the name of a file directly in a template folder, and of a template. */
export function isTemplateName(name: string): boolean {
  return namePattern.test(name) && !name.includes("..");
}

/**
 * Writes changes beside the templates of a folder, without touching these.
 * @throws FlightDeckError templates-not-saved for a name that is no template's, a link, or a folder that cannot be written
 */
export async function stageTemplates(folder: string, changes: TemplateChanges): Promise<StagedTemplates> {
  const staged: StagedFile[] = [];
  const discard = async () => {
    await Promise.all(staged.map(({ beside }) => beside !== null && rm(beside, { force: true })));
  };
  try {
    for (const [name, text] of Object.entries(changes)) staged.push(await stageOne(folder, name, text));
  } catch (error) {
    await discard();
    throw refusal(folder, error);
  }
  return { commit: () => commitAll(folder, staged), discard };
}

async function stageOne(folder: string, name: string, text: string | null): Promise<StagedFile> {
  if (!isTemplateName(name)) throw notATemplateName(name);
  const path = join(folder, name);
  const before = await readBefore(path);
  if (text === null) return { path, beside: null, before };
  const source = normalSource(text);
  const sizeBytes = Buffer.byteLength(source);
  if (sizeBytes > templateLimits.fileSizeBytes) {
    throw new UnreadableFileError(`${name} is larger than ${spellSize(templateLimits.fileSizeBytes)}`);
  }
  const beside = join(folder, `.${name}.${randomBytes(6).toString("hex")}.new`);
  const mode = before === null ? 0o644 : (await lstat(path)).mode & 0o777;
  // "wx" neither follows nor replaces what is there.
  const file = await open(beside, "wx", mode);
  try {
    await file.writeFile(before?.includes("\r\n") ? source.replaceAll("\n", "\r\n") : source);
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, beside, before };
}

async function readBefore(path: string): Promise<string | null> {
  try {
    return await readGivenFile(path, { maxSizeBytes: templateLimits.fileSizeBytes, plainOnly: true });
  } catch (error) {
    if (error instanceof UnreadableFileError && error.isAbsent) return null;
    throw error;
  }
}

function commitAll(folder: string, staged: StagedFile[]): () => void {
  const done: StagedFile[] = [];
  const putAllBack = () => {
    for (const file of done) putBack(file);
  };
  try {
    for (const file of staged) requireUnmoved(file);
    for (const file of staged) {
      commitOne(file);
      done.push(file);
    }
    return putAllBack;
  } catch (error) {
    putAllBack();
    throw refusal(folder, error);
  }
}

function commitOne({ path, beside, before }: StagedFile): void {
  if (beside !== null) moveFile(beside, path);
  else if (before !== null) unlinkSync(path);
}

function putBack({ path, before }: StagedFile): void {
  try {
    if (before === null) {
      unlinkSync(path);
      return;
    }
    const beside = `${path}.${randomBytes(6).toString("hex")}.old`;
    writeFileSync(beside, before, { flag: "wx" });
    moveFile(beside, path);
  } catch {
    // The error that led here is told. The version before is kept in the database.
  }
}

function requireUnmoved({ path, before }: StagedFile): void {
  if (present(path) !== before) throw new UnreadableFileError(`${path} has just been changed by something else`);
}

function present(path: string): string | null {
  try {
    if (!lstatSync(path).isFile()) throw new UnreadableFileError(`${path} is no plain file any more`);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function refusal(folder: string, error: unknown): FlightDeckError {
  if (error instanceof FlightDeckError) return error;
  return new FlightDeckError(
    "templates-not-saved",
    `The templates in ${folder} were not saved: ${messageOf(error)}.`,
    hintsOf("templates-not-saved").unwritable,
  );
}

function notATemplateName(name: string): FlightDeckError {
  return new FlightDeckError(
    "templates-not-saved",
    `"${name}" cannot be the name of a template.`,
    hintsOf("templates-not-saved").name,
  );
}
