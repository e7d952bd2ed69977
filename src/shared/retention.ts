/* How long runs and versions of files are kept: see `Settings`. */

export const mostHistoryDays = 3_650;
export const mostHistoryRuns = 100_000;
export const defaultHistoryDays = 90;
export const defaultHistoryRuns = 200;
export const mostVersions = 10_000;
export const defaultVersionDays = 90;
export const defaultVersionsKept = 50;
