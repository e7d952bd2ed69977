import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readGivenFile } from "./read-given-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "opened-files-"));
  writeFileSync(join(folder, "plain"), "text");
  symlinkSync("plain", join(folder, "link"));
  symlinkSync("nowhere", join(folder, "dangling"));
  symlinkSync("loop", join(folder, "loop"));
  mkdirSync(join(folder, "folder"));
  execFileSync("mkfifo", [join(folder, "fifo")]);
  symlinkSync("fifo", join(folder, "link-to-fifo"));
  writeFileSync(join(folder, "sparse"), "");
  truncateSync(join(folder, "sparse"), 1_000_000_000);
  writeFileSync(join(folder, "latin-1"), Buffer.from("caf\u00e9", "latin1"));
  symlinkSync("/dev/zero", join(folder, "link-to-zero"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string, options: { plainOnly?: boolean } = {}) =>
  readGivenFile(join(folder, name), { maxSizeBytes: 1000, ...options });

describe("a path that was typed", () => {
  it("may be a link", async () => {
    expect(await read("link")).toBe("text");
  });

  it.each([
    ["nowhere", "does not exist"],
    ["plain/below", "does not exist"],
    ["dangling", "does not exist"],
    ["loop", "is a symbolic link, not a plain file"],
    ["folder", "is a folder, not a plain file"],
    ["fifo", "is a named pipe (FIFO), not a plain file"],
    ["link-to-fifo", "is a named pipe (FIFO), not a plain file"],
    ["link-to-zero", "is a device, not a plain file"],
    ["sparse", "is larger than 1 KB (1000 MB)"],
    ["latin-1", "is not UTF-8 text (byte E9 in line 1, column 4)"],
  ])("%s: %s", async (name, reason) => {
    await expect(read(name)).rejects.toMatchObject({ name: "UnreadableFileError", message: reason });
  });

  it.skipIf(process.platform !== "linux")(
    "a file that says it is empty is still read no further than the limit",
    async () => {
      await expect(readGivenFile("/proc/kallsyms", { maxSizeBytes: 1000 })).rejects.toThrow("is larger than 1 KB");
    },
  );

  it("a socket is refused", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, "socket"), resolve));
    await expect(read("socket")).rejects.toThrow("is a socket");
    server.close();
  });

  it.skipIf(process.getuid?.() === 0)("a file of others is refused", async () => {
    writeFileSync(join(folder, "private"), "");
    chmodSync(join(folder, "private"), 0);
    await expect(read("private")).rejects.toThrow("may not be read by you");
  });

  it.each(["/dev/stdin", "<(printf '%s' text)"])("an input of the shell is read: %s", (input) => {
    const script = `const { readGivenFile } = await import(${JSON.stringify(join(import.meta.dirname, "read-given-file.ts"))});
      console.log(await readGivenFile(process.argv.at(-1), { maxSizeBytes: 1000 }));`;
    const command = `printf '%s' text | "$0" --input-type=module -e "$1" x ${input}`;
    expect(execFileSync("bash", ["-c", command, process.execPath, script], { encoding: "utf8" })).toBe("text\n");
  });

  it("an endless input of the shell is read no further than the limit", () => {
    const script = `const { readGivenFile } = await import(${JSON.stringify(join(import.meta.dirname, "read-given-file.ts"))});
      await readGivenFile("/dev/stdin", { maxSizeBytes: 1000 }).catch((error) => console.log(error.message));`;
    const command = `"$0" --input-type=module -e "$1" </dev/zero`;
    const said = execFileSync("bash", ["-c", command, process.execPath, script], { encoding: "utf8" });
    expect(said).toBe("is larger than 1 KB\n");
  });
});

describe("a file that was found in a folder", () => {
  it("is read when it is plain", async () => {
    expect(await read("plain", { plainOnly: true })).toBe("text");
  });

  it.each(["link", "dangling", "link-to-fifo", "link-to-zero"])("may be no link: %s", async (name) => {
    await expect(read(name, { plainOnly: true })).rejects.toThrow("is a symbolic link, not a plain file");
  });

  it("may be no input of the shell", async () => {
    await expect(readGivenFile("/dev/stdin", { maxSizeBytes: 9, plainOnly: true })).rejects.toThrow(
      "is a symbolic link",
    );
  });
});
