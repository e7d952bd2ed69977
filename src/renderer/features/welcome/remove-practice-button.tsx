import { FlaskConicalOff } from "lucide-react";
import { useState } from "react";
import type { ButtonLook } from "../../components/button.tsx";
import { Button } from "../../components/button.tsx";
import { answerWelcome } from "./answer-welcome.ts";

export type RemovePracticeButtonProps = Pick<ButtonLook, "size" | "variant">;

/** Removes the practice fleet. Nothing real is lost, so it does not ask for confirmation. */
export function RemovePracticeButton(look: RemovePracticeButtonProps) {
  const [isBusy, setIsBusy] = useState(false);
  const remove = async () => {
    setIsBusy(true);
    await answerWelcome("remove-practice");
    setIsBusy(false);
  };
  return (
    <Button {...look} icon={FlaskConicalOff} busy={isBusy} onClick={() => void remove()}>
      Remove practice data
    </Button>
  );
}
