import { InvalidArgumentError } from "commander";

/** @throws InvalidArgumentError */
export function parseWholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}

/** @throws InvalidArgumentError */
export function parseUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = parseWholeNumber(text);
    if (number <= most) return number;
    throw new InvalidArgumentError(`It must be at most ${most}.`);
  };
}
