import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Chromium } from "../chromium/launch-chromium.ts";

type Json = { [key: string]: unknown };

/** A message from the world of a preload. */
export type WorldMessage =
  | { type: "send"; channel: string; args: unknown[] }
  | { type: "invoke"; invokeId: number; channel: string; args: unknown[] }
  | { type: "port-message"; portId: number; data: PortData }
  | { type: "port-close"; portId: number }
  | { type: "open"; url: string; frameName: string };
export type PortData = { text: string } | { base64: string };

export type PageSessionOptions = {
  chromium: Chromium;
  /** The path of the preload script. */
  preload: string | undefined;
  /** Also runs the preload in frames inside the page. */
  nodeIntegrationInSubFrames: boolean;
};

const binding = "electronHarness";
const worldName = "Electron Isolated Context";
const source = (file: string) =>
  readFileSync(new URL(`../page/${file}`, import.meta.url), "utf8")
    .trim()
    .replace(/;$/, "");

/** A page of Chromium, with a preload in an isolated world in every document. */
export class PageSession {
  readonly targetId: string;
  readonly #cdp: Chromium["cdp"];
  readonly #sessionId: string;
  /** The preload's world by frame, and the frame by world. */
  readonly #contextOfFrame = new Map<string, number>();
  readonly #frameOfContext = new Map<number, string>();

  private constructor(cdp: Chromium["cdp"], targetId: string, sessionId: string) {
    this.#cdp = cdp;
    this.targetId = targetId;
    this.#sessionId = sessionId;
  }

  static async open({
    chromium: { cdp },
    preload,
    nodeIntegrationInSubFrames,
  }: PageSessionOptions): Promise<PageSession> {
    const { targetId } = await cdp.send("Target.createTarget", { url: "about:blank", newWindow: true });
    const { sessionId } = await cdp.send("Target.attachToTarget", { targetId, flatten: true });
    const session = new PageSession(cdp, String(targetId), String(sessionId));
    await session.#prepare(preload, nodeIntegrationInSubFrames);
    return session;
  }

  send(method: string, params: Json = {}): Promise<Json> {
    return this.#cdp.send(method, params, this.#sessionId);
  }

  on(method: string, listener: (params: Json) => void): void {
    this.#cdp.on(method, this.#sessionId, listener);
  }

  /** @param listener receives the real source frame of a message, reported by Chromium and not by the message */
  onWorldMessage(listener: (frameId: string, message: WorldMessage) => void): void {
    this.on("Runtime.bindingCalled", ({ name, payload, executionContextId }) => {
      const frameId = this.#frameOfContext.get(Number(executionContextId));
      if (name === binding && frameId !== undefined) listener(frameId, JSON.parse(String(payload)));
    });
  }

  /** @param listener called when a frame's document, with its preload and ports, is gone */
  onDocumentGone(listener: (frameId: string) => void): void {
    const forget = (contextId: number) => {
      const frameId = this.#frameOfContext.get(contextId);
      this.#frameOfContext.delete(contextId);
      if (frameId === undefined) return;
      if (this.#contextOfFrame.get(frameId) === contextId) this.#contextOfFrame.delete(frameId);
      listener(frameId);
    };
    this.on("Runtime.executionContextDestroyed", ({ executionContextId }) => forget(Number(executionContextId)));
    this.on("Runtime.executionContextsCleared", () => [...this.#frameOfContext.keys()].forEach(forget));
    this.#cdp.on("Target.detachedFromTarget", undefined, ({ sessionId }) => {
      if (sessionId === this.#sessionId) [...this.#frameOfContext.keys()].forEach(forget);
    });
  }

  /** Calls one of the functions that `isolated-world.js` offers in a frame; does nothing when the document is gone. */
  async deliver(
    frameId: string,
    name: "message" | "answer" | "portMessage" | "portClose",
    argument: object,
  ): Promise<void> {
    const executionContextId = this.#contextOfFrame.get(frameId);
    if (executionContextId === undefined) return;
    await this.send("Runtime.callFunctionOn", {
      functionDeclaration: `function (argument) { ${binding}Deliver.${name}(argument); }`,
      arguments: [{ value: argument }],
      executionContextId,
    }).catch(() => undefined);
  }

  async #prepare(preload: string | undefined, nodeIntegrationInSubFrames: boolean): Promise<void> {
    this.on("Runtime.executionContextCreated", ({ context }) => {
      const { id, name, auxData } = context as { id: number; name: string; auxData: { frameId: string } };
      if (name !== worldName) return;
      this.#contextOfFrame.set(auxData.frameId, id);
      this.#frameOfContext.set(id, auxData.frameId);
    });
    await Promise.all([this.send("Page.enable"), this.send("Runtime.enable"), this.send("Network.enable")]);
    await this.send("Runtime.addBinding", { name: binding, executionContextName: worldName });
    const secret = JSON.stringify(`electron-harness-${randomBytes(12).toString("hex")}`);
    await this.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${source("main-world.js")})(${secret})` });
    await this.send("Page.addScriptToEvaluateOnNewDocument", {
      worldName,
      source: `(${source("isolated-world.js")})({
        secret: ${secret}, binding: "${binding}", platform: "${process.platform}",
        runsPreload: window === window.top || ${nodeIntegrationInSubFrames},
        preload: (require, process, module, exports) => {${preload ? readFileSync(preload, "utf8") : ""}\n},
      })`,
    });
  }
}
