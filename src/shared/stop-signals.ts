/** What asks a program to end: Ctrl-C, a service manager, and a terminal that was closed. */
export const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The same with Ctrl-Break, which only Windows has: elsewhere it never comes. */
export const awaitedSignals = [...stopSignals, "SIGBREAK"] as const;
