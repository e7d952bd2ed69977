import { shell } from "electron";
import { isAllowedLink } from "./is-allowed-link.ts";

/** Hands a link to the system's browser if it is one we know; anything else goes nowhere. */
export function openExternalLink(url: string): void {
  if (isAllowedLink(url)) void shell.openExternal(url);
}
