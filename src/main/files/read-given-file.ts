import { isUtf8 } from "node:buffer";
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, stat } from "node:fs/promises";
import { codeOf } from "../../shared/code-of.ts";
import { messageOf } from "../../shared/errors.ts";
import { spellSize } from "../../shared/spell-size.ts";

export type ReadGivenFileOptions = {
  maxSizeBytes: number;
  /**
   * Refuses a symbolic link, for files found in a folder. A path typed by an operator may be a link, or an input opened by the
   * shell, such as /dev/stdin.
   */
  plainOnly?: boolean;
};

/** Why a file was not read, in words that follow the file's name: "is a folder". */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
  readonly isAbsent: boolean;

  constructor(reason: string, isAbsent = false) {
    super(reason);
    this.isAbsent = isAbsent;
  }
}

// Windows has neither: there, links are found by the first check alone, and no file blocks.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const chunkBytes = 256 * 1024;

/**
 * Reads a text file by a given path. The path can lead anywhere, so files that would block (a FIFO), never end (a device) or
 * not fit in memory are refused. The checks use the open handle, so that the file cannot be exchanged in between.
 * @throws UnreadableFileError saying why
 */
export async function readGivenFile(path: string, options: ReadGivenFileOptions): Promise<string> {
  try {
    const inherited = options.plainOnly ? false : isInherited(path);
    if (!inherited) requirePlain(options.plainOnly ? await lstat(path) : await stat(path), options);
    const flags = inherited ? O_RDONLY : O_RDONLY | O_NONBLOCK | (options.plainOnly ? O_NOFOLLOW : 0);
    const file = await open(path, flags);
    try {
      const stats = await file.stat();
      if (!inherited || stats.isDirectory()) requirePlain(stats, options);
      return await readWithin(file, options.maxSizeBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof UnreadableFileError ? error : unreadable(error);
  }
}

/** An input opened by the shell: `import /dev/stdin`, `import <(make-fleet)`. */
function isInherited(path: string): boolean {
  return /^\/dev\/(?:stdin|fd\/\d+)$|^\/proc\/self\/fd\/\d+$/.test(path);
}

function requirePlain(stats: Stats, { maxSizeBytes }: ReadGivenFileOptions): void {
  const kind = kindOf(stats);
  if (kind !== null) throw new UnreadableFileError(`is ${kind}, not a plain file`);
  if (stats.size > maxSizeBytes) throw tooLarge(maxSizeBytes, stats.size);
}

function kindOf(stats: Stats): string | null {
  if (stats.isSymbolicLink()) return "a symbolic link";
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe (FIFO)";
  if (stats.isSocket()) return "a socket";
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return "a device";
  return stats.isFile() ? null : "something else";
}

/** The reported size is not reliable: a file may grow, and files in /proc report 0. */
async function readWithin(file: FileHandle, maxSizeBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  for (let sizeBytes = 0; ; ) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(chunkBytes) });
    if (bytesRead === 0) return textOf(Buffer.concat(chunks));
    sizeBytes += bytesRead;
    if (sizeBytes > maxSizeBytes) throw tooLarge(maxSizeBytes);
    chunks.push(bytesRead === chunkBytes ? buffer : Buffer.from(buffer.subarray(0, bytesRead)));
  }
}

/** Bytes that are not UTF-8 would silently become other characters. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  if (!isUtf8(bytes)) throw notUtf8(bytes, Buffer.from(text));
  return text;
}

/** Where the bytes differ from their text is what could not be read. */
function notUtf8(bytes: Buffer, readable: Buffer): UnreadableFileError {
  const at = bytes.findIndex((byte, index) => byte !== readable[index]);
  const before = bytes.subarray(0, at);
  const line = before.toString("latin1").split("\n").length;
  const column = before.subarray(before.lastIndexOf("\n") + 1).toString("utf8").length + 1;
  const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  return new UnreadableFileError(`is not UTF-8 text (byte ${byte} in line ${line}, column ${column})`);
}

function tooLarge(maxSizeBytes: number, sizeBytes?: number): UnreadableFileError {
  const size = sizeBytes === undefined ? "" : ` (${spellSize(sizeBytes)})`;
  return new UnreadableFileError(`is larger than ${spellSize(maxSizeBytes)}${size}`);
}

function unreadable(error: unknown): UnreadableFileError {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") return new UnreadableFileError("does not exist", true);
  // What O_NOFOLLOW reports for a link created since the first check.
  if (code === "ELOOP") return new UnreadableFileError("is a symbolic link, not a plain file");
  if (code === "EACCES" || code === "EPERM") return new UnreadableFileError("may not be read by you");
  return new UnreadableFileError(`cannot be read: ${messageOf(error)}`);
}
