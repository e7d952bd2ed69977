import { opendir } from "node:fs/promises";
import { join } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { spellSize } from "../../shared/spell-size.ts";
import { readGivenFile, UnreadableFileError } from "../files/read-given-file.ts";

/** What a folder of templates may hold. Agents read files of a few KB; ours are 24 of 2 KB. */
export const templateLimits = { files: 200, fileSizeBytes: 256_000, folderSizeBytes: 4_000_000 };

const suffix = ".md.j2";

/**
 * The templates (`*.md.j2`) of a folder, by name. Their text reaches agents, so only plain files in the folder itself count,
 * and no links out of it. The folder itself may be a link.
 * @throws FlightDeckError template-error naming the folder, and each refused file with the reason
 */
export async function readTemplateFolder(folder: string): Promise<{ [name: string]: string }> {
  const names = await listTemplates(folder);
  const sources: { [name: string]: string } = {};
  const refused: string[] = [];
  let sizeBytes = 0;
  for (const name of names) {
    try {
      const text = await readTemplate(folder, name);
      sizeBytes += Buffer.byteLength(text);
      if (sizeBytes > templateLimits.folderSizeBytes) throw folderTooLarge(folder);
      sources[name] = text;
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      refused.push(`${name} ${error.message}`);
    }
  }
  if (refused.length > 0) throw filesRefused(folder, refused);
  return sources;
}

/**
 * The names of a folder's templates, sorted.
 * @throws FlightDeckError template-error when the folder cannot be read, or has too many
 */
export async function listTemplates(folder: string): Promise<string[]> {
  try {
    const names: string[] = [];
    for await (const { name } of await opendir(folder)) {
      if (!name.endsWith(suffix)) continue;
      names.push(name);
      if (names.length > templateLimits.files) throw tooManyFiles(folder);
    }
    return names.sort();
  } catch (error) {
    if (error instanceof FlightDeckError) throw error;
    throw new FlightDeckError(
      "template-error",
      `The template folder ${folder} cannot be read: ${messageOf(error)}`,
      hintsOf("template-error").folder,
    );
  }
}

/** One template of a folder. @throws UnreadableFileError saying why it was refused */
export async function readTemplate(folder: string, name: string): Promise<string> {
  const options = { maxSizeBytes: templateLimits.fileSizeBytes, plainOnly: true };
  return normalSource(await readGivenFile(join(folder, name), options));
}

/** The same template checked out on Windows must render the same. */
export function normalSource(source: string): string {
  return source.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}

function filesRefused(folder: string, refused: string[]): FlightDeckError {
  const [first, ...others] = refused;
  const more = others.length > 0 ? `; also ${others.slice(0, 4).join("; ")}` : "";
  const rest = others.length > 4 ? `; and ${others.length - 4} more` : "";
  return new FlightDeckError(
    "template-error",
    `The template folder ${folder} contains a file that is not a template: ${first}${more}${rest}.`,
    hintsOf("template-error").notATemplate(spellSize(templateLimits.fileSizeBytes)),
  );
}

function tooManyFiles(folder: string): FlightDeckError {
  return new FlightDeckError(
    "template-error",
    `The template folder ${folder} holds more than ${templateLimits.files} templates (*.md.j2).`,
    hintsOf("template-error").tooMany,
  );
}

function folderTooLarge(folder: string): FlightDeckError {
  return new FlightDeckError(
    "template-error",
    `The templates of ${folder} are larger than ${spellSize(templateLimits.folderSizeBytes)} together.`,
    hintsOf("template-error").tooLarge,
  );
}
