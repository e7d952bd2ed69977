const causes = [
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i,
    text: "npm could not reach its registry. Check the connection and the proxy (`npm config get registry`), then run the command again.",
  },
  { pattern: /ENOSPC/, text: "the disk is full. Free about 1 GB, then run the command again." },
  {
    pattern: /EACCES|EPERM|EROFS/,
    text: "npm has no write permission. Make the project's folder and npm's cache (`npm config get cache`) writable, then run the command again.",
  },
  {
    pattern: /EINTEGRITY/,
    text: "a download was damaged. Run `npm cache verify`, then run the command again.",
  },
];

/**
 * Explains in one sentence why npm failed and what to do, followed by the start of npm's output.
 *
 * @param {string} command the npm command, such as `ci`
 * @param {string} output what npm printed
 */
export function explainNpmFailure(command, output) {
  const cause = causes.find(({ pattern }) => pattern.test(output));
  const text = cause?.text ?? "the reason is in npm's output.";
  const said = output.split("\n").filter((line) => !/^npm error\s+at /.test(line));
  return [`\`npm ${command}\` failed: ${text}`, ...said.slice(0, 12).map((line) => `  ${line}`)].join("\n");
}
