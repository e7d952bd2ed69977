import fc from "fast-check";
import { diffText } from "../../src/main/cli/text/diff-text.ts";
import { errorListText } from "../../src/main/cli/text/error-list-text.ts";
import { plainPaint } from "../../src/main/cli/text/paint.ts";
import { diffLine, displayWidth, oneLine, shorten, wrap } from "../../src/main/cli/text/plain.ts";
import { textTable } from "../../src/main/cli/text/text-table.ts";
import { parseSourceUrl } from "../../src/main/mirror/source/parse-source-url.ts";
import { planAgents } from "../../src/main/operations/agent-table/plan-agents.ts";
import { readAgentTable } from "../../src/main/operations/agent-table/read-agent-table.ts";
import { checkGatewayUrl } from "../../src/main/operations/gateway-address.ts";
import { findCandidates, isReadable } from "../../src/main/provisioning/tokens/find-candidates.ts";
import { managerIn, withMark, withoutMarks } from "../../src/main/provisioning/tokens/manager-mark.ts";
import {
  insertToken,
  maskOtherTokens,
  maskToken,
  maskTokenLines,
} from "../../src/main/provisioning/tokens/mask-token.ts";
import { readTokenFromAgents, readTokenFromTools } from "../../src/main/provisioning/tokens/read-token.ts";
import { csvCell, exportErrors } from "../../src/main/runs/export-errors.ts";
import { placeToolsSection, readToolsSection } from "../../src/main/templates/tools-section.ts";
import { cleanMessage } from "../../src/main/vault/clean-message.ts";
import { addressFault, addressFaultText, endpointOf, printableAddress } from "../../src/shared/addresses.ts";
import type { RunError } from "../../src/shared/sync.ts";
import { type Decoder, decoder } from "./test-decoder.ts";
import { madeOf, text } from "./test-mutations.ts";

const token = "tok3n-of-the_agent-0123456789abcdefghijklmno";

const address = madeOf([
  ...[
    "ws://",
    "wss://",
    "http://",
    "https://",
    "postgresql://",
    "postgres+psycopg://",
    "DATABASE_URL=",
    "127.0.0.1",
    "[::1]",
  ],
  ...[":18789", ":99999", "/", "@", "user:pass@", "?sslmode=require", "#token=abc", "%", "%zz", " ", "\n", "é", "xn--"],
]);
const tokenFile = madeOf([
  ...[
    "# Tools\n",
    "## Tools\n",
    "## TOOLS ##\n",
    "AUTH_TOKEN=",
    token,
    "\n",
    "\r\n",
    "- ",
    "`",
    '"',
    "'",
    "```\n",
    "$(cat x)",
    " ",
  ],
  ...["export ", "AGENT_ID=1\n", "\ufeff", "\u2028", "### Tools\n", "<!-- managed by ", " -->", "=".repeat(2_000)],
]);
const line = madeOf([
  "\u001b[31m",
  "\u001b]8;;http://x\u0007",
  "\u0000",
  "\u202e",
  "\t",
  "\r",
  "\n",
  "家",
  "👩‍👩‍👧",
  "a",
  "`npm run x`",
  " ",
]);
const agentTable = madeOf([
  ...["Name", "name", "Agent", "Board", "Lead", "Role", "Heartbeat", "Active from", "Time zone", "Pets", "__proto__"],
  ...[
    "Hazel",
    "Support",
    "support",
    "yes",
    "maybe",
    "10m",
    "soon",
    "08:00",
    "24:00",
    "0",
    "=1+1",
    "\ufeff",
    "\u0000",
    "家",
  ],
  ...["\t", "\t", ",", ",", ";", ";", "\n", "\n", "\r\n", "\r", '"', '""', " ", "'"],
]);
const width = fc.integer({ min: 1, max: 200 });

const errorRow: fc.Arbitrary<RunError> = fc.record({
  severity: fc.constantFrom("error", "warning"),
  code: fc.constantFrom("file-conflict", "gateway-call-failed", "token-unreadable"),
  message: fc.oneof(line, madeOf(["=1+1", "@x", "-2", '"', ",", "\r\n"])),
  hint: line,
  agentId: fc.option(text),
  agentName: fc.option(line),
  boardId: fc.option(text),
});

