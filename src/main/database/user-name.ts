import { userInfo } from "node:os";

/** The system's name for the user of this process, under which runs and locks are recorded. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry, as in some containers.
    return "operator";
  }
}
