import { Command } from "commander";
import { parseWholeNumber } from "../src/main/cli/parse-whole-number.ts";
import { fuzz } from "./trials/test-decoder.ts";
import { openDecoders } from "./trials/test-decoders.ts";

/** `npm run fuzz [-- OPTIONS]`: gives generated inputs to everything that reads what others wrote. */
const options = new Command("npm run fuzz --")
  .description("Gives generated inputs to every decoder: none may crash, hang or call it a fault of Flight Deck.")
  .option("--inputs <n>", "how many in all; with --only, for this one", parseWholeNumber, 10_000)
  .option("--seed <n>", "the seed of the inputs", parseWholeNumber, 1 + (Date.now() % 1_000_000))
  .option("--only <name>", "only the decoder of this name")
  .parse()
  .opts<{ inputs: number; seed: number; only?: string }>();

const { decoders, close } = await openDecoders();
const chosen = decoders.filter(({ name }) => options.only === undefined || name === options.only);
if (chosen.length === 0) {
  console.error(
    `There is no decoder "${options.only}". There are:\n${decoders.map(({ name }) => `  ${name}`).join("\n")}`,
  );
  close();
  process.exit(2);
}
const each = Math.ceil(options.inputs / chosen.length);
let failed = 0;
for (const decoder of chosen) {
  // Should it hang, this is the last line.
  console.error(`${each} inputs for ${decoder.name}`);
  const failure = await fuzz(decoder, each, options.seed);
  if (failure === null) continue;
  failed += 1;
  console.error(failure);
}
close();
console.log(`seed ${options.seed}: ${each * chosen.length} inputs for ${chosen.length} decoders; ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
