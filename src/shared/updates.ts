/**
 * How this copy of Flight Deck gets a new version. `self` installs one itself; the others are told that there is one, except a clone
 * and a browser host, which are updated where they are.
 */
export const updateKinds = {
  self: 'A new version is downloaded in the background. It is installed when you quit, or with "Restart and update", and never during a run.',
  deb: "This copy came from a deb package, which only an administrator can replace. When there is a new version, download its deb from your releases and install it: sudo apt install ./FILE.deb",
  archive:
    "This copy came from an archive, so it does not replace itself. When there is a new version, download its archive from your releases, quit, and unpack it in place of this one.",
  unsigned:
    "This copy is not signed, and macOS lets only signed apps replace themselves. When there is a new version, download its dmg from your releases, quit, and replace the app.",
  clone: "This copy runs from a clone: quit, update it with git pull, and start it again.",
  served: "This window is served by a Flight Deck that was started elsewhere: it is updated there.",
} as const;

export type UpdateKind = keyof typeof updateKinds;

/** Where new versions are announced: a folder on a server, and the name of the announcement in it. */
export type UpdateFeed = { address: string; channel: string };

export const defaultChannel = "latest";

/** `ready` is downloaded and waits for the end of this process; `available` has to be installed by the operator. */
export type UpdateStep = "idle" | "checking" | "downloading" | "available" | "ready" | "failed";

export type UpdateView = {
  kind: UpdateKind;
  /** Null while updates are off. */
  feed: UpdateFeed | null;
  step: UpdateStep;
  /** The newer version, if there is one. */
  version: string | null;
  /** Of the download, 0 to 100. */
  percent: number;
  /** When the feed was last read. */
  checkedAt: string | null;
  problem: { message: string; hint: string } | null;
};

/** Whether such a copy reads a feed at all. */
export function readsFeed(kind: UpdateKind): boolean {
  return kind !== "clone" && kind !== "served";
}
