/** The shape of config: the part of the real schema that is used to manage agents; the rest is "any". */
export type Shape =
  | { type: "any" }
  | { type: "string"; options?: string[] }
  | { type: "boolean" }
  | { type: "integer"; above?: number; from?: number }
  | { type: "literal"; of: string[] }
  | ObjectShape
  | { type: "record"; of: Shape }
  | { type: "array"; of: Shape };

export type ObjectShape = {
  type: "object";
  keys: Record<string, Shape>;
  required?: string[];
  isHidden?: boolean;
  /** Further checks, made only when every key has the right type. */
  check?: (value: Record<string, unknown>, path: string) => ConfigIssue[];
};

export type ConfigIssue = {
  path: string;
  message: string;
  allowedValues?: string[];
  allowedValuesHiddenCount?: number;
};
