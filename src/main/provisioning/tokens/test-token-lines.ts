/** What tests do to the token in an agent's token file, on both lines that have it. */

/** The file without its token. */
export function withoutToken(file: string): string {
  return file.replace(/^.*(?:AUTH_TOKEN=|X-Agent-Token: ).*\n?/gm, "");
}

/** The file with this token in place of its own. */
export function withToken(file: string, token: string): string {
  return file.replace(/(AUTH_TOKEN=|X-Agent-Token: )[\w-]+/g, `$1${token}`);
}
