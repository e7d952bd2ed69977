/* How long runs are kept: see `Settings`. */

export const mostHistoryDays = 3_650;
export const mostHistoryRuns = 100_000;
export const defaultHistoryDays = 90;
export const defaultHistoryRuns = 200;
