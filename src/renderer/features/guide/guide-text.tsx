import { marked, type Token, type Tokens } from "marked";
import type { ReactNode } from "react";
import { anchorOf, asCalledHere, guidePlace } from "../../../shared/guide.ts";
import { CopyButton } from "../../components/copyable-id.tsx";
import { cx } from "../../components/cx.ts";
import { Link } from "../../router/link.tsx";
import { pictureAddress } from "./guide-files.ts";
import { pathOfPage } from "./path-of-page.ts";

export type GuideTextProps = {
  markdown: string;
  /** The page that its links start from. */
  page: string;
};

/** A page of the guide. The pages are our own, yet nothing of them becomes HTML: what is not known here is shown as text. */
export function GuideText({ markdown, page }: GuideTextProps) {
  return (
    <div className="flex max-w-[86ch] flex-col gap-3 break-words leading-relaxed">
      {blocks(marked.lexer(markdown), page)}
    </div>
  );
}

function blocks(tokens: Token[], page: string): ReactNode[] {
  // A page never changes while it is on screen, so the place of a token is its identity.
  return tokens.map((token, index) => {
    const key = `${index} ${token.type}`;
    switch (token.type) {
      case "heading":
        return <Heading key={key} token={token as Tokens.Heading} page={page} />;
      case "paragraph":
        return <Paragraph key={key} tokens={token.tokens ?? []} page={page} />;
      case "list":
        return <List key={key} token={token as Tokens.List} page={page} />;
      case "code":
        return <Code key={key} text={asCalledHere(String(token.text))} />;
      case "table":
        return <Table key={key} token={token as Tokens.Table} page={page} />;
      case "space":
        return null;
      // In a list whose items are single lines.
      case "text":
        return <span key={key}>{"tokens" in token ? inlines(token.tokens ?? [], page) : String(token.text)}</span>;
      default:
        return <p key={key}>{token.raw}</p>;
    }
  });
}

/** The page shows the first heading itself. Those below it start at the second level. */
function Heading({ token, page }: { token: Tokens.Heading; page: string }) {
  if (token.depth === 1) return null;
  const Level = token.depth === 2 ? "h2" : "h3";
  return (
    <Level
      id={anchorOf(token.text)}
      tabIndex={-1}
      className={cx(
        "scroll-mt-4 font-semibold",
        token.depth === 2 ? "mt-3 border-line border-b pb-1 text-base" : "mt-1",
      )}
    >
      {inlines(token.tokens, page)}
    </Level>
  );
}

/** A picture by itself is a block of its own. */
function Paragraph({ tokens, page }: { tokens: Token[]; page: string }) {
  const [only] = tokens;
  if (only?.type === "image" && tokens.length === 1) return <Picture token={only as Tokens.Image} />;
  return <p>{inlines(tokens, page)}</p>;
}

function Picture({ token }: { token: Tokens.Image }) {
  const address = pictureAddress(token.href);
  if (address === undefined) return <p className="text-faint">{token.text}</p>;
  return (
    <img
      src={address}
      alt={token.text}
      loading="lazy"
      className="h-auto max-w-full self-start rounded-lg border border-line shadow-low"
    />
  );
}

function List({ token, page }: { token: Tokens.List; page: string }) {
  const items = token.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a page never changes while it is on screen
    <li key={index} className={cx(token.loose && "[&>p+*]:mt-2")}>
      {blocks(item.tokens, page)}
    </li>
  ));
  const className = cx("flex flex-col pl-5", token.loose ? "gap-2" : "gap-1");
  if (!token.ordered) return <ul className={cx(className, "list-disc")}>{items}</ul>;
  return (
    <ol start={Number(token.start) || 1} className={cx(className, "list-decimal")}>
      {items}
    </ol>
  );
}

function Code({ text }: { text: string }) {
  return (
    <div className="mt-1 flex items-start gap-2 rounded-md border border-line bg-sunken p-2 pl-3">
      <pre className="min-w-0 flex-1 whitespace-pre-wrap break-words py-1 text-xs">
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label="Copy" />
    </div>
  );
}

function Table({ token, page }: { token: Tokens.Table; page: string }) {
  const cell = "border-line border-b px-2 py-1.5 text-left align-top";
  return (
    <table className="w-full border-collapse">
      <thead>
        <tr>
          {token.header.map(({ text, tokens }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a page never changes while it is on screen
            <th key={index} scope="col" className={cx(cell, "font-semibold text-muted text-xs")}>
              {text === "" ? <span className="sr-only">What it is</span> : inlines(tokens, page)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row) => (
          <tr key={row.map(({ text }) => text).join(" ")}>
            {row.map(({ tokens }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a page never changes while it is on screen
              <td key={index} className={cell}>
                {inlines(tokens, page)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inlines(tokens: Token[], page: string): ReactNode[] {
  return tokens.map((token, index) => {
    const key = `${index} ${token.type}`;
    const inner = () => inlines(token.type === "image" ? [] : ("tokens" in token && token.tokens) || [], page);
    switch (token.type) {
      case "strong":
        return <strong key={key}>{inner()}</strong>;
      case "em":
        return <em key={key}>{inner()}</em>;
      case "codespan":
        return (
          <code key={key} className="rounded bg-neutral-soft px-1 py-px">
            {asCalledHere(String(token.text))}
          </code>
        );
      case "link":
        return (
          <GuideLink key={key} href={String(token.href)} page={page}>
            {inner()}
          </GuideLink>
        );
      case "image":
        return <Picture key={key} token={token as Tokens.Image} />;
      case "br":
        return <br key={key} />;
      default:
        return "tokens" in token && token.tokens ? <span key={key}>{inner()}</span> : asWritten(token);
    }
  });
}

/** The text of a token without parts. */
function asWritten(token: Token): string {
  return "text" in token ? String(token.text) : token.raw;
}

type GuideLinkProps = { href: string; page: string; children: ReactNode };

/** A link to a page of the guide, or to documentation that we link to ourselves. Others are for readers of the project's files. */
function GuideLink({ href, page, children }: GuideLinkProps) {
  const place = guidePlace(href, page);
  if (place === null) return <span title={href}>{children}</span>;
  const at = place.section ?? undefined;
  return (
    <Link to={pathOfPage(place.page)} search={{ at }}>
      {children}
    </Link>
  );
}
