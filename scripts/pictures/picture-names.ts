/** The pictures that the README shows, in docs/. `npm run pictures` makes them. */
export const pictureNames = [
  "first-sync",
  "fleet",
  "gateway",
  "live-run",
  "errors",
  "agent-diff",
  "attention",
  "versions",
] as const;

export type PictureName = (typeof pictureNames)[number];

export const pictureFile = (name: PictureName) => `docs/${name}.png`;

/** The largest picture that the repository takes. */
export const largestPictureBytes = 200_000;
