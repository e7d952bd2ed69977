import { expect, test } from "vitest";
import { isAllowedLink } from "./is-allowed-link.ts";

test.each([
  "https://docs.openclaw.ai/gateway/configuration",
  "https://docs.openclaw.ai",
  "https://github.com/openclaw/openclaw/releases",
])("opens %s", (address) => expect(isAllowedLink(address)).toBe(true));

test.each([
  "http://docs.openclaw.ai/",
  "https://docs.openclaw.ai.evil.example/",
  "https://docs.openclaw.ai@evil.example/",
  "https://user:secret@docs.openclaw.ai/",
  "https://github.com/openclaw/openclaw-evil/",
  "https://github.com/someone/else",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "ms-calculator:",
  "not a link",
])("keeps %s inside", (address) => expect(isAllowedLink(address)).toBe(false));