function requirePlain(lines: readonly string[]): void {
  const bad = lines.find((each) => /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(each));
  if (bad !== undefined) throw new Error(`a line moves the terminal: ${JSON.stringify(bad)}`);
}

function require(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(what);
}

export const textDecoders: Decoder[] = [
  decoder("address", address, (given) => {
    addressFaultText("base-url", given);
    printableAddress(given);
    endpointOf(given);
    if (addressFault("gateway", given) === null) checkGatewayUrl(given);
  }),
  decoder("address of Mission Control's database", address, parseSourceUrl),
  decoder("token file", tokenFile, (given) => {
    for (const home of ["file", "agents-section"] as const) {
      findCandidates(given, home);
      isReadable(token, given, home);
    }
    readTokenFromTools(given);
    readTokenFromAgents(given);
    const masked = maskTokenLines(maskOtherTokens(maskToken(given, token), [token]));
    require(!masked.includes(token), "a token is left after masking");
    require(insertToken(maskToken(given, token), token) === given, "a masked token comes back otherwise");
    managerIn(withMark(withoutMarks(given), "mark"));
  }),
  decoder("tools section", fc.tuple(tokenFile, tokenFile), ([agents, tools]) => {
    readToolsSection(placeToolsSection(agents, tools));
  }),
  decoder("cell of CSV", fc.oneof(line, text), (given) => {
    const cell = csvCell(given);
    require(/^"(?:[^"]|"")*"$/s.test(cell), "a cell ends within its text");
    require(!/^"[=+\-@\t\r\n]/.test(cell), "a cell is a formula");
  }),
  decoder("table of agents", fc.oneof(agentTable, text), (given) => {
    const board = { id: "b", name: "Support", gatewayId: "g", agentNames: ["Hazel"], lead: null };
    const { report, agents } = planAgents(readAgentTable(given), { boards: [board], board });
    const right = report.rows.filter(({ faults }) => faults.length === 0).length;
    require(agents.length >= right && agents.length <= report.rows.length, "a row makes no agent, or several");
    require(report.rows.every(
      ({ cells }) => cells.length === report.columns.length,
    ), "a row has other cells than columns");
    if (report.rows.every(({ faults }) => faults.length === 0)) {
      const names = agents.map(({ name }) => name.toLowerCase());
      require(names.every((name) => name !== "" && name !== "hazel"), "an agent without a name of its own");
      require(new Set(names).size === names.length, "two agents have one name");
      require(agents.filter(({ isBoardLead }) => isBoardLead).length <= 1, "a board has two leads");
    }
  }),
  decoder("errors as CSV", fc.array(errorRow, { maxLength: 5 }), (errors) => {
    const run = { id: "0123456789", startedAt: "2026-01-01T00:00:00Z" };
    const { text: csv } = exportErrors({ run, errors } as never, "csv");
    const cells = csv.match(/"(?:[^"]|"")*"/g) ?? [];
    require(cells.length === 7 * (errors.length + 1), `${cells.length} cells of ${errors.length} errors`);
  }),
  decoder("line of a terminal", fc.tuple(line, width), ([given, columns]) => {
    requirePlain([oneLine(given), diffLine(given), cleanMessage(given)]);
    require(displayWidth(shorten(oneLine(given), columns, "middle")) <= columns, "a line is too wide");
    wrap(oneLine(given), { width: columns, firstIndent: "", restIndent: "  " });
  }),
  decoder(
    "table of a terminal",
    fc.tuple(fc.array(fc.tuple(line, line), { maxLength: 5 }), width),
    ([rows, columns]) => {
      const heads = [{ title: "A" }, { title: "B" }];
      requirePlain(textTable({ columns: heads as never, rows, width: columns, paint: plainPaint }));
    },
  ),
  decoder("errors on a terminal", fc.tuple(fc.array(errorRow, { maxLength: 6 }), width), ([errors, columns]) => {
    requirePlain(errorListText({ errors, mostGroups: 3, columns: Math.max(columns, 20), paint: plainPaint }));
  }),
  decoder("diff on a terminal", fc.tuple(line, fc.array(line)), ([name, lines]) => {
    const diff = `@@ -1 +1 @@\n${lines.join("\n+")}`;
    requirePlain(diffText({ diffs: [{ agentName: name, fileName: name, diff }], mostLines: 20, paint: plainPaint }));
  }),
];
