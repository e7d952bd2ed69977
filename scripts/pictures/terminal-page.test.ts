import { expect, it } from "vitest";
import { terminalPage } from "./terminal-page.ts";

it("shows a program's text in its colours, and nothing of its codes", () => {
  const page = terminalPage("\u001b[1m\u001b[32m✔\u001b[39m done\u001b[22m, <3>\u001b[2m & out\u001b[22m");
  expect(page.slice(page.indexOf("<pre>"))).toBe(
    '<pre><span style="font-weight:700;color:#56d364">✔</span><span style="font-weight:700"> done</span>, &lt;3>' +
      '<span style="color:#8b949e"> &amp; out</span></pre>',
  );
});
