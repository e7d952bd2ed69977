/** The styles that Flight Deck prints with, by their ANSI code. */
const styles: Record<string, string> = {
  "1": "font-weight:700",
  "2": "color:#8b949e",
  "31": "color:#ff7b72",
  "32": "color:#56d364",
  "33": "color:#e3b341",
  "36": "color:#56d4dd",
};

/** A page that shows a program's output like a terminal does. @param output with ANSI codes for colours */
export function terminalPage(output: string): string {
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #0d1117 }
    pre { display: inline-block; margin: 0; padding: 20px 24px; color: #e6edf3; font: 13px/1.45 "DejaVu Sans Mono", monospace }
  </style><pre>${withSpans(output)}</pre>`;
}

function withSpans(output: string): string {
  let open = new Set<string>();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI codes begin with one
  const parts = output.trim().split(/\u001b\[(\d+)m/);
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return spanOf(part, [...open]);
      open = after(open, part);
      return "";
    })
    .join("");
}

/** The open styles after a code. */
function after(open: Set<string>, code: string): Set<string> {
  if (code === "0") return new Set();
  if (code === "22") return new Set([...open].filter((each) => each !== "1" && each !== "2"));
  if (code === "39") return new Set([...open].filter((each) => each === "1" || each === "2"));
  return styles[code] ? new Set([...open, code]) : open;
}

function spanOf(text: string, open: string[]): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  if (escaped === "" || open.length === 0) return escaped;
  return `<span style="${open.map((code) => styles[code]).join(";")}">${escaped}</span>`;
}
