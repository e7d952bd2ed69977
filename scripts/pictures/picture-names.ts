/** The pictures that the README and the guide show, in docs/pictures/. `npm run pictures` makes them. */
export const pictureNames = [
  "first-sync",
  "fleet",
  "gateway",
  "plan",
  "live-run",
  "errors",
  "agent-diff",
  "attention",
  "versions",
] as const;

export type PictureName = (typeof pictureNames)[number];

export const pictureFile = (name: PictureName) => `docs/pictures/${name}.png`;

/** The largest picture that the repository takes. */
export const largestPictureBytes = 200_000;

/** What all of them may take together: they are in every package. */
export const mostPictureBytes = 1_500_000;
