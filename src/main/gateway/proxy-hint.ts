import { type ErrorCode, hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import type { ProxyErrorCode } from "../network/proxy-error.ts";

/** Whether an error is about a proxy, and not about the gateway behind it. */
export function isProxyCode(code: ErrorCode): code is ProxyErrorCode {
  return code.startsWith("proxy-");
}

/** What to do about a proxy. */
export function proxyHint(code: ProxyErrorCode): Hint {
  switch (code) {
    case "proxy-unreachable":
      return hintsOf(code).look;
    case "proxy-refused":
      return hintsOf(code).allow;
    case "proxy-credentials":
      return hintsOf(code).enter;
    case "proxy-unusable":
      return hintsOf(code).other;
  }
}
