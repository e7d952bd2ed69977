/** The keys of an object that has no others than its type says. */
export function keysOf<Shape extends object>(object: Shape): (keyof Shape & string)[] {
  return Object.keys(object) as (keyof Shape & string)[];
}

/** Whether a text is one of the object's own keys. */
export function isKeyOf<Shape extends object>(object: Shape, text: string): text is keyof Shape & string {
  return Object.hasOwn(object, text);
}

/** An object with these keys, each with the value that `valueFor` gives for it. */
export function recordOf<Key extends string, Value>(
  keys: readonly Key[],
  valueFor: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, valueFor(key)])) as Record<Key, Value>;
}
