import type { MessagePortMain } from "../system/message-channel-main.ts";
import { fromStandIn } from "./stand-in-origin.ts";

/** The connection of a frame to its document. */
export type FrameLink = {
  postMessage(frameId: string, channel: string, message: unknown, ports: MessagePortMain[]): void;
  mainFrame(): WebFrameMain;
};

/** A frame of a page. Its address comes from Chromium, not from what the page says. */
export class WebFrameMain {
  readonly frameId: string;
  readonly parent: WebFrameMain | null;
  readonly #link: FrameLink;
  #chromiumUrl = "about:blank";
  #isDestroyed = false;

  constructor(frameId: string, parent: WebFrameMain | null, link: FrameLink) {
    this.frameId = frameId;
    this.parent = parent;
    this.#link = link;
  }

  get url(): string {
    return fromStandIn(this.#chromiumUrl);
  }

  get origin(): string {
    const { protocol, host } = new URL(this.url);
    return host ? `${protocol}//${host}` : "null";
  }

  get top(): WebFrameMain {
    return this.#link.mainFrame();
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    if (this.#isDestroyed) throw new Error("Render frame was disposed before WebFrameMain could be accessed");
    this.#link.postMessage(this.frameId, channel, message, transfer);
  }

  /** Used only by the harness. */
  navigated(chromiumUrl: string): void {
    this.#chromiumUrl = chromiumUrl;
  }

  detached(): void {
    this.#isDestroyed = true;
  }
}
