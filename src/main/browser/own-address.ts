/**
 * Whether a `Host` header names this host, including the port. A page from elsewhere whose name was made to point here (DNS
 * rebinding) sends another name. `localhost` is not ours: browsers look for it at [::1] first, where another user can listen.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}`;
}

/** Whether an `Origin` header is that of our own pages. */
export function isOwnOrigin(origin: string | undefined, port: number): boolean {
  return origin === `http://127.0.0.1:${port}`;
}
