/** Whether a host is this machine: a loopback address, or the folder of a socket. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("/") || /^127(\.\d+){3}$/.test(host);
}
