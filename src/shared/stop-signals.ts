/** What asks a program to end: Ctrl-C, a service manager, and a terminal that was closed. */
export const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
