import { useEffect } from "react";
import { useLocation } from "../../router/use-location.ts";

/** Goes to the heading that the address names (`?at=undo`), and gives it the focus, so that reading continues there. */
export function useSection(): string | null {
  const { path, search } = useLocation();
  const section = search.get("at");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page may have a section of the same name
  useEffect(() => {
    if (section === null) return;
    // After the frame, which shows a new page from its top.
    const frame = requestAnimationFrame(() => {
      const heading = document.getElementById(section);
      heading?.scrollIntoView({ block: "start" });
      heading?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [path, section]);
  return section;
}
