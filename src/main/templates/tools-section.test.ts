import { expect, test } from "vitest";
import { placeToolsSection, readToolsSection } from "./tools-section.ts";

test("TOOLS becomes the last section, its headings below that of the section", () => {
  const placed = placeToolsSection("# Agents\n\nText.", "# TOOLS.md\n\nA=1\n\n## Calls\n\n### Deep");
  expect(placed).toBe("# Agents\n\nText.\n\n## Tools\n\nA=1\n\n### Calls\n\n#### Deep");
});

test("what AGENTS has in its own sections stays, in one section before TOOLS", () => {
  const agents = "# Agents\n\n## tools ##\nold\n### old too\n\n## Next\n\nkept\n\n## Tools\nA=old\n";
  const placed = placeToolsSection(agents, "A=1");
  expect(placed).toBe("# Agents\n\n## Tools\n\nold\n### old too\n\nA=old\n\nA=1\n\n## Next\n\nkept");
});

test("a heading inside code is none", () => {
  const agents = "# Agents\n\n```md\n## Tools\n```\n\nText.";
  const tools = "# T\n\n```bash\n# comment\ncurl x\n```";
  expect(placeToolsSection(agents, tools)).toBe(`${agents}\n\n## Tools\n\n\`\`\`bash\n# comment\ncurl x\n\`\`\``);
});

test("code left open does not swallow the section or what follows it", () => {
  expect(placeToolsSection("# Agents\n\n```\nopen", "A=1")).toBe("# Agents\n\n```\nopen\n```\n\n## Tools\n\nA=1");
  expect(placeToolsSection("## Tools\n\n## Next", "A=1\n~~~~\nopen")).toBe(
    "## Tools\n\nA=1\n~~~~\nopen\n~~~~\n\n## Next",
  );
});

test("without TOOLS there is no section, without AGENTS nothing else", () => {
  expect(placeToolsSection("# Agents", " \n")).toBe("# Agents");
  expect(placeToolsSection("", "A=1")).toBe("## Tools\n\nA=1");
});

test("other headings that begin with Tools are left alone", () => {
  const agents = "## Tools and habits\n\nkept";
  expect(placeToolsSection(agents, "A=1")).toBe(`${agents}\n\n## Tools\n\nA=1`);
});

test("what was placed can be read", () => {
  expect(readToolsSection(placeToolsSection("# Agents\n\n## Next\n\nB=2", "# T\n\nA=1\n\n## Calls\n\nC=3"))).toBe(
    "A=1\n\n### Calls\n\nC=3",
  );
  expect(readToolsSection("# Agents\n\n### Tools\n\nA=1")).toBeNull();
});
