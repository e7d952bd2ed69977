/** The fields that were given: in a form's answer, `undefined` means "not given". */
export function withDefined<T extends object>(change: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
