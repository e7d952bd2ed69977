/**
 * JSON as Python's `json.loads` reads it. Whole numbers are bigints and all others numbers, because Python prints `1` and `1.0`
 * differently; objects are maps, because a JavaScript object reorders keys that look like numbers.
 */
export type PythonValue = null | boolean | bigint | number | string | PythonValue[] | PythonObject;
export type PythonObject = Map<string, PythonValue>;

const token = /\s*("[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{},:])/gy;

/**
 * Reads valid JSON, such as the text of a `json` column.
 * @throws SyntaxError
 */
export function parsePythonJson(text: string): PythonValue {
  // JavaScript's own parser finds every error; below, the text is known to be valid.
  JSON.parse(text);
  const tokens = readTokens(text);
  return readValue(tokens, tokens.next().value ?? "null");
}

function* readTokens(text: string): Generator<string, undefined> {
  for (const match of text.matchAll(token)) yield match[1] ?? "";
  return undefined;
}

type Tokens = ReturnType<typeof readTokens>;

function readValue(tokens: Tokens, first: string): PythonValue {
  if (first === "{") return readObject(tokens);
  if (first === "[") return readList(tokens);
  if (first.startsWith('"')) return String(JSON.parse(first));
  if (first === "null") return null;
  if (first === "true" || first === "false") return first === "true";
  return /^-?\d+$/.test(first) ? BigInt(first) : Number(first);
}

function readList(tokens: Tokens): PythonValue[] {
  const list: PythonValue[] = [];
  for (let next = nextOf(tokens); next !== "]"; next = nextOf(tokens)) {
    list.push(readValue(tokens, next === "," ? nextOf(tokens) : next));
  }
  return list;
}

/** Of a repeated key, Python keeps the first place and the last value, and so does a map. */
function readObject(tokens: Tokens): PythonObject {
  const object: PythonObject = new Map();
  for (let next = nextOf(tokens); next !== "}"; next = nextOf(tokens)) {
    const key = String(JSON.parse(next === "," ? nextOf(tokens) : next));
    nextOf(tokens); // The colon.
    object.set(key, readValue(tokens, nextOf(tokens)));
  }
  return object;
}

function nextOf(tokens: Tokens): string {
  const { value } = tokens.next();
  if (value === undefined) throw new SyntaxError("The JSON text ends too early.");
  return value;
}
