import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../shared/run-views.ts";
import { emptySnapshot } from "../../stores/live-run/test-run.ts";
import { filterRuns, type RunFilter } from "./filter-runs.ts";

const run = (id: string, change: Partial<RunRow>): RunRow => ({ ...emptySnapshot().run, id, ...change });
const planOnly = { ...emptySnapshot().run.options, dryRun: true };
const runs = [
  run("1", { status: "running", gatewayId: "a", gatewayName: "Harbour" }),
  run("2", { status: "succeeded", gatewayId: "b", gatewayName: "Foundry", kind: "ensure-lead", startedBy: "olga" }),
  run("3", { status: "succeeded", gatewayId: "a", errors: 2 }),
  run("4", { status: "cancelled", gatewayId: "b", gatewayName: "Foundry", options: planOnly }),
];
const filter = (change: Partial<RunFilter>) =>
  filterRuns(runs, { gatewayId: "", status: "", kind: "", text: "", ...change }).map(({ id }) => id);

describe("filterRuns", () => {
  it.each<[Partial<RunFilter>, string[]]>([
    [{}, ["1", "2", "3", "4"]],
    [{ gatewayId: "b" }, ["2", "4"]],
    [{ status: "succeeded" }, ["2", "3"]],
    [{ status: "problems" }, ["3", "4"]],
    [{ kind: "ensure-lead" }, ["2"]],
    [{ kind: "template-sync" }, ["1", "3"]],
    [{ kind: "plan" }, ["4"]],
    [{ text: "OLGA" }, ["2"]],
    [{ text: "ensure lead" }, ["2"]],
    [{ text: "found", status: "cancelled" }, ["4"]],
  ])("%j", (change, ids) => {
    expect(filter(change)).toEqual(ids);
  });
});
