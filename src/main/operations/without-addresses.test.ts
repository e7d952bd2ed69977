import { expect, it } from "vitest";
import { withoutAddresses } from "./without-addresses.ts";

it.each([
  ['Gateway "Berlin": it refused', 'Gateway "…": it refused'],
  ["connect ECONNREFUSED 127.0.0.1:18789", "connect ECONNREFUSED (address)"],
  ["connect ECONNREFUSED ::1:18789", "connect ECONNREFUSED (address)"],
  ["getaddrinfo ENOTFOUND gateway.example.com", "getaddrinfo ENOTFOUND (host)"],
  ["see wss://gateway.example.com:443/x?y", "see (address)"],
  ["agent 5eed0000-0000-4000-8006-000000000001 failed", "agent (id) failed"],
  ["cannot read /home/olga/templates: denied", "cannot read (path): denied"],
  ["SOUL.md of BOARD_SOUL.md.j2, line 2", "SOUL.md of BOARD_SOUL.md.j2, line 2"],
  ["ENOENT: no such file or directory, open '/home/olga/a b/data.key'", "ENOENT: no such file or directory, open '…'"],
  ["EPERM: link 'C:\\Users\\olga\\x' -> 'C:\\Users\\olga\\y'", "EPERM: link '…' -> '…'"],
  ["it doesn't open, and that's all", "it doesn't open, and that's all"],
  ["dir=/home/olga/x,`/srv/olga`", "dir=(path)"],
  ["cannot read ~/fleets/berlin.json: denied", "cannot read (path): denied"],
  ["read \\\\nas\\olga\\x", "read (path)"],
  ["mail from olga.berg+fleet@example.com refused", "mail from (mail) refused"],
  ["connect to olgas-box:18789 failed", "connect to (address) failed"],
  ["olgas-notes.md and berlin.json", "(host) and (host)"],
  ["at start-run.ts:12 in openclaw.json", "at start-run.ts:12 in openclaw.json"],
])("%s", (message, shown) => {
  expect(withoutAddresses(message)).toBe(shown);
});

it.each([
  ["/home/olga/Our Fleet of 2026/templates: denied", "(path): denied"],
  ["moved from /srv/Olga's fleet/ws to D:\\Fleets\\Olga's own\\ws. It stays.", "moved from (path) to (path) It stays."],
])("takes out paths with blanks: %s", (message, shown) => {
  expect(withoutAddresses(message)).toBe(shown);
});

it.each([
  ['Gateway "the "prod" one" refused', ['the "prod" one'], 'Gateway "…" refused'],
  ["getaddrinfo ENOTFOUND olgas-box", ["olgas-box"], "getaddrinfo ENOTFOUND (name)"],
  ["Nora Berg and Nora, of Norasville", ["Nora", "Nora Berg"], "(name) and (name), of Norasville"],
  ["A was skipped: (gone?) Anna.", ["A", "(gone?)", "Anna"], "(name) was skipped: (name) (name)."],
])("takes out of %j the names %j", (message, names, shown) => {
  expect(withoutAddresses(message, names)).toBe(shown);
});

it("takes out the names it is given", () => {
  expect(withoutAddresses("Nora was skipped", ["Nora"])).toBe("(name) was skipped");
});
