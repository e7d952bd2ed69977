import type { CdpPipe } from "../chromium/cdp-pipe.ts";

/**
 * Closes every page that a page opens. Chromium makes it before anybody can be asked; what Electron does (`window.open` returns
 * null) cannot be had here, but no page of ours ever has a second one.
 */
export async function closePopups(cdp: CdpPipe): Promise<void> {
  cdp.on("Target.targetCreated", undefined, ({ targetInfo }) => {
    const { targetId, openerId, type } = targetInfo as { targetId: string; openerId?: string; type: string };
    if (type === "page" && openerId) void cdp.send("Target.closeTarget", { targetId }).catch(() => undefined);
  });
  await cdp.send("Target.setDiscoverTargets", { discover: true });
}
