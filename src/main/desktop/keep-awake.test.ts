import { expect, test } from "vitest";
import { keepAwake } from "./keep-awake.ts";
import type { RunProgress } from "./run-watch.ts";

test("the machine is kept awake while a run is on, and only if that is wanted", () => {
  const run: RunProgress = { runId: "1", gatewayName: "Berlin", done: 1, total: 2 };
  let tell: (live: RunProgress[]) => void = () => {};
  let isWanted = true;
  const calls: string[] = [];
  keepAwake(
    {
      onProgress(listener) {
        tell = listener;
        listener([]);
      },
    },
    {
      isWanted: () => isWanted,
      blocker: { start: (kind) => calls.push(kind), stop: (id) => calls.push(`stop ${id}`) },
    },
  );
  for (const live of [[run], [run, run], [], []]) tell(live);
  expect(calls).toEqual(["prevent-app-suspension", "stop 1"]);
  isWanted = false;
  tell([run]);
  isWanted = true;
  tell([run]);
  isWanted = false;
  tell([run]);
  tell([]);
  expect(calls.slice(2)).toEqual(["prevent-app-suspension", "stop 3"]);
});
