import type { MessagePortMain } from "../system/message-channel-main.ts";
import type { PageSession, PortData, WorldMessage } from "./page-session.ts";

type Far = ReturnType<MessagePortMain["giveAway"]> & { frameId: string };

/** Transfers the messages of ports that main gave to a page, and closes the ports with the page's document. */
export class PortBridge {
  readonly #page: PageSession;
  readonly #ports = new Map<number, Far>();
  #lastId = 0;

  constructor(page: PageSession) {
    this.#page = page;
    page.onDocumentGone((frameId) => {
      for (const [portId, port] of this.#ports) if (port.frameId === frameId) this.#end(portId);
    });
  }

  /** @returns the numbers that identify the ports in the page */
  give(frameId: string, ports: MessagePortMain[]): number[] {
    return ports.map((port) => {
      const portId = ++this.#lastId;
      const far = port.giveAway({
        post: (data) => void this.#page.deliver(frameId, "portMessage", { portId, data: encode(data) }),
        close: () => {
          this.#ports.delete(portId);
          void this.#page.deliver(frameId, "portClose", { portId });
        },
      });
      this.#ports.set(portId, { ...far, frameId });
      return portId;
    });
  }

  receive(message: Extract<WorldMessage, { portId: number }>): void {
    if (message.type === "port-close") this.#end(message.portId);
    else this.#ports.get(message.portId)?.arrived(decode(message.data));
  }

  #end(portId: number): void {
    this.#ports.get(portId)?.ended();
    this.#ports.delete(portId);
  }
}

function encode(data: unknown): PortData {
  if (typeof data === "string") return { text: data };
  if (data instanceof Uint8Array) return { base64: Buffer.from(data).toString("base64") };
  if (data instanceof ArrayBuffer) return { base64: Buffer.from(data).toString("base64") };
  throw new Error("electron harness: a port carries text and bytes here, nothing else");
}

function decode(data: PortData): string | Uint8Array {
  return "text" in data ? data.text : new Uint8Array(Buffer.from(data.base64, "base64"));
}
