import type { ComponentProps } from "react";

export type ScrollRegionProps = ComponentProps<"section"> & { "aria-label": string };

/** A named part of the screen with its own scrolling, which can be reached and scrolled by keyboard. */
export function ScrollRegion(props: ScrollRegionProps) {
  return (
    <section
      {...props}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    />
  );
}
