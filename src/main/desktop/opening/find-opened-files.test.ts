import { expect, test } from "vitest";
import { findOpenedFiles } from "./find-opened-files.ts";

test.each([
  [["flight-deck", "plan.json"], ["/home/a/plan.json"]],
  [["electron", ".", "--data-dir", "/tmp/data.json", "Monday.flightplan"], ["/home/a/Monday.flightplan"]],
  [["flight-deck", "--allow-file-access-from-files", "/srv/a b.flightfleet", "-psn_0_1"], ["/srv/a b.flightfleet"]],
  [["flight-deck", "https://example.com/", "notes.txt", "--x=plan.json"], []],
])("%o", (argv, files) => {
  expect(findOpenedFiles(argv, "/home/a")).toEqual(files);
});
