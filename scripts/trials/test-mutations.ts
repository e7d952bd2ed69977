import fc from "fast-check";

/** A place in a JSON value, counted through all of its nodes, and what to put there. */
type Mutation = { at: number; change: "replace" | "delete" | "nest" | "repeat"; value: unknown };

const oddTexts = fc.constantFrom(
  "",
  " ",
  "\u0000",
  "\u202e",
  "\ud800",
  "__proto__",
  "constructor",
  "a".repeat(5_000),
  "\r\n",
  "{{ x }}",
);
const oddNumbers = fc.constantFrom(-1, 0, 0.1, 1e308, Number.MAX_SAFE_INTEGER + 2);
export const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), oddTexts);
const anyJson = fc.oneof(fc.jsonValue({ maxDepth: 3 }), text, oddNumbers, fc.constantFrom(null, [], {}, true));

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat({ max: 5_000 }),
  change: fc.constantFrom("replace", "delete", "nest", "repeat"),
  value: anyJson,
});

/** Values like one of the samples with a few places changed, and now and then any value at all. */
export function mutated(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const changed = fc
    .tuple(fc.constantFrom(...samples), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([sample, mutations]) => mutations.reduce(mutate, structuredClone(sample)));
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: anyJson });
}

type Place = { parent: Record<string, unknown> | unknown[]; key: string };

function placesOf(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Place["parent"];
  return Object.entries(parent).flatMap(([key, child]) => [{ parent, key }, ...placesOf(child)]);
}

function mutate(root: unknown, { at, change, value }: Mutation): unknown {
  const places = placesOf(root);
  const place = places[at % Math.max(places.length, 1)];
  if (!place) return value;
  const { parent, key } = place;
  const before: unknown = Reflect.get(parent, key);
  if (change === "delete") Reflect.deleteProperty(parent, key);
  else if (change === "nest") Reflect.set(parent, key, { [key]: [before, value] });
  else if (change === "repeat" && Array.isArray(parent)) parent.push(structuredClone(before), value);
  else Reflect.set(parent, key, value);
  return root;
}

/** Texts made of the pieces that mean something to a reader, in any order. */
export function madeOf(pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: text });
  return fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(""));
}
