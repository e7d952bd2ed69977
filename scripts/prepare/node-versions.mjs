// The versions of Node that OpenClaw 2026.9.6 asks for. Flight Deck is tested with the one in package-lock.json.
const suitable = [
  { from: [24, 16], below: 25 },
  { from: [26, 1], below: Number.POSITIVE_INFINITY },
];

/** What to install where npm has no Node for the system. */
export const suitableNode = "Node 24.16 or a later 24";

/** Whether Flight Deck runs on the Node that runs this. Then no other one is installed. */
export function runsOnThisNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return suitable.some(
    ({ from, below }) => major < below && (major > from[0] || (major === from[0] && minor >= from[1])),
  );
}
