import { useState } from "react";
import { isDifferent } from "./unsaved-guard.tsx";

/**
 * What the operator has changed in a form. It alone is saved: what others change while the form is open, or changed just before, is not
 * written back as the form has it.
 * @param input the fields as the contract takes them, now; plain data
 */
export function useChangedFields<Fields extends object>(input: Fields): Partial<Fields> {
  const [first] = useState(input);
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => isDifferent(value, first[name as keyof Fields])),
  ) as Partial<Fields>;
}
