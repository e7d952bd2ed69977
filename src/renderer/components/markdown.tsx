import ReactMarkdown, { type Components } from "react-markdown";

/**
 * Rendered Markdown. Links and images come from templates and agents, which are not trusted: a link is shown with its
 * address and cannot be followed, an image is shown as its description.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="flex max-w-[86ch] flex-col gap-3 break-words">
      <ReactMarkdown components={components}>{withoutComments(text)}</ReactMarkdown>
    </div>
  );
}

/** HTML comments are notes for people who edit the file, so they are left out. */
function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?-->/g, "");
}

// Headings start at the third level: the page and its cards use the first two.
const components: Components = {
  h1: ({ children }) => <h3 className="font-semibold text-lg">{children}</h3>,
  h2: ({ children }) => (
    <h4 className="mt-2 border-line border-b pb-1 font-semibold text-base first:mt-0">{children}</h4>
  ),
  h3: ({ children }) => <h5 className="mt-1 font-semibold">{children}</h5>,
  h4: ({ children }) => <h6 className="font-semibold text-muted">{children}</h6>,
  ul: ({ children }) => <ul className="flex list-disc flex-col gap-1 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="flex list-decimal flex-col gap-1 pl-5">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="flex flex-col gap-2 border-line-strong border-l-2 pl-3 text-muted">{children}</blockquote>
  ),
  code: ({ children }) => <code className="rounded bg-neutral-soft px-1 py-px">{children}</code>,
  pre: ({ children }) => (
    <pre className="whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-3 py-2 text-xs [&_code]:bg-transparent [&_code]:p-0">
      {children}
    </pre>
  ),
  hr: () => <hr className="border-line" />,
  a: ({ children, href }) => (
    <span title={href} className="text-accent underline decoration-dotted underline-offset-2">
      {children}
    </span>
  ),
  img: ({ alt }) => <span className="text-faint">[image: {alt || "no description"}]</span>,
};
