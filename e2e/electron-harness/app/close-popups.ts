import type { CdpPipe } from "../chromium/cdp-pipe.ts";

/**
 * Closes every page that a page opens by a link, because Chromium creates it without asking. (`window.open` is handled in
 * the page, by main-world.js.)
 */
export async function closePopups(cdp: CdpPipe): Promise<void> {
  cdp.on("Target.targetCreated", undefined, ({ targetInfo }) => {
    const { targetId, openerId, type } = targetInfo as { targetId: string; openerId?: string; type: string };
    if (type === "page" && openerId) void cdp.send("Target.closeTarget", { targetId }).catch(() => undefined);
  });
  await cdp.send("Target.setDiscoverTargets", { discover: true });
}
