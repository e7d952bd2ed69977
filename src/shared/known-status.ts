import { isSilent } from "./is-silent.ts";

/**
 * What is known of an agent, in a word: "new" until its first provisioning, then "provisioned". Only Mission Control's database
 * knows who checks in, so its other words count only with that source.
 */
export function knownStatus(
  { status, lastSeenAt }: { status: string; lastSeenAt: string | null },
  hasSource: boolean,
  nowMs: number,
): string {
  const isSeen = hasSource && lastSeenAt !== null;
  switch (status) {
    case "provisioning":
      return isSeen ? status : "new";
    case "online":
      if (!isSeen) return "provisioned";
      return isSilent(Date.parse(lastSeenAt), nowMs) ? "offline" : status;
    case "updating":
    case "offline":
      return hasSource ? status : "provisioned";
    default:
      return status;
  }
}
