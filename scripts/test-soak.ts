import { Command, InvalidArgumentError } from "commander";
import { parseWholeNumber } from "../src/main/cli/parse-whole-number.ts";
import { growing, type Sample, Soak } from "./trials/test-soak.ts";

/** `npm run test:soak [-- OPTIONS]`: works without a pause and looks at what a process must not have more and more of. */
const options = new Command("npm run test:soak --")
  .description(
    "Checks, runs, restarts and cut connections on practice gateways: memory, handles and files must level off.",
  )
  .option("--minutes <n>", "how long", minutes, 10)
  .option("--seed <n>", "the seed of the work", parseWholeNumber, 1)
  .parse()
  .opts<{ minutes: number; seed: number }>();

function minutes(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 600) return value;
  throw new InvalidArgumentError("Not a number of minutes.");
}

const sampleEveryMs = 5_000;
const soak = await Soak.open(options.seed);
const samples: Sample[] = [];
const endsAtMs = performance.now() + options.minutes * 60_000;
let nextSampleAtMs = 0;
while (performance.now() < endsAtMs) {
  await soak.step();
  if (performance.now() < nextSampleAtMs) continue;
  nextSampleAtMs = performance.now() + sampleEveryMs;
  samples.push(soak.sample());
  if (samples.length % 12 === 1) console.error(JSON.stringify({ ...soak.work, ...samples.at(-1) }));
}
const grown = growing(samples);
await soak.close();
console.log(JSON.stringify({ ...soak.work, first: samples[0], last: samples.at(-1) }));
for (const line of grown) console.log(line);
console.log(
  `${options.minutes} minutes, seed ${options.seed}: ${grown.length === 0 ? "everything levels off" : "it still grows"}`,
);
process.exit(grown.length > 0 ? 1 : 0);
