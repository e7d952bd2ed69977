import { configShape, shapeAt } from "../config-shape.ts";
import type { MethodTable } from "../method.ts";
import { patchConfig } from "../patch-config.ts";
import type { Shape } from "../shape.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";

export const configMethods: MethodTable = {
  "config.get": ({ state, params }) => {
    checkParams(state.profile, "config.get", params);
    return state.config.snapshot;
  },

  "config.patch": patchConfig,
};

/** Only from 2026.3 on. */
export const schemaLookupMethods: MethodTable = {
  "config.schema.lookup": ({ state, params }) => {
    const { path } = checkParams<{ path: string }>(state.profile, "config.schema.lookup", params);
    const shape = shapeAt(configShape(state.profile), path);
    if (!shape) throw invalidRequest("config schema path not found");
    const normal = path.replaceAll("[]", ".*");
    return { path: normal, schema: schemaOf(shape), hintPath: normal, children: childrenOf(shape, normal) };
  },
};

function schemaOf(shape: Shape): object {
  if (shape.type === "any") return {};
  if (shape.type === "object") return { type: "object", ...("*" in shape.keys ? {} : { additionalProperties: false }) };
  if (shape.type === "record") return { type: "object" };
  if (shape.type === "string" && shape.options) return { type: "string", enum: shape.options };
  if (shape.type === "literal") return { anyOf: shape.of.map((value) => ({ type: "string", const: value })) };
  return { type: shape.type };
}

function childrenOf(shape: Shape, path: string): object[] {
  if (shape.type === "array" || shape.type === "record") return [childOf("*", shape.of, path, false)];
  if (shape.type !== "object") return [];
  return Object.entries(shape.keys)
    .filter(([key]) => key !== "*")
    .map(([key, child]) => childOf(key, child, path, shape.required?.includes(key) ?? false));
}

function childOf(key: string, child: Shape, path: string, required: boolean): object {
  const type = child.type === "record" ? "object" : child.type;
  const hasChildren = child.type === "object" || child.type === "record" || child.type === "array";
  return {
    key,
    path: `${path}.${key}`,
    ...(type === "any" || type === "literal" ? {} : { type }),
    required,
    hasChildren,
  };
}
