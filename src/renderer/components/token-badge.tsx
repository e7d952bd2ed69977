import { KeyRound } from "lucide-react";
import type { TokenState } from "../../shared/views.ts";
import { Badge, type Tone } from "./badge.tsx";

export const tokenLooks: Record<TokenState, { label: string; tone: Tone; meaning: string }> = {
  verified: { label: "Verified", tone: "ok", meaning: "The token on the gateway matches the record" },
  drifted: {
    label: "Drifted",
    tone: "warn",
    meaning: "The token on the gateway does not match the record: Mission Control may refuse the agent",
  },
  unreadable: {
    label: "Unreadable",
    tone: "danger",
    meaning: "No token could be read from the agent's files on the gateway",
  },
  unknown: { label: "Not read yet", tone: "neutral", meaning: "This installation has not read the agent's token yet" },
};

/** The state of an agent's token when it was last read. */
export function TokenBadge({ token }: { token: TokenState }) {
  const { label, tone, meaning } = tokenLooks[token];
  return (
    <Badge tone={tone} icon={KeyRound} title={meaning}>
      {label}
    </Badge>
  );
}
