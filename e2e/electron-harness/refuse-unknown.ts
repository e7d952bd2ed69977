/** Properties that JavaScript itself reads on any object. */
const askedByLanguage = new Set<string | symbol>([
  "then",
  "toJSON",
  "constructor",
  "$$typeof",
  "asymmetricMatch",
  "nodeType",
]);

/**
 * Makes an object throw when a missing property is read. Otherwise a feature that Electron has and this harness lacks would
 * be `undefined`, and a test of `app.dock?.setBadge()` would pass without proof.
 */
export function refuseUnknown<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key) {
      if (key in object || typeof key === "symbol" || askedByLanguage.has(key)) {
        const value: unknown = Reflect.get(object, key, object);
        // Private fields are the object's own, not the proxy's.
        return typeof value === "function" ? value.bind(object) : value;
      }
      throw new Error(
        `electron harness: ${name}.${key} is not implemented; add it to e2e/electron-harness, as Electron has it`,
      );
    },
    set: (object, key, value) => Reflect.set(object, key, value, object),
  });
}
