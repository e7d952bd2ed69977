import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { defaultChannel, type UpdateFeed } from "../../../shared/updates.ts";

/**
 * A feed as it can be used. Only https is accepted, because whoever can change a feed decides what is installed; this machine itself
 * needs none.
 * @throws FlightDeckError bad-input
 */
export function checkFeed({ address, channel }: UpdateFeed): UpdateFeed {
  const typed = address.trim();
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || !isSafeUpdateUrl(url.href)) {
    throw refused(`"${typed.slice(0, 80)}" is not an https address`, "feedAddress");
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw refused("The address contains a user name, a password, a query or a fragment", "feedSecret");
  }
  const name = channel.trim() || defaultChannel;
  if (!/^[a-z0-9][a-z0-9.-]{0,39}$/i.test(name))
    throw refused(`"${name.slice(0, 60)}" is not a channel name`, "feedChannel");
  return { address: url.href.endsWith("/") ? url.href : `${url.href}/`, channel: name };
}

/** Whether an update may be fetched from there, also after a redirect. */
export function isSafeUpdateUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && hostname === "127.0.0.1");
}

function refused(what: string, why: "feedAddress" | "feedSecret" | "feedChannel"): FlightDeckError {
  return new FlightDeckError("bad-input", `${what}.`, hintsOf("bad-input")[why]);
}
