import { describe, expect, it } from "vitest";
import { canAddAgents } from "../../../shared/agent-table.ts";
import { planAgents, type TableBoard } from "./plan-agents.ts";
import { readAgentTable } from "./read-agent-table.ts";

const support: TableBoard = { id: "s", name: "Support", gatewayId: "g", agentNames: ["Hazel"], lead: null };
const night: TableBoard = { id: "n", name: "Night Shift", gatewayId: "g", agentNames: [], lead: "Juno" };
const nowhere: TableBoard = { id: "x", name: "Nowhere", gatewayId: null, agentNames: [], lead: null };
const boards = [support, night, nowhere];

const plan = (text: string, board: TableBoard | null = support) => planAgents(readAgentTable(text), { boards, board });
const faultsOf = (text: string, board?: TableBoard | null) =>
  plan(text, board).report.rows.map(({ row, faults }) => [row, faults.join(" ")]);

describe("a table of agents", () => {
  it.each([
    ["tabs", "\t"],
    ["commas", ","],
    ["semicolons", ";"],
  ])("is read with %s, with columns in any order and spelling, and with quotes", (_name, separator) => {
    const lines = [
      ["ROLE", " agent_name ", "Wakes every", "Pets", "Custom instructions"],
      ["Support Engineer", "Otto", "30m", "cat", '"Never ""promise"" a date,\nor; a\tprice."'],
      ["", "Ada", "", "", ""],
    ];
    const text = `\uFEFF${lines.map((cells) => cells.join(separator)).join("\r\n")}\r\n\r\n`;
    const { report, agents } = plan(text);
    expect(report).toMatchObject({
      columns: ["Role", "Name", "Heartbeat", "Custom instructions"],
      unknownColumns: ["Pets"],
      faults: [],
      agents: [{ name: "Otto", boardName: "Support", isLead: false }, { name: "Ada" }],
    });
    expect(canAddAgents(report)).toBe(true);
    expect(agents).toMatchObject([
      {
        name: "Otto",
        boardId: "s",
        gatewayId: "g",
        heartbeatConfig: { every: "30m", target: "last" },
        identityProfile: { role: "Support Engineer", custom_instructions: 'Never "promise" a date,\nor; a\tprice.' },
      },
      { name: "Ada", heartbeatConfig: null, identityProfile: null },
    ]);
  });

  it("needs no names of columns for a list of names, and for names with roles", () => {
    expect(plan("Otto\n\n  Ada  \n").agents.map(({ name }) => name)).toEqual(["Otto", "Ada"]);
    expect(plan("Otto, Support Engineer\nAda,").agents).toMatchObject([
      { name: "Otto", identityProfile: { role: "Support Engineer" } },
      { name: "Ada", identityProfile: null },
    ]);
  });

  it.each([
    ["Otto,Engineer,30m", ['Name the columns in the first line, such as "Name", "Role" and "Heartbeat".']],
    ["Role,Board\nEngineer,Support", ['The first line names columns, but none is "Name".']],
    ["Name,Agent\nOtto,Ada", ['Several columns are "Name".']],
    ["", []],
  ])("cannot be added when it is %j", (text, faults) => {
    const { report } = plan(text);
    expect(report.faults).toEqual(faults);
    expect(canAddAgents(report)).toBe(false);
  });

  it("says beside each row what is wrong with it", () => {
    const text = [
      "Name,Board,Lead,Heartbeat,Active from,Active until",
      "hazel,,,,,",
      "Otto,,,,,",
      "OTTO,support,,,,",
      "Otto,night shift,,,,",
      "Ada,Elsewhere,,,,",
      ",,,,,",
      "Bo,Nowhere,,,,",
      "Cy,,maybe,soon,,",
      "Di,Night Shift,yes,,,",
      "Ed,,yes,,,",
      "Flo,,x,,,",
      "Gus,,,,8:00,20:00",
      "Hal,,,,08:00,",
      `${"n".repeat(201)},,,,,`,
      "Ian,,,,,,extra",
      ",Support,,,,",
    ].join("\n");
    expect(faultsOf(text)).toEqual([
      [2, "Its board already has an agent of this name."],
      [3, ""],
      [4, "Row 3 has this name on the same board."],
      [5, ""],
      [6, 'There is no board "Elsewhere".'],
      [8, 'Board "Nowhere" is on no gateway.'],
      [9, 'Heartbeat: it is "soon", not a duration such as "30s", "10m" or "1h". Lead is "maybe", not yes or no.'],
      [10, "The board already has a lead: Juno."],
      [11, ""],
      [12, "The board already has a lead: Ed."],
      [13, 'Active from: it is "8:00", not a time such as "08:30".'],
      [14, "Active hours need both a beginning and an end."],
      [15, "Its name is longer than 200 characters."],
      [16, "It has 7 cells, and there are 6 columns."],
      [17, "It has no name."],
    ]);
    expect(faultsOf("Otto", null)).toEqual([[1, "It names no board."]]);
    expect(faultsOf('Name,Role\nOtto,"Engineer')[0]?.[1]).toContain("quotation mark");
  });

  it("is refused in words when it is too long", () => {
    expect(() => readAgentTable("a\n".repeat(5_001))).toThrow(/5,001 rows; at most 5,000/);
    expect(() => readAgentTable("a".repeat(1_000_001))).toThrow(/1,000,001 characters/);
  });
});
