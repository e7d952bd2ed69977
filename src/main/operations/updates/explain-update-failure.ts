import { codeOf } from "../../../shared/code-of.ts";
import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import type { UpdateFeed } from "../../../shared/updates.ts";

const longest = 160;

/** What the operator is told of a failure of the updater, whose own messages are for developers. */
export function explainUpdateFailure(error: unknown, { address, channel }: UpdateFeed): FlightDeckError {
  if (error instanceof FlightDeckError) return error;
  const { feed, notAsAnnounced, install } = hintsOf("update-failed");
  const failed = (message: string, hint = feed) =>
    new FlightDeckError("update-failed", message, hint, { cause: error });
  const code = codeOf(error);
  const [line = ""] = messageOf(error).split("\n");
  const why = line.slice(0, longest).replace(/[.\s]+$/, "");
  if (code === "ERR_UPDATER_CHANNEL_FILE_NOT_FOUND") return failed(`${address} has no channel "${channel}".`);
  if (/checksum mismatch/i.test(line)) {
    return failed(`The file that ${address} offers is not the one that was announced.`, notAsAnnounced);
  }
  if (/not signed by the application owner|code signature/i.test(line)) {
    return failed(`The new version at ${address} is not signed as this one is.`, notAsAnnounced);
  }
  if (/^ERR_UPDATER_(INVALID|NO_)/.test(code)) return failed(`${address} announces no version that fits this system.`);
  if (/read-only volume|EACCES|EPERM|EROFS/.test(line))
    return failed(`The new version cannot be installed: ${why}.`, install);
  return failed(`${address} cannot be used: ${why}.`);
}
