/** Texts with a bullet each. */
export function TextList({ texts }: { texts: readonly string[] }) {
  return (
    <ul className="list-disc pl-4">
      {texts.map((text) => (
        <li key={text} className="break-words">
          {text}
        </li>
      ))}
    </ul>
  );
}
