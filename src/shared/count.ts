/** "1 agent", "3,000 agents". */
export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount.toLocaleString("en-US")} ${amount === 1 ? singular : plural}`;
}
