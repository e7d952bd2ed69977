import { hash } from "node:crypto";

/** SHA-256 in hex of a text in UTF-8: what a gateway reports as a file's hash. */
export function sha256Hex(text: string): string {
  return hash("sha256", text);
}
