import { once } from "node:events";
import { accessSync, constants, lstatSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { WebSocket } from "ws";
import {
  type HostAnswer,
  newChallenge,
  proofProtocol,
  sessionPath,
  socketProtocol,
} from "../../shared/session-proof.ts";
import { ask } from "./test-ask.ts";
import { processIds, readQuietly } from "./test-processes.ts";

/*
 * A second user of this machine, in a process of its own: it gives up root for a user id that owns nothing, and then tries to get
 * into the operator's browser host with what that user can see.
 */

export type Attack = {
  /** The port of the browser host, which every user can find out. */
  port: number;
  /** The operator's data folder. */
  folder: string;
};

export type Tries = {
  /** What it found of secrets' form: links in command lines and environments, cookies at its own port, words in files. */
  words: string[];
  /** Files of the operator that it could read. */
  read: string[];
  /** Files of the operator that it could change. */
  changed: string[];
  /** Links that it exchanged, and sockets that it opened. */
  sessions: number;
};

/** What a second user can do here at all; null if nothing is in the way of trying. */
export type Hindrance = { hindrance: string | null };

export const secondUserId = 65_534;

if (process.send && process.argv[1] === import.meta.filename) await main();

async function main(): Promise<void> {
  const { port, folder } = JSON.parse(process.argv[2] ?? "{}") as Attack;
  const hindrance = become(secondUserId) ?? findHindrance(folder);
  const cookies: string[] = [];
  const listener = createServer((asked, answer) => {
    cookies.push(...(asked.headers.cookie?.split(/;\s*/) ?? []));
    answer.end();
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  process.on("message", async () => process.send?.(await tryAll(port, folder, cookies)));
  process.on("disconnect", () => process.exit());
  process.send?.({ hindrance, port: (listener.address() as AddressInfo).port });
}

function become(id: number): string | null {
  try {
    process.setgroups?.([]);
    process.setgid?.(id);
    process.setuid?.(id);
    return process.getuid?.() === id ? null : `the user id is still ${process.getuid?.()}`;
  } catch (error) {
    return `no process can become the user ${id} here: ${String(error)}`;
  }
}

function findHindrance(folder: string): string | null {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
  } catch {
    return `other users cannot enter ${folder}`;
  }
  return readQuietly(`/proc/${process.ppid}/cmdline`) === "" ? "other users cannot look into /proc" : null;
}

/** Tries everything once. */
async function tryAll(port: number, folder: string, cookies: string[]): Promise<Tries> {
  const files = listFiles(folder);
  const contents = files.map((file) => ({ file, text: readQuietly(file) })).filter(({ text }) => text !== "");
  const texts = [...contents.map(({ text }) => text), ...readProcesses(), ...cookies];
  const words = [...new Set(texts.flatMap((text) => text.match(/(?<![\w-])[\w-]{43}(?![\w-])/g) ?? []))];
  let sessions = 0;
  for (const word of words) {
    if (await exchanges(port, word)) sessions += 1;
    if (await opensSocket(port, `flight-deck-${port}=${word}`)) sessions += 1;
  }
  if (await opensSocket(port, "")) sessions += 1;
  return { words, read: contents.map(({ file }) => file), changed: files.filter(changes), sessions };
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      const entry = lstatSync(path);
      if (entry.isDirectory()) return listFiles(path);
      return entry.isFile() ? [path] : [];
    });
  } catch {
    return [];
  }
}

/** Writes nothing into a file, but opens it for that. */
function changes(path: string): boolean {
  try {
    writeFileSync(path, "", { flag: "a" });
    return true;
  } catch {
    return false;
  }
}

/** What other users see of processes: their arguments, and whatever else is not kept from them. */
function readProcesses(): string[] {
  return processIds().flatMap((id) => {
    const texts = ["cmdline", "environ", "stat", "comm"].map((name) => readQuietly(`/proc/${id}/${name}`));
    return [...texts, ...readOpenFiles(`/proc/${id}/fd`)];
  });
}

function readOpenFiles(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => `${readlinkSync(join(folder, name))}\n${readQuietly(join(folder, name))}`);
  } catch {
    return [];
  }
}

/** Whether a word is the token of a link that lets a browser in. */
async function exchanges(port: number, word: string): Promise<boolean> {
  const { status, headers } = await ask(port, `/?token=${word}`, {});
  return status === 200 && headers["set-cookie"] !== undefined;
}

/** Whether a cookie opens the socket of the page, with the best proof that this user can make: the host's own answer. */
async function opensSocket(port: number, cookie: string): Promise<boolean> {
  const { body } = await ask(port, `${sessionPath}?challenge=${newChallenge()}`, { cookie });
  const answer = answerIn(body);
  const protocols = [socketProtocol, ...(answer ? [proofProtocol(answer)] : [])];
  return await new Promise((resolve) => {
    const headers = { cookie, origin: `http://127.0.0.1:${port}` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, protocols, { headers });
    socket.on("open", () => {
      socket.close();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

function answerIn(body: string): HostAnswer | null {
  try {
    return JSON.parse(body) as HostAnswer;
  } catch {
    return null;
  }
}
