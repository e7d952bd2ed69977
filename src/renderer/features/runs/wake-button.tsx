import { BellRing } from "lucide-react";
import { useState } from "react";
import type { WakeTarget } from "../../../shared/wake.ts";
import { Button, type ButtonProps } from "../../components/button.tsx";
import { startWake } from "./start-wake.ts";

export type WakeButtonProps = { target: WakeTarget; label: string } & Pick<
  ButtonProps,
  "size" | "disabled" | "aria-label" | "title"
>;

export const wakeTitle = "Sends a message that starts a session; files stay as they are";

/** Sends agents a message that starts a session. Their files stay as they are. */
export function WakeButton({ target, label, ...rest }: WakeButtonProps) {
  const [isStarting, setIsStarting] = useState(false);
  const wake = async () => {
    setIsStarting(true);
    await startWake(target);
    setIsStarting(false);
  };
  return (
    <Button icon={BellRing} busy={isStarting} onClick={() => void wake()} {...rest}>
      {label}
    </Button>
  );
}
