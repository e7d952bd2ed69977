/** Who may use a folder besides its owner, as Windows writes it: the start of security identifiers, or the short names of them. */
const ownNames = ["SY", "BA", "S-1-5-18", "S-1-5-32-544", "CO", "S-1-3-0", "OW", "S-1-3-4"];

/**
 * Who else may use a folder, by its access list in Windows' own notation (SDDL), whose names are the same in every language:
 * `D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;S-1-5-21-…)`. The system and administrators do not count: they read everything anyway.
 * @param user the security identifier of this user
 * @returns their identifiers; null if the text holds no list that we understand
 */
export function othersIn(accessList: string, user: string): string[] | null {
  // An entry may end with a condition in brackets of its own.
  const list = /D:([A-Z_]*)((?:\((?:[^()]|\([^()]*\))*\))*)(?=S:|\s|$)/.exec(accessList);
  if (!list) return null;
  const [, flags = "", entries = ""] = list;
  // Without a list, everyone may do everything.
  if (flags.includes("NO_ACCESS_CONTROL")) return ["WD"];
  const others = [...entries.matchAll(/\(((?:[^()]|\([^()]*\))*)\)/g)]
    .map(([, entry = ""]) => entry.split(";"))
    .filter(([kind]) => kind !== "D" && kind !== "OD" && kind !== "XD")
    .map(([, , , , , who = ""]) => who)
    .filter((who) => who !== user && !ownNames.includes(who));
  return [...new Set(others)];
}

/** The security identifier in what `whoami /user /fo csv /nh` prints: `"pc\anna","S-1-5-21-…"`. */
export function userIn(printed: string): string | null {
  return /"(S-1-[\d-]+)"\s*$/.exec(printed)?.[1] ?? null;
}
