/** Whether Mission Control is where the agents of a gateway look for it. */
export type BaseUrlCheck = {
  url: string;
  /** It is Flight Deck's default: no operator has set another. */
  isDefault: boolean;
  /** `answers`: as Mission Control does. `elsewhere`: it means the gateway's own machine, and cannot be tried from here. */
  state: "answers" | "other-answer" | "no-answer" | "elsewhere";
  /** What came back, as a sentence. */
  detail: string;
};

/** Whether agents find Mission Control there, or may: an address of the gateway's own machine that an operator has set. */
export function mayBeRight({ state, isDefault }: Pick<BaseUrlCheck, "state" | "isDefault">): boolean {
  return state === "answers" || (state === "elsewhere" && !isDefault);
}

/** The address and what came back, in one line. */
export function baseUrlText({ url, isDefault, detail }: BaseUrlCheck): string {
  return `${url}${isDefault ? ", the default" : ""}: ${detail}`;
}
