import type { PageSession } from "./page-session.ts";
import { type FrameLink, WebFrameMain } from "./web-frame-main.ts";

type FrameNode = {
  frame: { id: string; parentId?: string; url: string; urlFragment?: string };
  childFrames?: FrameNode[];
};

/** The frames of a page, as reported by Chromium. */
export class FrameTree {
  readonly #frames = new Map<string, WebFrameMain>();
  readonly #link: FrameLink;
  readonly #mainFrameId: string;

  private constructor(mainFrameId: string, link: FrameLink) {
    this.#mainFrameId = mainFrameId;
    this.#link = link;
    this.#attach(mainFrameId, null);
  }

  static async open(page: PageSession, link: FrameLink): Promise<FrameTree> {
    const { frameTree } = (await page.send("Page.getFrameTree")) as { frameTree: FrameNode };
    const tree = new FrameTree(frameTree.frame.id, link);
    page.on("Page.frameAttached", ({ frameId, parentFrameId }) => tree.#attach(String(frameId), String(parentFrameId)));
    page.on("Page.frameDetached", ({ frameId, reason }) => {
      if (reason === "remove") tree.#detach(String(frameId));
    });
    page.on("Page.frameNavigated", ({ frame }) => {
      const { id, url, urlFragment = "" } = frame as FrameNode["frame"];
      tree.find(id)?.navigated(url + urlFragment);
    });
    page.on("Page.navigatedWithinDocument", ({ frameId, url }) => tree.find(String(frameId))?.navigated(String(url)));
    return tree;
  }

  get mainFrame(): WebFrameMain {
    const frame = this.#frames.get(this.#mainFrameId);
    if (!frame) throw new Error("electron harness: the page has lost its main frame");
    return frame;
  }

  find(frameId: string): WebFrameMain | undefined {
    return this.#frames.get(frameId);
  }

  detachAll(): void {
    for (const frameId of [...this.#frames.keys()]) this.#detach(frameId);
  }

  #attach(frameId: string, parentId: string | null): void {
    const parent = parentId === null ? null : (this.#frames.get(parentId) ?? null);
    if (!this.#frames.has(frameId)) this.#frames.set(frameId, new WebFrameMain(frameId, parent, this.#link));
  }

  #detach(frameId: string): void {
    this.#frames.get(frameId)?.detached();
    if (frameId !== this.#mainFrameId) this.#frames.delete(frameId);
  }
}
