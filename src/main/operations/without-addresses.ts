/** A message without URLs, host names, IP addresses, paths, ids and quoted text (mostly names). */
export function withoutAddresses(message: string, names: readonly string[] = []): string {
  const withoutNames = names.reduce((text, name) => (name ? text.replaceAll(name, "(name)") : text), message);
  return withoutNames
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\b[a-z][a-z+.-]*:\/\/\S+/gi, "(address)")
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, "(address)")
    .replace(/\[?[0-9a-f]*:[0-9a-f:]*:[0-9a-f]*\]?(:\d+)?/gi, "(address)")
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "(id)")
    .replace(/\b(?:[a-z0-9-]+\.)+[a-z]{2,}(:\d+)?\b(?!\.j2|\.md)/gi, (host) =>
      /\.(md|j2|json|ts)$/i.test(host) ? host : "(host)",
    )
    .replace(/(^|[\s(])(?:[A-Za-z]:)?[\\/][^\s):]+/g, "$1(path)");
}
