import { FlightDeckError, hintsOf } from "../../shared/errors.ts";

/** Options that npm has as well, and that change nothing: they may be set in a user's npm settings. */
const harmless: ReadonlySet<string> = new Set(["--json", "--version", "--help"]);
/** `npx --yes flightdeck` is right; an answer that `npm exec` took is asked for. */
const harmlessToNpx: ReadonlySet<string> = new Set([...harmless, "--yes"]);

/**
 * Refuses words of which npm took options for itself. Without `--` before them, also where a shell dropped it, npm keeps options
 * and passes only the other words on: `import fleet.json --dry-run` would import.
 * @param flags every option there is, such as `--dry-run`
 * @throws FlightDeckError bad-input
 */
export function refuseLostFlags(flags: readonly string[], words: readonly string[], env: NodeJS.ProcessEnv): void {
  if (env.npm_lifecycle_event === undefined) return;
  const isOfNpx = env.npm_lifecycle_event === "npx";
  const lost = flags.filter((flag) => {
    const isThere = words.some((word) => word === flag || word.startsWith(`${flag}=`));
    return !(isOfNpx ? harmlessToNpx : harmless).has(flag) && !isThere && isTakenByNpm(flag, env);
  });
  if (lost.length === 0) return;
  throw new FlightDeckError(
    "bad-input",
    `npm took ${lost.join(" and ")} for itself, so nothing was done.`,
    isOfNpx
      ? hintsOf("bad-input").lostFlagsOfExec
      : hintsOf("bad-input").lostFlags(
          env.npm_lifecycle_event === "start" ? "npm start" : `npm run ${env.npm_lifecycle_event}`,
        ),
  );
}

/** npm tells its scripts each of its options in a variable; `--no-x` is an empty `x`. */
function isTakenByNpm(flag: string, env: NodeJS.ProcessEnv): boolean {
  const [, no, name = ""] = /^--(no-)?(.+)$/.exec(flag) ?? [];
  const value = env[`npm_config_${name.replaceAll("-", "_")}`];
  return value !== undefined && (value === "" || value === "false") === (no !== undefined);
}
