import { expect, test } from "vitest";
import { FlightDeckError } from "../../../shared/errors.ts";
import { checkFeed, isSafeUpdateUrl } from "./check-feed.ts";
import { explainUpdateFailure } from "./explain-update-failure.ts";

const feed = { address: "https://files.example.com/fd/", channel: "latest" };

test.each([
  ["https://files.example.com/fd", "beta", { address: "https://files.example.com/fd/", channel: "beta" }],
  [" https://files.example.com/fd/ ", "", feed],
  ["http://127.0.0.1:8000", "latest", { address: "http://127.0.0.1:8000/", channel: "latest" }],
])("%s is a feed", (address, channel, expected) => {
  expect(checkFeed({ address, channel })).toEqual(expected);
});

test.each([
  ["http://files.example.com/", "latest", "not an https address"],
  ["http://127.0.0.1.example.com/", "latest", "not an https address"],
  ["file:///srv/releases/", "latest", "not an https address"],
  ["releases", "latest", "not an https address"],
  ["https://me:secret@files.example.com/", "latest", "a password"],
  ["https://files.example.com/?key=secret", "latest", "a query"],
  ["https://files.example.com/", "../beta", "not a channel name"],
])("%s is refused", (address, channel, why) => {
  const check = () => checkFeed({ address, channel });
  expect(check).toThrow(expect.objectContaining({ code: "bad-input", message: expect.stringContaining(why) }));
  expect(check).not.toThrow("secret");
});

test("a redirect may not lead away from https", () => {
  expect([isSafeUpdateUrl("https://cdn.example.com/x"), isSafeUpdateUrl("http://cdn.example.com/x")]).toEqual([
    true,
    false,
  ]);
});

test.each([
  ["sha512 checksum mismatch, expected a, got b", "", /is not the one that was announced/],
  [
    "New version 9.1.0 is not signed by the application owner",
    "ERR_UPDATER_INVALID_SIGNATURE",
    /is not signed as this one/,
  ],
  ["Cannot parse update info", "ERR_UPDATER_INVALID_UPDATE_INFO", /announces no version that fits/],
  ["EACCES: permission denied, unlink '/opt/x'", "EACCES", /cannot be installed/],
  ["net::ERR_NAME_NOT_RESOLVED\n   at stack", "", /cannot be used: net::ERR_NAME_NOT_RESOLVED\.$/],
])("%s", (message, code, told) => {
  const error = explainUpdateFailure(Object.assign(new Error(message), { code }), feed);
  expect(error).toBeInstanceOf(FlightDeckError);
  expect(error.message).toMatch(told);
});
