import fc from "fast-check";
import { expect, test } from "vitest";
import type { NotifiedProblem } from "../../shared/notifications.ts";
import type { KnownProblems } from "../database/schema/notification-tables.ts";
import { decideChanges, firstLook, type PresentState } from "./decide-changes.ts";

const minuteMs = 60_000;
const holdsMs = 2 * minuteMs;
const about = (agents: number | null): NotifiedProblem => ({
  kind: "sync",
  text: `${agents} agents`,
  agents,
  names: [],
  runId: null,
});

type Given = { agents?: number | null; isUnclear?: boolean; isForgotten?: boolean; isTold?: boolean };
/** A gateway with one problem, or with none if `agents` is left out. */
const state = ({ agents, isUnclear = false, isForgotten = false, isTold = true }: Given): PresentState => ({
  problems: agents === undefined ? [] : [{ key: "one", problem: about(agents) }],
  isUnclear: () => isUnclear,
  isForgotten: () => isForgotten,
  isTold: () => isTold,
  holdsMsOf: () => holdsMs,
});

/** What is told at each of these minutes. */
function follow(steps: [minute: number, given: Given][], known: KnownProblems = {}): string[] {
  return steps.map(([minute, given]) => {
    const changes = decideChanges(known, state(given), minute * minuteMs);
    ({ known } = changes);
    const texts = [
      ...changes.problems.map(({ text }) => text),
      ...changes.resolved.map(({ text }) => `resolved: ${text}`),
    ];
    return texts.join("; ");
  });
}

test("a problem is told once it has lasted, and its end once that has lasted", () => {
  expect(
    follow([
      [0, { agents: 3 }],
      [1, { agents: 3 }],
      [2, { agents: 3 }],
      [3, { agents: 3 }],
      [4, {}],
      [5, {}],
      [6, {}],
      [7, {}],
    ]),
  ).toEqual(["", "", "3 agents", "", "", "", "resolved: 3 agents", ""]);
});

test("a gateway that comes and goes is told of once", () => {
  const flaps = Array.from({ length: 60 }, (_, minute): [number, Given] => [
    minute,
    minute % 2 === 0 ? { agents: 1 } : {},
  ]);
  expect(follow(flaps).filter(Boolean)).toEqual([]);
  const told: [number, Given][] = [
    [0, { agents: 1 }],
    [2, { agents: 1 }],
  ];
  expect(
    follow([...told, ...flaps.map(([minute, given]): [number, Given] => [minute + 3, given])]).filter(Boolean),
  ).toEqual(["1 agents"]);
});

test("more of the same is told when it has doubled", () => {
  const agents = [2, 3, 4, 7, 8, 1, 15, 16];
  const steps = agents.map((amount, index): [number, Given] => [2 + index, { agents: amount }]);
  expect(follow([[0, { agents: 2 }], ...steps]).filter(Boolean)).toEqual([
    "2 agents",
    "4 agents",
    "8 agents",
    "16 agents",
  ]);
});

test("what was there at the first look is neither told nor resolved", () => {
  const known = firstLook(state({ agents: 3 }), 0);
  expect(
    follow(
      [
        [5, { agents: 30 }],
        [6, {}],
        [9, {}],
      ],
      known,
    ),
  ).toEqual(["", "", ""]);
});

test("a kind that is off tells nothing, neither then nor when it ends", () => {
  expect(
    follow([
      [0, { agents: 1, isTold: false }],
      [2, { agents: 1, isTold: false }],
      [3, { agents: 1 }],
      [4, {}],
      [9, {}],
    ]).filter(Boolean),
  ).toEqual([]);
  expect(
    follow([
      [0, { agents: 1 }],
      [2, { agents: 1 }],
      [3, { isTold: false }],
      [6, { isTold: false }],
    ]).filter(Boolean),
  ).toEqual(["1 agents"]);
});

test("what is unclear is not resolved, and what was deleted is forgotten", () => {
  const told: [number, Given][] = [
    [0, { agents: 1 }],
    [2, { agents: 1 }],
  ];
  expect(
    follow([...told, [3, { isUnclear: true }], [9, { isUnclear: true }], [10, {}], [12, {}]]).filter(Boolean),
  ).toEqual(["1 agents", "resolved: 1 agents"]);
  expect(follow([...told, [3, { isForgotten: true }], [9, {}]]).filter(Boolean)).toEqual(["1 agents"]);
});

test("a clock that was set back delays by no more than the time that a state must last", () => {
  expect(
    follow([
      [1_000, { agents: 1 }],
      [0, { agents: 1 }],
      [2, { agents: 1 }],
      [3, {}],
      [-100, {}],
      [-98, {}],
    ]),
  ).toEqual(["", "", "1 agents", "", "", "resolved: 1 agents"]);
});

test("resolved is told exactly after a problem, and what lasts is told", () => {
  const step = fc.record({
    minutes: fc.integer({ min: 0, max: 4 }),
    agents: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    isUnclear: fc.boolean(),
    isTold: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let known: KnownProblems = {};
      let nowMs = 0;
      let isOpen = false;
      for (const { minutes, agents, ...rest } of steps) {
        nowMs += minutes * minuteMs;
        const changes = decideChanges(known, state({ ...rest, ...(agents === undefined ? {} : { agents }) }), nowMs);
        ({ known } = changes);
        expect(changes.problems.length + changes.resolved.length).toBeLessThan(2);
        if (changes.resolved.length > 0) expect(isOpen).toBe(true);
        if (changes.problems.length > 0) isOpen = true;
        if (changes.resolved.length > 0 || !("one" in known)) isOpen = false;
      }
      // All is well for long enough: nothing is open any more.
      const ends = [nowMs, nowMs + holdsMs].map((atMs) => {
        const changes = decideChanges(known, state({}), atMs);
        ({ known } = changes);
        return changes.resolved.length;
      });
      expect(ends.filter((amount) => amount === 1)).toHaveLength(isOpen ? 1 : 0);
      expect(known).toEqual({});
    }),
  );
});
