import { z } from "zod";

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
export type Bounds = z.infer<typeof boundsSchema>;

/** The position of a window when it was closed, in device-independent pixels. */
export const windowPlaceSchema = z.object({ bounds: boundsSchema, isMaximized: z.boolean() });
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

export const minimumSize = { width: 720, height: 480 };
const defaultSize = { width: 1280, height: 840 };

/** This much of the title bar must be on some screen, or the window could not be moved back. */
const grip = { width: 120, height: 32 };

/**
 * The position for a window: its last one, unless that screen is gone.
 * @param workAreas the screens without their task bars
 * @returns bounds for a new window; without `x` and `y` it is centred
 */
export function placeWindow(
  remembered: WindowPlace | null,
  workAreas: Bounds[],
): { bounds: { width: number; height: number; x?: number; y?: number }; isMaximized: boolean } {
  if (!remembered) return { bounds: defaultSize, isMaximized: false };
  const { bounds, isMaximized } = remembered;
  const size = {
    width: Math.max(bounds.width, minimumSize.width),
    height: Math.max(bounds.height, minimumSize.height),
  };
  const isReachable = workAreas.some((area) => hasGripOn(area, bounds));
  return { bounds: isReachable ? { ...size, x: bounds.x, y: bounds.y } : size, isMaximized };
}

function hasGripOn(area: Bounds, { x, y, width }: Bounds): boolean {
  const visibleWidth = Math.min(area.x + area.width, x + width) - Math.max(area.x, x);
  const visibleHeight = Math.min(area.y + area.height, y + grip.height) - Math.max(area.y, y);
  return visibleWidth >= Math.min(grip.width, width) && visibleHeight >= grip.height / 2;
}
