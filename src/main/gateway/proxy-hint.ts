import { type ErrorCode, hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import type { ProxyErrorCode } from "../network/proxy-error.ts";

/** What is away: by its code, the gateway or the proxy to it. */
export type AwayCode = "gateway-unreachable" | ProxyErrorCode;

/** Whether an error is about a proxy, and not about the gateway behind it. */
export function isProxyCode(code: ErrorCode): code is ProxyErrorCode {
  return code.startsWith("proxy-");
}

/** What to do about what is away. @param ofGateway if that is the gateway, and not the proxy to it */
export function awayHint(code: AwayCode, ofGateway: Hint): Hint {
  return isProxyCode(code) ? proxyHint(code) : ofGateway;
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
