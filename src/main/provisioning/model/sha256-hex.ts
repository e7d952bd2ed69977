import { hash } from "node:crypto";

/** SHA-256 in hex over UTF-8: what a gateway calls a file's hash. */
export function sha256Hex(text: string): string {
  return hash("sha256", text);
}
