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
])("%s", (message, shown) => {
  expect(withoutAddresses(message)).toBe(shown);
});

it("takes out the names it is given", () => {
  expect(withoutAddresses("Nora was skipped", ["Nora"])).toBe("(name) was skipped");
});
