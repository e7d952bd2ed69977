import { shell } from "electron";
import { isAllowedLink } from "./is-allowed-link.ts";

/** Opens a link in the system's browser if it is one we know; ignores all others. */
export function openExternalLink(url: string): void {
  if (isAllowedLink(url)) void shell.openExternal(url);
}
