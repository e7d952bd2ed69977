import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../../components/button.tsx";
import { TextField } from "../../../components/field.tsx";
import type { GatewayDraft } from "./gateway-draft.ts";

export type TokenFieldProps = {
  draft: GatewayDraft;
  /** Whether a token is stored, and whether it was given for the typed address. */
  stored: "none" | "here" | "other-address";
  error: string | undefined;
  onChange: (change: Pick<GatewayDraft, "token" | "tokenChange">) => void;
};

/** The field for the gateway's token, which can be entered but never read back. */
export function TokenField({ draft, stored, error, onChange }: TokenFieldProps) {
  const [isShown, setIsShown] = useState(false);
  const { token, tokenChange } = draft;
  // A stored token for another address cannot be kept: the field is there to enter one.
  if (tokenChange === "remove" || (tokenChange === "keep" && stored === "here")) {
    const isKept = tokenChange === "keep";
    return (
      <div className="flex flex-col gap-1">
        <p className="font-medium text-xs">Token or password</p>
        <div className="flex min-h-8 flex-wrap items-center gap-2">
          <span className="mr-1 text-muted">
            {isKept ? "One is stored. It is never shown again." : "The stored one will be removed."}
          </span>
          <Button size="sm" onClick={() => onChange({ token: "", tokenChange: "replace" })}>
            Replace
          </Button>
          <Button size="sm" onClick={() => onChange({ token: "", tokenChange: isKept ? "remove" : "keep" })}>
            {isKept ? "Remove" : "Keep it"}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="flex items-start gap-1.5">
      <div className="min-w-0 flex-1">
        <TextField
          label="Token or password"
          help={
            stored === "other-address"
              ? "The stored one was given for another address and is not sent to this one."
              : "The gateway's auth token, or its password if it has one instead. It is sealed with the data key and never shown again."
          }
          error={error}
          type={isShown ? "text" : "password"}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          value={token}
          onChange={(text) => onChange({ token: text, tokenChange: "replace" })}
        />
      </div>
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={isShown ? "Hide it" : "Show it"}
        size="md"
        className="mt-5"
        onClick={() => setIsShown(!isShown)}
      />
      {stored === "here" && (
        <Button className="mt-5" onClick={() => onChange({ token: "", tokenChange: "keep" })}>
          Keep the stored one
        </Button>
      )}
      {stored === "other-address" && (
        <Button className="mt-5" onClick={() => onChange({ token: "", tokenChange: "remove" })}>
          Remove the stored one
        </Button>
      )}
    </div>
  );
}
