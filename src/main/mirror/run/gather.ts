type Waiting<Item, Answer> = { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void };

/**
 * Combines many single calls: those that arrive while a batch is on its way form the next batch.
 * @param work answers a batch, in its order
 */
export function gather<Item, Answer>(
  work: (items: Item[]) => Promise<Answer[]>,
  mostItems: number,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let isWorking = false;
  const next = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostItems);
      try {
        const answers = await work(batch.map(({ item }) => item));
        batch.forEach(({ resolve, reject }, index) => {
          const answer = answers[index];
          if (answer === undefined) reject(new Error("a call of a batch was not answered"));
          else resolve(answer);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWorking = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // Calls of the same moment go together.
      if (!isWorking) {
        isWorking = true;
        setImmediate(() => void next());
      }
    });
}
