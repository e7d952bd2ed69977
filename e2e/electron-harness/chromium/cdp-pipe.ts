import type { Readable, Writable } from "node:stream";

type Json = { [key: string]: unknown };
type Listener = (params: Json, sessionId: string | undefined) => void;
type Answer = { resolve: (result: Json) => void; reject: (error: Error) => void };

/** A Chrome DevTools Protocol connection over a pipe: Chromium ends by itself when this process ends. */
export class CdpPipe {
  readonly #input: Writable;
  readonly #waiting = new Map<number, Answer>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #lastId = 0;
  #rest = "";
  #isOpen = true;

  constructor(input: Writable, output: Readable) {
    this.#input = input;
    input.on("error", () => this.#end());
    output.setEncoding("utf8").on("data", (chunk: string) => this.#read(chunk));
    output.on("close", () => this.#end());
  }

  /** @throws Error with Chromium's message */
  send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    if (!this.#isOpen) return Promise.reject(new Error(`${method}: Chromium has ended`));
    const id = ++this.#lastId;
    this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject: reject }));
  }

  /** @param sessionId only events of this session; of the browser itself when absent */
  on(method: string, sessionId: string | undefined, listener: (params: Json) => void): void {
    const listeners = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, listeners);
    listeners.add((params, from) => {
      if (from === sessionId) listener(params);
    });
  }

  #read(chunk: string): void {
    const messages = (this.#rest + chunk).split("\0");
    this.#rest = messages.pop() ?? "";
    for (const text of messages) this.#take(JSON.parse(text));
  }

  #take(message: {
    id?: number;
    error?: { message: string };
    result?: Json;
    method?: string;
    params?: Json;
    sessionId?: string;
  }) {
    if (message.id === undefined) {
      for (const listener of this.#listeners.get(message.method ?? "") ?? [])
        listener(message.params ?? {}, message.sessionId);
      return;
    }
    const answer = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) answer?.reject(new Error(message.error.message));
    else answer?.resolve(message.result ?? {});
  }

  #end(): void {
    this.#isOpen = false;
    for (const { reject } of this.#waiting.values()) reject(new Error("Chromium has ended"));
    this.#waiting.clear();
  }
}
