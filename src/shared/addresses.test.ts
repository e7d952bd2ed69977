import { describe, expect, it } from "vitest";
import { addressFault, addressFaultText, isLocalAddress, isSameEndpoint, printableAddress } from "./addresses.ts";

describe("addressFault", () => {
  it.each([
    ["gateway", "ws://127.0.0.1:18789"],
    ["gateway", "WSS://Gateway.example.com/openclaw"],
    ["gateway", "ws://[::1]:18789"],
    ["base-url", "http://127.0.0.1:8000"],
    ["base-url", "https://mission.example.com/api"],
  ] as const)("takes a %s of %s", (kind, address) => {
    expect(addressFault(kind, address)).toBeNull();
  });

  it.each([
    ["gateway", "", "is empty"],
    ["gateway", "127.0.0.1:18789", "does not begin with ws:// or wss://"],
    ["gateway", "harbour:18789", "does not begin with ws:// or wss://"],
    ["gateway", "ws:127.0.0.1", "does not begin with ws:// or wss://"],
    ["gateway", "http://127.0.0.1:18789", "begins with http://, not with ws:// or wss://"],
    ["gateway", "hunter2://host", "does not begin with ws:// or wss://"],
    ["gateway", "http://127.0.0.1:18789/#token=hunter2", "contains a token, like a link to the Control UI"],
    ["gateway", "ws://127.0.0.1:18789/?token=hunter2", "contains a token, like a link to the Control UI"],
    ["gateway", "ws://ada:hunter2@host", "contains a user name or password"],
    ["gateway", "ws://hunter2@host", "contains a user name or password"],
    ["gateway", "ws://host/?key=hunter2", "contains a query (from the ? on)"],
    ["gateway", "ws://host/#hunter2", "contains a fragment (from the # on)"],
    ["gateway", "ws://host/\nhunter2", "contains a blank, a line break or an invisible character"],
    ["gateway", "ws://host\u200b", "contains a blank, a line break or an invisible character"],
    ["gateway", "ws://", "is not valid"],
    ["gateway", "ws://host:99999", "is not valid"],
    ["base-url", "ws://127.0.0.1:8000", "begins with ws://, not with http:// or https://"],
    ["base-url", "mission.example.com", "does not begin with http:// or https://"],
    ["base-url", "http://ada:hunter2@host", "contains a user name or password"],
    ["base-url", "http://host?x=1", "contains a query (from the ? on)"],
    ["base-url", "http://host#x", "contains a fragment (from the # on)"],
    ["base-url", "http://host\r\nX: hunter2", "contains a blank, a line break or an invisible character"],
    ["base-url", "http://host/$(hunter2)", "contains a character that addresses do not have"],
  ] as const)("refuses a %s of %j and repeats nothing of it", (kind, address, reason) => {
    expect(addressFault(kind, address)?.reason).toBe(reason);
    expect(addressFaultText(kind, address)).not.toContain("hunter2");
  });
});

it.each([
  ["ws://127.0.0.1:18789/", "ws://127.0.0.1:18789"],
  ["wss://ada:hunter2@host:1/path?token=hunter2#hunter2", "wss://host:1/path"],
  ["ada:hunter2@host:18789", "host:18789"],
  ["ws://ada:hun/ter2@host", "ws://host"],
  ["ws://ho\nst", "ws://host"],
  ["", ""],
  ["hunter2", "(not an address)"],
  ["hunter2://x", "(not an address)"],
])("printableAddress of %j", (address, printable) => {
  expect(printableAddress(address)).toBe(printable);
});

it.each([
  ["ws://Host:80/a", "ws://host/b", true],
  ["wss://host", "wss://host:443/", true],
  ["wss://host.", "wss://host", true],
  ["ws://host", "wss://host", false],
  ["ws://host:1", "ws://host:2", false],
  ["ws://host:1", "ws://other:1", false],
  ["host:1", "host:1", true],
  ["", "ws://host", false],
])("isSameEndpoint of %j and %j is %j", (one, other, isSame) => {
  expect(isSameEndpoint(one, other)).toBe(isSame);
});

describe("isLocalAddress", () => {
  it.each(["ws://127.0.0.1:18789", "wss://LOCALHOST", "ws://[::1]:18789", "http://127.1:8000"])(
    "takes %s",
    (address) => {
      expect(isLocalAddress(address)).toBe(true);
    },
  );

  it.each(["", "127.0.0.1", "ws://127.0.0.1.example.com", "http://10.127.0.1", "ws://[::2]"])("not %j", (address) => {
    expect(isLocalAddress(address)).toBe(false);
  });
});
