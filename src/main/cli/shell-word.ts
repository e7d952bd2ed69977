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
      // It takes typographic quotes for quotes as well.
      return /^[\w\\./:+=-]+$/.test(word) ? word : `'${word.replace(/['‘’‚‛]/g, "$&$&")}'`;
    case "cmd":
      return cmdWord(word);
  }
}

/** cmd reads quotes in its own way and programs in theirs, so every character that cmd acts on gets a caret. */
function cmdWord(word: string): string {
  if (/^[\w\\./@:+=-]+$/.test(word)) return word;
  const quoted = `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
  return /["%!]/.test(word) ? quoted.replace(/[()%!^"<>&|]/g, "^$&") : quoted;
}
