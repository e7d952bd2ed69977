/** A shell that a printed command may be typed into. */
export type Shell = "sh" | "powershell" | "cmd";

/**
 * The shell that this process was most likely started from. On Windows, PowerShell puts the modules of its user into
 * `PSModulePath`, also for what npm starts for it with cmd.
 */
export function shellAtHand(env: NodeJS.ProcessEnv = process.env, platform = process.platform): Shell {
  if (platform !== "win32") return "sh";
  const ofUser = /\\(Windows)?PowerShell\\Modules$/i;
  const home = env.USERPROFILE?.toLowerCase();
  const modules = env.PSModulePath?.split(";") ?? [];
  const isPowerShell = modules.some((path) => ofUser.test(path) && home && path.toLowerCase().startsWith(home));
  return isPowerShell ? "powershell" : "cmd";
}

/** A word as typed into a shell, quoted if necessary: names come from other people's files, and must not be run. */
export function shellWord(word: string, shell: Shell = shellAtHand()): string {
  switch (shell) {
    case "sh":
      return /^[\w./@:+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
    case "powershell":
      return powershellWord(isSafeInBatch(word) ? word : withoutCommands(word));
    case "cmd":
      return cmdWord(isSafeInBatch(word) ? word : withoutCommands(word));
  }
}

/** With these, cmd begins another command or a redirection. */
const commandSigns = "&|<>^";
const hasCommandSign = (word: string) => [...commandSigns].some((sign) => word.includes(sign));

/**
 * Whether a word can be typed on Windows as it is. `flightdeck` and npm's commands are batch files there: cmd reads their words a second
 * time, without the carets, and then runs what follows a quote.
 */
export function isSafeInBatch(word: string): boolean {
  return !(word.includes('"') && hasCommandSign(word));
}

/** Such a word finds nothing, and nothing in it is run. */
function withoutCommands(word: string): string {
  return [...word].map((sign) => (commandSigns.includes(sign) ? "?" : sign)).join("");
}

function powershellWord(word: string): string {
  if (/^[\w\\./:+=-]+$/.test(word)) return word;
  // PowerShell puts a word with a blank into quotes when it starts a batch file, and no other.
  const inner = hasCommandSign(word) && !/\s/.test(word) ? `"${word}"` : word;
  // It takes typographic quotes for quotes as well.
  return `'${inner.replace(/['‘’‚‛]/g, "$&$&")}'`;
}

/** cmd reads quotes in its own way and programs in theirs, so every character that cmd acts on gets a caret. */
function cmdWord(word: string): string {
  if (/^[\w\\./@:+=-]+$/.test(word)) return word;
  const quoted = `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
  return /["%!]/.test(word) ? quoted.replace(/[()%!^"<>&|]/g, "^$&") : quoted;
}
