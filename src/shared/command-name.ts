let name = "flightdeck";

/** How the command line is called here, as help, hints and printed commands write it. */
export function commandName(): string {
  return name;
}

/** Tells it once, where a host or a page starts. */
export function setCommandName(calledAs: string): void {
  name = calledAs;
}

/** A text of the catalogue of errors, which calls the command line `flightdeck`, as it is called here. */
export function withCommandName(text: string): string {
  return name === "flightdeck" ? text : text.replaceAll("`flightdeck ", () => `\`${name} `);
}
