import { FlaskConicalOff } from "lucide-react";
import type { ButtonLook } from "../../components/button.tsx";
import { Button } from "../../components/button.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { answerWelcome } from "./answer-welcome.ts";

export type RemovePracticeButtonProps = Pick<ButtonLook, "size" | "variant">;

/** Removes the practice fleet. Nothing real is lost, so it does not ask for confirmation. */
export function RemovePracticeButton(look: RemovePracticeButtonProps) {
  const [isBusy, start] = useBusy();
  const remove = () => start(() => answerWelcome("remove-practice"));
  return (
    <Button {...look} icon={FlaskConicalOff} busy={isBusy} onClick={remove}>
      Remove practice data
    </Button>
  );
}
